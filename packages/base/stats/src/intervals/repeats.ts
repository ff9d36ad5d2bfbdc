import type { Estimate } from "@pawl/core";
import { tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireCount, requireLevel, requireNumbers } from "../internal/require.ts";

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

/** Returns the mean of items that were each scored several times. @throws RangeError under two items or for an item without a score */
export function repeatsEstimate(
  scores: readonly (readonly number[])[],
  options: { readonly level?: number | undefined } = {},
): RepeatsEstimate {
  const { level = 0.95 } = options;
  requireLevel("level", level);
  if (scores.length < 2) throw new RangeError(`scores must hold at least 2 items, got ${scores.length}.`);
  scores.forEach((item, i) => {
    requireNumbers(`scores[${i}]`, item);
  });
  const items = scores.map(moments);
  const means = items.map((item) => item.mean);
  const { n, mean, variance } = moments(means);
  const repeated = items.filter((item) => item.n > 1);
  const within = repeated.length === 0 ? null : repeated.reduce((sum, item) => sum + item.variance, 0) / repeated.length;
  const perItem = items.reduce((sum, item) => sum + 1 / item.n, 0) / n;
  const between = within === null ? null : Math.max(0, variance - within * perItem);
  const reach = tQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return {
    estimate: { value: mean, interval: [mean - reach, mean + reach], level, n, method: "t over item means" },
    withinVariance: within,
    betweenVariance: between,
    usefulRepeats: within === null || between === null || between === 0 ? null : Math.max(1, Math.ceil((4 * within) / between)),
  };
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

/** Returns the chance that at least one of k attempts passes, 1 − C(n−c, k)/C(n, k) (Chen et al. 2021); undefined with fewer repeats than k. */
export function passAtK(counts: PassCounts): number | undefined {
  requirePassCounts(counts);
  const { n, passed, k } = counts;
  return k > n ? undefined : 1 - shareOfDraws(n - passed, n, k);
}

/** Returns the chance that all of k attempts pass, C(c, k)/C(n, k); undefined with fewer repeats than k. */
export function passHatK(counts: PassCounts): number | undefined {
  requirePassCounts(counts);
  const { n, passed, k } = counts;
  return k > n ? undefined : shareOfDraws(passed, n, k);
}

/** C(part, k) / C(whole, k). */
function shareOfDraws(part: number, whole: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k; i++) share *= Math.max(0, part - i) / (whole - i);
  return share;
}
