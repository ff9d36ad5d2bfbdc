import type { Estimate } from "@pawl/core";
import { logGamma } from "../distributions/log-gamma.ts";
import { moments } from "../internal/moments.ts";
import { requireCount, requireLevel, requireNumbers } from "../internal/require.ts";
import { meanEstimate } from "./mean-estimate.ts";

export interface RepeatsEstimate {
  /** Over the items' means; n counts items, never repeats. */
  readonly estimate: Estimate;
  /** σ²: mean of the items' own sample variances; null when no item was repeated. */
  readonly withinVariance: number | null;
  /** ω²: variance between items beyond what repeats explain, at least 0; null when σ² is. */
  readonly betweenVariance: number | null;
  /** Repeats beyond which more are waste: σ²/K under ω²/4 (rule of thumb). Null when it cannot be told or more always help. */
  readonly usefulRepeats: number | null;
}

export interface RepeatsOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Returns the mean of items that were each scored several times: repeats are averaged first and the error is taken over items, so that Var(x̄) = (ω² + σ²/K)/n
 * (Miller 2024, section 3.3). ω² = Var(item means) − σ²·mean(1/K_i), floored at 0. Both agree with the mean squares of R's aov where all items have as many repeats. Assumes independent items (or clusters) and repeats that are independent given the item.
 * @throws RangeError under two items or for an item without a score
 */
export function repeatsEstimate(scores: readonly (readonly number[])[], options: RepeatsOptions = {}): RepeatsEstimate {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  if (scores.length < 2) throw new RangeError(`scores must hold at least 2 items, got ${scores.length}.`);
  const { means, within, between } = splitVariance("scores", scores);
  const estimate = meanEstimate(means, { level, clusters });
  return {
    estimate: { ...estimate, method: `${estimate.method} over item means` },
    withinVariance: within,
    betweenVariance: between,
    usefulRepeats: within === null || between === null ? null : usefulRepeats(within, between),
  };
}

/** Returns the smallest K with σ²/K ≤ ω²/4; null when items do not differ beyond the noise, so that more repeats always help as much as more items. */
export function usefulRepeats(within: number, between: number): number | null {
  const repeats = Math.max(1, Math.ceil((4 * within) / between));
  return Number.isFinite(repeats) ? repeats : null;
}

export interface SplitVariance {
  readonly means: readonly number[];
  readonly within: number | null;
  readonly between: number | null;
  /** Harmonic mean of the items' repeats. */
  readonly repeats: number;
}

/** Returns item means and the variance within and between items; both null when no item was repeated. */
export function splitVariance(name: string, scores: readonly (readonly number[])[]): SplitVariance {
  scores.forEach((item, i) => {
    requireNumbers(`${name}[${i}]`, item);
  });
  const items = scores.map(moments);
  const means = items.map((item) => item.mean);
  const repeated = items.filter((item) => item.n > 1);
  const perItem = items.reduce((sum, item) => sum + 1 / item.n, 0) / items.length;
  const within = repeated.length === 0 ? null : repeated.reduce((sum, item) => sum + item.variance, 0) / repeated.length;
  const total = moments(means).variance;
  // Of infinite variances no difference can be told.
  const between = within === null ? null : within === Number.POSITIVE_INFINITY ? 0 : Math.max(0, total - within * perItem);
  return { means, within, between, repeats: 1 / perItem };
}

export interface PassCounts {
  /** Repeats of the item. */
  readonly n: number;
  /** Repeats that passed. */
  readonly passed: number;
  /** Attempts asked about. */
  readonly k: number;
}

function requirePassCounts({ n, passed, k }: PassCounts): void {
  requireCount("n", n);
  requireCount("passed", passed);
  requireCount("k", k, 1);
  if (passed > n) throw new RangeError(`passed must not exceed n = ${n}, got ${passed}.`);
}

/**
 * Returns the unbiased estimate of the chance that at least one of k attempts passes, 1 − C(n−c, k)/C(n, k) (Chen et al. 2021, eq. 1); undefined, not 1, with fewer repeats than k. Agrees with SciPy's
 * comb. Assumes independent attempts at the item.
 */
export function passAtK(counts: PassCounts): number | undefined {
  requirePassCounts(counts);
  const { n, passed, k } = counts;
  return k > n ? undefined : 1 - shareOfDraws(n - passed, n, k);
}

/** Returns the unbiased estimate of the chance that all of k attempts pass, pass^k = C(c, k)/C(n, k) (Yao et al. 2024, τ-bench); undefined with fewer repeats than k. Tool and assumptions as `passAtK`. */
export function passHatK(counts: PassCounts): number | undefined {
  requirePassCounts(counts);
  const { n, passed, k } = counts;
  return k > n ? undefined : shareOfDraws(passed, n, k);
}

/** C(part, k) / C(whole, k) = C(whole − k, r) / C(whole, r) with r = whole − part: the shorter product, beyond a million factors by log-gamma (to about 1e-5). */
function shareOfDraws(part: number, whole: number, k: number): number {
  if (k > part) return 0;
  const rest = whole - part;
  if (Math.min(k, rest) > 1e6) return Math.exp(logGamma(part + 1) - logGamma(part - k + 1) - logGamma(whole + 1) + logGamma(whole - k + 1));
  const [top, count] = k <= rest ? [part, k] : [whole - k, rest];
  let share = 1;
  for (let i = 0; i < count; i++) share *= (top - i) / (whole - i);
  return share;
}
