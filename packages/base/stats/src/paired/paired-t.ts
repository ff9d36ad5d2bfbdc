import { studentT, tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireDifference, requireLevel, requireNumbers } from "../internal/require.ts";
import { clusteredError } from "../intervals/clusters.ts";

export interface PairedComparison {
  /** Mean of candidate − champion. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly standardError: number;
  /** As if the two had not been paired. */
  readonly unpairedStandardError: number;
  /** Of the two score lists; null when one of them does not vary. */
  readonly correlation: number | null;
  /** 2·Cov/n, what pairing takes off the squared error. */
  readonly varianceSaved: number;
  /** NaN when no difference varies. */
  readonly t: number;
  readonly df: number;
  readonly pValue: number;
  /** Standardised mean difference d_z; NaN without variance. */
  readonly dz: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  readonly n: number;
}

export interface PairedTOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each pair: error CR1, C − 1 degrees of freedom. */
  readonly clusters?: readonly string[] | undefined;
}

export interface PairedScores {
  readonly champion: readonly number[];
  readonly candidate: readonly number[];
}

/**
 * Returns the paired t comparison of two equally long lists of scores in the same order: d̄ ± t·SE(d), t = d̄/SE(d) (SciPy's ttest_rel, R's t.test), with what pairing
 * saved, 2·Cov/n, and the effect d_z = d̄/s_d (Lakens 2013). With clusters the error is CR1. Assumes independent pairs (or clusters) and a mean difference near normal;
 * `pairedVerdict` chooses for skewed and binary scores. @throws RangeError under two pairs, for unequal lengths and for differences that overflow
 */
export function pairedT({ champion, candidate }: PairedScores, options: PairedTOptions = {}): PairedComparison {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  requireNumbers("champion", champion, 2);
  requireNumbers("candidate", candidate, 2);
  if (champion.length !== candidate.length)
    throw new RangeError(`champion and candidate must be equally long, got ${champion.length} and ${candidate.length}.`);
  const differences = candidate.map((score, i) => score - (champion[i] ?? 0));
  differences.forEach(requireDifference);
  const { n, mean, sd } = moments(differences);
  const [before, after] = [moments(champion), moments(candidate)];
  // In units of the larger spread, so that no square overflows.
  const unit = Math.max(before.sd, after.sd) || 1;
  const [a, b, d] = [before.sd / unit, after.sd / unit, sd / unit];
  const covariance = (a * a + b * b - d * d) / 2;
  const error = clusters === undefined ? sd / Math.sqrt(n) : clusteredError(differences, clusters).standardError;
  const df = clusters === undefined ? n - 1 : new Set(clusters).size - 1;
  const t = error === 0 ? Number.NaN : mean / error;
  const reach = tQuantile((1 + level) / 2, df) * error;
  const wins = differences.filter((d) => d > 0).length;
  const losses = differences.filter((d) => d < 0).length;
  return {
    difference: mean,
    interval: [mean - reach, mean + reach],
    standardError: error,
    unpairedStandardError: (Math.hypot(a, b) * unit) / Math.sqrt(n),
    correlation: a * b === 0 ? null : Math.max(-1, Math.min(1, covariance / (a * b))),
    varianceSaved: ((2 * covariance) / n) * unit * unit,
    t,
    df,
    pValue: Number.isNaN(t) ? Number.NaN : 2 * studentT(df).survival(Math.abs(t)),
    dz: sd === 0 ? Number.NaN : mean / sd,
    wins,
    ties: n - wins - losses,
    losses,
    n,
  };
}
