import { type SliceEffects, type SliceEstimates, type SliceOptions, sliceEffects, sliceEstimates } from "@pawl/stats";
import { percent } from "../diagnostics/item-group.ts";
import { withAlikeBounded } from "./alike-effects.ts";
import type { ExampleSlices } from "./slice-examples.ts";

/** Null is a score that is missing. */
export type ScoredExample = { readonly id: string; readonly score: number | null; readonly cluster?: string | undefined };

export interface SliceReportOptions extends SliceOptions {
  readonly slices: ExampleSlices;
  readonly scores: readonly ScoredExample[];
  /** Scores of the champion on the same examples: with them the effect in each slice, and whether the whole can be trusted for all. */
  readonly champion?: readonly ScoredExample[] | undefined;
}

export type SliceReport = {
  readonly by: string;
  readonly estimates: SliceEstimates;
  /** Null without a champion, and for overlapping slices: an example in several of them would count several times. */
  readonly effects: SliceEffects | null;
  /** Ids of sliced examples without a score. */
  readonly unscored: readonly string[];
  /** For people: the weakest and the strongest slice that have an estimate, and what to beware of. */
  readonly sentences: readonly string[];
};

/**
 * Returns the mean score in each slice with its interval, and, against a champion, the paired effect in each with the warning of Simpson's paradox, as `sliceEstimates` and `sliceEffects` of `@pawl/stats` give them.
 * An example in several slices counts in each of them, one in none in no figure; an id that has several scores counts by their mean.
 * @throws TypeError for a score that is NaN; RangeError for one outside the range.
 */
export function sliceReport({ slices, scores, champion, ...options }: SliceReportOptions): SliceReport {
  const known = meansById(scores);
  const clusters = new Map(scores.flatMap(({ id, cluster }) => (cluster === undefined ? [] : [[id, cluster] as const])));
  const placed = slices.slices.flatMap(({ name, ids }) => ids.map((id) => ({ slice: name, id })));
  const clusterOf = (id: string): { readonly cluster?: string } =>
    clusters.size === 0 ? {} : { cluster: clusters.get(id) ?? `alone ${id}` };
  const items = placed.flatMap(({ slice, id }) => {
    const score = known.get(id) ?? null;
    return score === null ? [] : [{ slice, score, ...clusterOf(id) }];
  });
  const estimates = sliceEstimates(items, options);
  const before = champion === undefined || slices.overlapping ? null : meansById(champion);
  const { level, least, range } = options;
  const pairs =
    before === null
      ? []
      : placed.map(({ slice, id }) => ({ slice, champion: before.get(id) ?? null, candidate: known.get(id) ?? null, ...clusterOf(id) }));
  const effects = before === null ? null : withAlikeBounded(sliceEffects(pairs, { level, least }), { pairs, range });
  const unscored = [...new Set(placed.flatMap(({ id }) => (typeof known.get(id) === "number" ? [] : [id])))];
  return {
    by: slices.by,
    estimates,
    effects,
    unscored,
    sentences: sentences(slices, { estimates, effects, compared: champion !== undefined }),
  };
}

function meansById(scores: readonly ScoredExample[]): ReadonlyMap<string, number | null> {
  const given = Map.groupBy(scores, ({ id }) => id);
  return new Map(
    [...given].map(([id, own]) => {
      const there = own.flatMap(({ score }) => (score === null ? [] : [score]));
      return [id, there.length === 0 ? null : there.reduce((sum, score) => sum + score, 0) / there.length] as const;
    }),
  );
}

function sentences(
  { by, overlapping, unsliced }: ExampleSlices,
  {
    estimates,
    effects,
    compared,
  }: { readonly estimates: SliceEstimates; readonly effects: SliceEffects | null; readonly compared: boolean },
): readonly string[] {
  const told = estimates.slices.flatMap(({ slice, estimate }) => (estimate === null ? [] : [{ slice, estimate }]));
  const small = estimates.slices.length - told.length;
  const sorted = told.toSorted((a, b) => a.estimate.value - b.estimate.value);
  const [weakest, strongest] = [sorted[0], sorted.at(-1)];
  const shown = ({ slice, estimate }: (typeof told)[number]): string =>
    `"${slice}" with ${estimate.value.toFixed(2)} (${percent(estimate.level)} % interval ${estimate.interval[0].toFixed(2)} to ${estimate.interval[1].toFixed(2)}, n = ${estimate.n})`;
  const lines: string[] = [];
  if (weakest === undefined || strongest === undefined) lines.push(`No slice by ${by} has enough scores to tell.`);
  else if (weakest === strongest) lines.push(`The only slice by ${by} with enough scores is ${shown(weakest)}.`);
  else
    lines.push(
      `By ${by} the weakest slice is ${shown(weakest)}, the strongest ${shown(strongest)}; the intervals are one by one, and of ${told.length} slices one is weakest by chance as well.`,
    );
  if (small > 0 && told.length > 0) lines.push(`${small} slice${small === 1 ? " has" : "s have"} too few scores to tell.`);
  if (unsliced.length > 0) lines.push(`${unsliced.length} example${unsliced.length === 1 ? " is" : "s are"} in no slice.`);
  if (compared && overlapping) lines.push("Slices overlap, so effects are not compared across them: slice by one tag at a time.");
  if (effects !== null && effects.warning !== "none") lines.push(WARNINGS[effects.warning](effects.against));
  return lines;
}

const WARNINGS: { readonly [warning in Exclude<SliceEffects["warning"], "none">]: (against: readonly string[]) => string } = {
  simpson: () =>
    "Beware (Simpson's paradox): the difference of the two means points one way, and the paired effect in every slice the other. The arms did not complete the same examples: read the slices.",
  reversal: (against) =>
    `Beware: the effect in ${against.map((slice) => `"${slice}"`).join(", ")} points against the whole. One figure for all hides it.`,
  interaction: () => "The effect differs among slices by more than chance: one figure for all hides it.",
};
