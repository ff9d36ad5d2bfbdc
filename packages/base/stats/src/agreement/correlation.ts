import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel, requireNumbers } from "../internal/require.ts";
import { resampledEstimate } from "../internal/resampled-estimate.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import { midRanks } from "../paired/ranks.ts";
import type { AgreementOptions } from "./binary-agreement.ts";
import { kendallTau } from "./kendall.ts";
import { productMoment } from "./product-moment.ts";

export interface CorrelationOptions extends AgreementOptions {
  /** Only with clusters. @default 2000 */
  readonly resamples?: number | undefined;
  /** Only with clusters. @default 0 */
  readonly seed?: number | string | undefined;
}

interface Coefficient {
  readonly name: string;
  readonly of: (a: readonly number[], b: readonly number[]) => number | null;
  /** Variance of atanh(r) for n > 4. */
  readonly variance: (r: number, n: number) => number;
}

const pearsonOf: Coefficient = { name: "Pearson r", of: productMoment, variance: (_, n) => 1 / (n - 3) };
const spearmanOf: Coefficient = {
  name: "Spearman ρ",
  of: (a, b) => productMoment(midRanks(a), midRanks(b)),
  variance: (r, n) => (1 + r ** 2 / 2) / (n - 3),
};
const kendallOf: Coefficient = { name: "Kendall τ-b", of: kendallTau, variance: (_, n) => 0.437 / (n - 4) };

function correlate(
  { name, of, variance }: Coefficient,
  [a, b]: readonly [readonly (number | null)[], readonly (number | null)[]],
  options: CorrelationOptions,
): Estimate | null {
  const { level = 0.95, clusters, resamples = 2000, seed } = options;
  requireLevel("level", level);
  requireSameLength("a and b", a, b);
  if (clusters !== undefined) requireSameLength("a and clusters", a, clusters);
  const kept = a.flatMap((value, i) => {
    const other = b[i] ?? null;
    return value === null || other === null ? [] : [{ value, other, cluster: clusters?.[i] ?? "" }];
  });
  const x = kept.map(({ value }) => value);
  const y = kept.map(({ other }) => other);
  requireNumbers("a", x, 0);
  requireNumbers("b", y, 0);
  const n = kept.length;
  if (n < 2) return null;
  if (n < 5) {
    const value = of(x, y);
    return value === null ? null : { value, interval: [-1, 1], level, n, method: `${name}, under 5 items` };
  }
  const names = clusters && sharedClusters(kept.map(({ cluster }) => cluster));
  if (names !== undefined) {
    const pick = (values: readonly number[], at: Uint32Array): number[] => Array.from(at, (i) => values[i] ?? 0);
    return resampledEstimate((at) => of(pick(x, at), pick(y, at)), { n, level, name, clusters: names, resamples, seed });
  }
  const value = of(x, y);
  if (value === null) return null;
  if (1 - Math.abs(value) < 1e-12) {
    const bound = 2 * proportionEstimate({ successes: n, n }, { level }).interval[0] - 1;
    return { value, interval: value > 0 ? [bound, 1] : [-1, -bound], level, n, method: `${name}, no scatter seen` };
  }
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(variance(value, n));
  const z = Math.atanh(value);
  return { value, interval: [Math.tanh(z - reach), Math.tanh(z + reach)], level, n, method: name };
}

/**
 * Returns Pearson's correlation Σ(a − ā)(b − b̄)/√(Σ(a − ā)²Σ(b − b̄)²); SciPy's `pearsonr` in value and interval (Fisher 1921: z, error 1/√(n − 3)). Assumes normal scores of independent items (or clusters). With clusters a bootstrap over
 * them. Items with a null are left out. Null under two items or when one list does not vary; −1..1 under five items; at ±1, where
 * SciPy's has no width, 2·w − 1 with w Wilson's bound of as many items in order.
 * @throws TypeError for NaN; RangeError for unequal lengths
 */
export function pearson(a: readonly (number | null)[], b: readonly (number | null)[], options: CorrelationOptions = {}): Estimate | null {
  return correlate(pearsonOf, [a, b], options);
}

/**
 * Returns Spearman's rank correlation, ties sharing mean ranks; SciPy's `spearmanr`. Interval: Fisher z with error √((1 + ρ²/2)/(n − 3)) (Bonett and Wright 2000).
 * Clusters, gaps, null and errors as `pearson`.
 */
export function spearman(a: readonly (number | null)[], b: readonly (number | null)[], options: CorrelationOptions = {}): Estimate | null {
  return correlate(spearmanOf, [a, b], options);
}

/**
 * Returns Kendall's τ-b (1945), which allows for ties: (C − D)/√((C + D + T_a)(C + D + T_b)), T the pairs tied in that list only; SciPy's `kendalltau`. Interval: Fisher z with variance .437/(n − 4) (Fieller, Hartley and Pearson 1957), rough
 * with many ties. Cost n log n. Clusters, gaps, null and errors as `pearson`.
 */
export function kendallTauB(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  options: CorrelationOptions = {},
): Estimate | null {
  return correlate(kendallOf, [a, b], options);
}
