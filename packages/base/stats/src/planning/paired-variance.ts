import { moments } from "../internal/moments.ts";
import { splitVariance, usefulRepeats } from "../intervals/repeats.ts";
import type { RepeatedVariance } from "./sample-size.ts";

export interface RepeatedScores {
  /** The repeats of each item, items in one order on both sides; items may have different numbers of repeats. */
  readonly champion: readonly (readonly number[])[];
  readonly candidate: readonly (readonly number[])[];
}

export interface PairedVariance extends RepeatedVariance {
  /** As observed: 0 for a side without repeats, whose noise is then part of `between`. */
  readonly within: readonly [number, number];
  /** Harmonic mean of each side's repeats, rounded. */
  readonly repeats: readonly [number, number];
  /** Repeats of both sides beyond which more are waste: (σ²_A + σ²_B)/K under ω²/4. Null when it cannot be told or more always help. */
  readonly usefulRepeats: number | null;
}

/**
 * Returns what planning needs from a finished comparison, to be given to `repeatedItems` and `repeatedDetectable`: σ² of each side's repeats and ω² of the difference,
 * Var(d_i) − σ²_A/K_A − σ²_B/K_B floored at 0 (Miller 2024, section 4.2). No tool has it; each side's split as `repeatsEstimate`. Assumes that repeats of both sides are independent given the item.
 * @throws RangeError under two items, for unequal lengths and for an item without a score
 */
export function pairedVariance({ champion, candidate }: RepeatedScores): PairedVariance {
  if (champion.length !== candidate.length)
    throw new RangeError(`champion and candidate must be equally long, got ${champion.length} and ${candidate.length}.`);
  if (champion.length < 2) throw new RangeError(`champion must hold at least 2 items, got ${champion.length}.`);
  const [before, after] = [splitVariance("champion", champion), splitVariance("candidate", candidate)];
  const total = moments(after.means.map((mean, i) => mean - (before.means[i] ?? 0))).variance;
  const within = [before.within ?? 0, after.within ?? 0] as const;
  const between = Math.max(0, total - within[0] / before.repeats - within[1] / after.repeats);
  const known = before.within !== null && after.within !== null;
  return {
    between,
    within,
    repeats: [Math.max(1, Math.round(before.repeats)), Math.max(1, Math.round(after.repeats))],
    usefulRepeats: known ? usefulRepeats(within[0] + within[1], between) : null,
  };
}
