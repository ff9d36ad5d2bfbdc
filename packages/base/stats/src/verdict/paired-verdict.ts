import type { Verdict } from "@pawl/core";
import { requireLevel, requirePositive } from "../internal/require.ts";
import { decide } from "./decide.ts";
import { type EffectInterval, effectInterval } from "./effect-interval.ts";
import { neededPairs } from "./needed-pairs.ts";
import { type Difference, differencesOf, type Pair, type ScoreScale, scoreRange } from "./pairs.ts";

export interface PairedVerdictOptions {
  readonly pairs: readonly Pair[];
  /** Name of the score, for the verdict. */
  readonly metric: string;
  /** Binary scores are 0 or 1, shares 0..1, real ones any finite number. */
  readonly scale: ScoreScale;
  /** Which scores are good. */
  readonly direction: "higher" | "lower";
  /** In the score's own unit, above 0. */
  readonly minimumUsefulEffect: number;
  /** Confidence of the interval. @default 0.95 */
  readonly level?: number | undefined;
  /** Lowest and highest possible score on a real scale. Without it missing pairs cannot be bounded. */
  readonly range?: readonly [number, number] | undefined;
  /** Of the orders bet on and the signs flipped. @default 0 */
  readonly seed?: number | string | undefined;
}

/**
 * Returns the verdict of one look at paired scores: effect and interval in the good direction, `n` completed pairs. Nulls are missing: the verdict
 * is also taken with them at their worst and best, and is inconclusive where those disagree. No pairs: inconclusive. The order of the pairs changes nothing.
 * Binary: Tango's interval, as `tangoInterval`, confirmed by mid-p McNemar, as `mcnemar`. Bounded: betting interval under 50 pairs or without variance, as `bettingInterval`, else skewness-corrected t, as
 * `skewnessCorrectedInterval`. Unbounded: t. Clusters: clustered t, as `meanEstimate`. Which one, and why: docs/decisions/010. Assumes independent pairs or clusters.
 * @throws TypeError for scores off the scale, RangeError for an id twice or an option out of range
 */
export function pairedVerdict(options: PairedVerdictOptions): Verdict {
  const { pairs, metric, scale, minimumUsefulEffect, level = 0.95, seed = 0 } = options;
  requirePositive("minimumUsefulEffect", minimumUsefulEffect);
  requireLevel("level", level);
  const scores = scoreRange(options);
  const reach = scores === undefined ? undefined : scores[1] - scores[0];
  const range = reach === undefined ? undefined : ([-reach, reach] as const);
  const all = differencesOf(pairs, options);
  const known = all.filter((difference) => difference.known !== null);
  const missing = all.length - known.length;
  const take = (items: readonly Difference[], value: (item: Difference) => number | null): EffectInterval => {
    const values = items.map((item) => value(item) ?? 0);
    // A half-known binary pair at its worst is still a binary difference.
    return effectInterval(
      values,
      items.map((item) => item.cluster),
      { scale, level, range, seed },
    );
  };
  const found = take(known, (item) => item.known);
  const verdictOf = ({ lower, upper }: EffectInterval): Pick<Verdict, "kind" | "useful"> => decide({ lower, upper, minimumUsefulEffect });
  let verdict = known.length === 0 ? { kind: "inconclusive" as const, useful: false } : verdictOf(found);
  const notes = [...found.notes];
  if (missing > 0 && known.length > 0) {
    const share = `${missing} of ${all.length} pairs ${missing === 1 ? "is" : "are"} missing`;
    if (range === undefined) {
      verdict = { kind: "inconclusive", useful: false };
      notes.push(`${share} and the score has no range to bound them by, so the data cannot tell.`);
    } else {
      const worst = verdictOf(take(all, (item) => item.known ?? item.worst));
      const best = verdictOf(take(all, (item) => item.known ?? item.best));
      if (worst.kind !== verdict.kind || best.kind !== verdict.kind) {
        notes.push(
          `${share}: on the completed pairs ${verdict.kind}, with the missing at their worst ${worst.kind}, at their best ${best.kind}, so the data cannot tell.`,
        );
        verdict = { kind: "inconclusive", useful: false };
      } else {
        notes.push(`${share}; at their worst and at their best the verdict stays ${verdict.kind}.`);
        verdict = { kind: verdict.kind, useful: verdict.useful && worst.useful };
      }
    }
  }
  const inconclusive = verdict.kind === "inconclusive";
  const needed = inconclusive ? neededPairs(found, { n: known.length, level, minimumUsefulEffect }) : null;
  if (inconclusive && known.length > 0)
    notes.push(needed === null ? "How many pairs would decide it cannot be told." : `About ${needed} pairs would decide it.`);
  return {
    kind: verdict.kind,
    useful: verdict.useful,
    metric,
    effect: found.effect,
    interval: [stored(found.lower), stored(found.upper)],
    level,
    minimumUsefulEffect,
    n: known.length,
    needed,
    method: found.method,
    notes,
  };
}

/** Infinity does not survive JSON: an end that overflowed is no bound. */
function stored(end: number | null): number | null {
  return end !== null && Number.isFinite(end) ? end : null;
}
