import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel, requireNumbers, requireRange } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";

export interface MissingOptions {
  /** Worst and best possible score are its ends. @default [0, 1] */
  readonly range?: readonly [number, number] | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item. */
  readonly clusters?: readonly string[] | undefined;
}

export interface MissingBounds {
  /** Mean of the items that have a score: the headline; null when none has. */
  readonly completed: Estimate | null;
  /** Mean with every missing score taken as the low end of the range. */
  readonly worst: Estimate;
  /** Mean with every missing score taken as the high end. */
  readonly best: Estimate;
  readonly missing: number;
  /** missing / all items. */
  readonly share: number;
}

/**
 * Returns the mean of completed items and the bounds that missing ones leave (Manski 1989), (Σ scores + missing·end)/n at either end of the range: whatever they would have scored, the mean of all items lies between worst and
 * best. `null` is missing (error, timeout, skipped); an invalid or refused answer is an answer: give its worst value. Intervals: Wilson for zeros and ones, else t cut
 * to the range (bets where nothing varies), clustered where given. No tool has it; the intervals agree with statsmodels' and SciPy's. The headline assumes that missing items score like the others; the bounds assume nothing.
 * @throws TypeError for NaN; RangeError for no item, scores outside the range, unequal lengths, or all items in one cluster
 */
export function missingBounds(scores: readonly (number | null)[], options: MissingOptions = {}): MissingBounds {
  const { range = [0, 1], level = 0.95, clusters } = options;
  requireLevel("level", level);
  requireRange("range", range);
  if (clusters !== undefined) requireSameLength("scores and clusters", scores, clusters);
  const given = scores.flatMap((score, i) => (score === null ? [] : [{ score, cluster: clusters?.[i] ?? "" }]));
  requireNumbers(
    "scores",
    given.map(({ score }) => score),
    0,
  );
  if (scores.length === 0) throw new RangeError("scores must hold at least 1 item.");
  const off = given.find(({ score }) => score < range[0] || score > range[1]);
  if (off !== undefined) throw new RangeError(`scores must lie in ${range[0]}..${range[1]}, got ${off.score}.`);
  const estimate = (values: readonly number[], names: readonly string[] | undefined): Estimate => {
    const hits = values.flatMap((value) => (value === 0 ? [0 as const] : value === 1 ? [1 as const] : []));
    const binary = hits.length === values.length && range[0] === 0 && range[1] === 1;
    return (binary ? shareEstimate(hits, { level, clusters: names }) : null) ?? meanEstimate(values, { level, range, clusters: names });
  };
  const filled = (end: number): Estimate =>
    estimate(
      scores.map((score) => score ?? end),
      clusters,
    );
  const missing = scores.length - given.length;
  return {
    completed:
      given.length === 0
        ? null
        : estimate(
            given.map(({ score }) => score),
            clusters && given.map(({ cluster }) => cluster),
          ),
    worst: filled(range[0]),
    best: filled(range[1]),
    missing,
    share: missing / scores.length,
  };
}
