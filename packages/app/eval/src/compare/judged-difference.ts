import type { LabelledItem } from "@pawl/core";
import { type JudgedPair, type Pair, ppiDifference } from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";

/** Fewer labelled pairs than this say less than the judge alone. */
export const FEWEST_LABELLED_PAIRS = 20;

/** What people said of a run's outputs by example, repeats averaged. */
export type PeoplesScores = ReadonlyMap<string, number>;

export interface JudgedDifferenceInput {
  readonly pairs: readonly Pair[];
  readonly people: { readonly champion: PeoplesScores; readonly candidate: PeoplesScores };
  readonly direction: MetricFacts["direction"];
  readonly scale: MetricFacts["scale"];
}

/** The difference that people would see of two judged runs, ready to be asked at any level. */
export type JudgedDifference =
  /** They labelled both outputs of every pair: theirs alone, as pairs. */
  | { readonly kind: "people"; readonly pairs: readonly Pair[]; readonly scale: MetricFacts["scale"]; readonly note: string }
  | { readonly kind: "corrected"; readonly n: number; readonly missing: number; readonly at: (level: number) => CorrectedDifference };

export interface CorrectedDifference {
  /** In the good direction, over the completed pairs. */
  readonly effect: number;
  readonly interval: readonly [number, number];
  readonly standardError: number;
  readonly method: string;
  readonly note: string;
  /** The interval with every missing pair at this difference: −1 its worst and 1 its best on a binary or share scale. */
  readonly withMissingAt: (end: number) => readonly [number, number];
}

/**
 * Returns the difference that people would see, where they labelled outputs of both runs for at least 20 examples: theirs where they labelled all pairs, else
 * PPI++ of the paired differences (`ppiDifference`). Null where they labelled fewer: then there is only what the judge sees.
 */
export function judgedDifference({ direction, pairs, people, scale }: JudgedDifferenceInput): JudgedDifference | null {
  const known = pairs.flatMap(({ candidate: after, champion: before, cluster, id }): (JudgedPair & { readonly id: string })[] => {
    if (before === null || after === null) return [];
    const [left, right] = [people.champion.get(id), people.candidate.get(id)];
    const human = left === undefined || right === undefined ? null : { champion: left, candidate: right };
    return [{ id, judge: { champion: before, candidate: after }, human, ...(cluster === undefined ? {} : { cluster }) }];
  });
  const labelled = known.filter(({ human }) => human !== null).length;
  if (labelled < FEWEST_LABELLED_PAIRS) return null;
  if (labelled === known.length) {
    const said = new Map(known.map(({ human, id }) => [id, human]));
    return {
      kind: "people",
      // A pair whose scores are missing stays missing.
      pairs: pairs.map((pair) => ({ ...pair, champion: null, candidate: null, ...(said.get(pair.id) ?? {}) })),
      scale: scale === "binary" && [people.champion, people.candidate].some(isShared) ? "share" : scale,
      note: "People labelled both outputs of every pair: the verdict is theirs.",
    };
  }
  const missing = pairs.length - known.length;
  const kept = known.length / pairs.length;
  return {
    kind: "corrected",
    n: known.length,
    missing,
    at: (level) => {
      const found = ppiDifference(known, { level, range: scale === "real" ? undefined : [0, 1] });
      const good = (value: number): number => (direction === "higher" ? value : -value);
      const [lower, upper] = [good(found.interval[0]), good(found.interval[1])].sort((a, b) => a - b) as [number, number];
      return {
        effect: good(found.value),
        interval: [lower, upper],
        standardError: found.standardError,
        method: found.method,
        note: `Corrected by people's labels of ${labelled} of ${known.length} pairs: worth ${Math.round(found.effectiveN)} labels.`,
        withMissingAt: (end) => [kept * lower + (1 - kept) * end, kept * upper + (1 - kept) * end],
      };
    },
  };
}

/** Returns what people said of a run's examples; only of those of which every scored repeat was labelled, by trace, or that came with it. */
export function peoplesScores<Name extends string>({ items, metrics, people }: RunOutline<Name>, metric: Name): PeoplesScores {
  const brought = new Map(Object.entries(Object.entries(people ?? {}).find(([name]) => name === metric)?.[1] ?? {}));
  const labels = labelsByTrace(metrics[metric]);
  if (labels.size === 0) return brought;
  const values = new Map<string, (number | null)[]>();
  for (const { scores, trace } of items) {
    if (scores[metric].kind !== "score") continue;
    const id = trace.origin.example?.id ?? trace.id;
    values.set(id, [...(values.get(id) ?? []), labels.get(trace.id) ?? null]);
  }
  for (const [id, given] of values) {
    const mean = meanOfAll(given);
    if (mean !== null) brought.set(id, mean);
  }
  return brought;
}

/** Returns what people said of outputs, by their traces. */
export function labelsByTrace({ judge }: Pick<MetricFacts, "judge">): ReadonlyMap<string, number> {
  return new Map(
    (judge?.calibration?.labelled ?? []).flatMap((item: LabelledItem) =>
      item.trace === undefined ? [] : [[item.trace, item.human] as const],
    ),
  );
}

/** Returns the mean; null where there is nothing, or one of them is not known. */
export function meanOfAll(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function isShared(scores: PeoplesScores): boolean {
  return [...scores.values()].some((value) => value !== 0 && value !== 1);
}
