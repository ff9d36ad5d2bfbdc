import { studentT, tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireLevel, requireNumbers, requirePositive } from "../internal/require.ts";
import { clusteredError } from "../intervals/clusters.ts";

export interface EquivalenceOptions {
  /** Above 0, in the unit of the differences. */
  readonly margin: number;
  /** Of the two-sided interval that must lie within the margin: each one-sided test is at (1 − level)/2. 0.9 is the usual TOST at 5 %. @default 0.95 */
  readonly level?: number | undefined;
  readonly clusters?: readonly string[] | undefined;
}

export interface EquivalenceResult {
  readonly difference: number;
  readonly interval: readonly [number, number];
  /** One-sided, of "the difference is at or below −margin": small shows non-inferiority. NaN without variance. */
  readonly pLower: number;
  /** One-sided, of "the difference is at or above margin". */
  readonly pUpper: number;
  /** The larger of both, as statsmodels' ttost_paired and R's TOSTER. */
  readonly pValue: number;
  readonly nonInferior: boolean;
  readonly equivalent: boolean;
  readonly n: number;
}

/**
 * Returns two one-sided t tests of paired differences (Schuirmann 1987): t = (d̄ ± margin)/SE with n − 1, or with clusters C − 1, degrees of freedom; without clusters it agrees with statsmodels' ttost_paired.
 * Assumes a mean that is near normal; bounded skewed scores and differences without variance take `pairedVerdict`. Without variance nothing is shown.
 * @throws RangeError under two differences or clusters
 */
export function equivalenceTest(differences: readonly number[], options: EquivalenceOptions): EquivalenceResult {
  const { margin, level = 0.95, clusters } = options;
  requireNumbers("differences", differences, 2);
  requirePositive("margin", margin);
  requireLevel("level", level);
  const { n, mean, sd } = moments(differences);
  const clustered = clusters === undefined ? undefined : clusteredError(differences, clusters);
  const error = clustered?.standardError ?? sd / Math.sqrt(n);
  const df = clustered === undefined ? n - 1 : clustered.clusters - 1;
  const tail = (distance: number): number => (error === 0 ? Number.NaN : studentT(df).survival(distance / error));
  const [pLower, pUpper] = [tail(margin + mean), tail(margin - mean)];
  const reach = tQuantile((1 + level) / 2, df) * error;
  const alpha = (1 - level) / 2;
  const pValue = Math.max(pLower, pUpper);
  return {
    difference: mean,
    interval: [mean - reach, mean + reach],
    pLower,
    pUpper,
    pValue,
    nonInferior: pLower <= alpha,
    equivalent: pValue <= alpha,
    n,
  };
}
