import type { Verdict } from "@pawl/core";
import { requirePositive } from "../internal/require.ts";

export interface DecideInput {
  /** Lower end of the interval of the effect, in the good direction; null for no bound. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Above 0. */
  readonly minimumUsefulEffect: number;
}

/**
 * Returns what an interval of the effect says: equivalent when it lies strictly within ±minimumUsefulEffect, else better above 0, else worse below 0, else inconclusive.
 * An interval of a level of 1 − 2α makes this two one-sided tests at α (Schuirmann 1987), tool as `equivalenceTest`. Assumes an interval that covers at its level. `useful` is true for a better whose whole interval reaches the minimum useful effect.
 */
export function decide({ lower, upper, minimumUsefulEffect }: DecideInput): Pick<Verdict, "kind" | "useful"> {
  requirePositive("minimumUsefulEffect", minimumUsefulEffect);
  const low = lower ?? Number.NEGATIVE_INFINITY;
  const high = upper ?? Number.POSITIVE_INFINITY;
  if (Number.isNaN(low) || Number.isNaN(high) || low > high)
    throw new RangeError(`lower must not exceed upper, got ${lower} and ${upper}.`);
  if (low > -minimumUsefulEffect && high < minimumUsefulEffect) return { kind: "equivalent", useful: false };
  if (low > 0) return { kind: "better", useful: low >= minimumUsefulEffect };
  return { kind: high < 0 ? "worse" : "inconclusive", useful: false };
}
