import { itemsNeeded, pairedVariance, repeatsEstimate, smallestDetectable } from "@pawl/stats";
import type { RunOutline } from "../evaluation.ts";
import { exampleScores } from "../summary/example-scores.ts";
import { fewestForDifference, fewestForMargin } from "./fewest-items.ts";

/** Where the spread comes from: two runs paired, the last run alone (an upper bound for variants that are alike), or nothing. */
export type PlanBasis = "paired" | "one-run" | "none";

/** Parts of the variance of one difference between two variants' scores of an item. */
export type DifferenceVariance = {
  readonly basis: PlanBasis;
  /** ω² of the difference between items. */
  readonly between: number;
  /** σ²: of one repeat of each side, both together; 0 where nothing was repeated, the noise is then part of `between`. */
  readonly within: number;
  /** Repeats beyond which more are waste; null where it cannot be told. */
  readonly usefulRepeats: number | null;
};

export type DifferencePlan = {
  readonly basis: PlanBasis;
  /** Standard deviation of a difference of single scores. */
  readonly sd: number;
  readonly between: number;
  readonly within: number;
  readonly usefulRepeats: number | null;
  /** Items that show the effect, both sides run on each once. */
  readonly needed: number;
  /** Smallest effect that the present items would show; null under two. */
  readonly detectable: number | null;
  /** For each number of repeats up to the useful ones, at most five: the items and the cases that takes, both sides together. */
  readonly repeats: readonly { readonly repeats: number; readonly items: number; readonly cases: number }[];
  /** Repeats with which the present items would show the effect; null where no number does. */
  readonly repeatsOnPresent: number | null;
};

/** Half the range: more than most pairs of variants show. */
const UNKNOWN_SD = 0.5;
const MOST_ROWS = 5;
const MOST_REPEATS = 1_000;

/**
 * Returns how much differences vary: from two runs by the items that both scored, else from one, whose double variance is that of two unrelated variants
 * and more than alike ones show. `none` where nothing is scored twice, or nothing varies, which says nothing about another variant.
 */
export function differenceVariance<Name extends string>(runs: readonly RunOutline<Name>[], metric: Name): DifferenceVariance {
  const [champion, candidate] = runs.slice(0, 2).map((run) => knownScores(run, metric));
  const none: DifferenceVariance = { basis: "none", between: UNKNOWN_SD ** 2, within: 0, usefulRepeats: null };
  if (champion === undefined) return none;
  if (candidate !== undefined) {
    const ids = [...champion.keys()].filter((id) => candidate.has(id));
    if (ids.length >= 2) {
      const lists = { champion: ids.map((id) => champion.get(id) ?? []), candidate: ids.map((id) => candidate.get(id) ?? []) };
      const { between, within, usefulRepeats } = pairedVariance(lists);
      const noise = within[0] + within[1];
      if (between + noise > 0) return { basis: "paired", between, within: noise, usefulRepeats };
    }
  }
  const items = [...champion.values()];
  if (items.length < 2) return none;
  const { betweenVariance, usefulRepeats, withinVariance } = repeatsEstimate(items);
  if (betweenVariance === null || withinVariance === null) {
    const variance = sampleVariance(items.map(([score]) => score ?? 0));
    return variance === 0 ? none : { basis: "one-run", between: 2 * variance, within: 0, usefulRepeats: null };
  }
  if (betweenVariance + withinVariance === 0) return none;
  return { basis: "one-run", between: 2 * betweenVariance, within: 2 * withinVariance, usefulRepeats };
}

export interface PlanInput {
  readonly effect: number;
  readonly power: number;
  readonly level: number;
  /** Items that are there. */
  readonly present: number;
  /**
   * Of a yes-or-no metric, what is asked of it: items that hardly differed yet must not promise more than the verdict can give. A difference needs so many
   * items to differ (`fewestForDifference`), a margin so many ties (`fewestForMargin`). @default not such a metric
   */
  readonly binary?: "difference" | "margin" | undefined;
}

/** Returns the items or repeats that show an effect with a given power, and what the present items can show. @throws RangeError for effect 0 */
export function planDifference(variance: DifferenceVariance, input: PlanInput): DifferencePlan {
  const { between, within, usefulRepeats } = variance;
  const { binary, effect, level, power, present } = input;
  const sdAt = (repeats: number): number => Math.sqrt(between + within / repeats);
  const fewest =
    binary === "difference"
      ? fewestForDifference({ effect, level, power })
      : binary === "margin"
        ? fewestForMargin({ level, margin: effect })
        : 0;
  // Several repeats make shares of yes and no, for which no pair has to be discordant.
  const itemsAt = (repeats: number): number =>
    Math.max(itemsNeeded({ effect, sd: sdAt(repeats) }, { level, power }), repeats === 1 ? fewest : 0);
  const detectable = Math.max(
    smallestDetectable({ n: present, sd: sdAt(1) }, { level, power }),
    binary === undefined ? 0 : leastEffect(present, { ...input, binary }),
  );
  const rows = within === 0 ? 1 : Math.min(MOST_ROWS, usefulRepeats ?? MOST_ROWS);
  let repeatsOnPresent: number | null = null;
  if (present >= 2 && itemsAt(MOST_REPEATS) <= present) {
    let [low, high] = [0, MOST_REPEATS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (itemsAt(middle) <= present) high = middle;
      else low = middle;
    }
    repeatsOnPresent = high;
  }
  return {
    ...variance,
    sd: sdAt(1),
    needed: itemsAt(1),
    detectable: Number.isFinite(detectable) ? detectable : null,
    repeats: Array.from({ length: rows }, (_, i) => {
      const items = itemsAt(i + 1);
      return { repeats: i + 1, items, cases: 2 * items * (i + 1) };
    }),
    repeatsOnPresent,
  };
}

/** The smallest effect or margin, to .001, for which the present items are not too few; Infinity where none is small enough. */
function leastEffect(present: number, { binary, level, power }: PlanInput): number {
  const takes = (effect: number): number =>
    binary === "margin" ? fewestForMargin({ level, margin: effect }) : fewestForDifference({ effect, level, power });
  if (takes(1) > present) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, 1_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (takes(middle / 1_000) <= present) high = middle;
    else low = middle;
  }
  return high / 1_000;
}

function knownScores<Name extends string>(run: RunOutline<Name>, metric: Name): ReadonlyMap<string, readonly number[]> {
  const known = exampleScores(run, metric).map(({ id, values }) => [id, values.filter((value) => value !== null)] as const);
  return new Map(known.filter(([, values]) => values.length > 0));
}

function sampleVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
