import type { LabelledItem, Verdict } from "@pawl/core";
import { decide, type JudgedPair, type Pair, pairedVerdict, ppiDifference } from "@pawl/stats";
import type { RunOutline } from "../evaluation.ts";

/** Fewer labelled pairs than this say less than the judge alone. */
export const FEWEST_LABELLED_PAIRS = 20;

interface JudgedVerdictInput<Name extends string> {
  readonly champion: RunOutline<Name>;
  readonly candidate: RunOutline<Name>;
  readonly metric: Name;
  readonly pairs: readonly Pair[];
  /** Of the judge's own scores. */
  readonly verdict: Verdict;
}

/**
 * Returns the verdict on the difference that people would see, where they labelled outputs of both runs for at least 20 examples: PPI++ of the paired
 * differences (`ppiDifference`), what the judge says beside it in the notes. Where they labelled all pairs, theirs alone. Null where they labelled fewer.
 * Missing pairs are bounded by the ends of a binary or share scale; on a real scale they leave it inconclusive.
 */
export function judgedVerdict<Name extends string>(input: JudgedVerdictInput<Name>): Verdict | null {
  const { candidate, champion, metric, pairs, verdict } = input;
  const { direction, scale } = champion.metrics[metric];
  const labels = [champion, candidate].map((run) => humanScores(run, metric));
  const known = pairs.flatMap(({ candidate: after, champion: before, cluster, id }): (JudgedPair & { readonly id: string })[] => {
    if (before === null || after === null) return [];
    const [left, right] = labels.map((scores) => scores.get(id));
    const human = left === undefined || right === undefined ? null : { champion: left, candidate: right };
    return [{ id, judge: { champion: before, candidate: after }, human, ...(cluster === undefined ? {} : { cluster }) }];
  });
  const labelled = known.filter(({ human }) => human !== null);
  if (labelled.length < FEWEST_LABELLED_PAIRS) return null;
  const { level, minimumUsefulEffect } = verdict;
  const judged = `As judged the effect is ${number(verdict.effect)} (${verdict.interval.map(number).join(" to ")}): ${verdict.kind}.`;
  if (labelled.length === known.length) {
    const people = known.map(
      ({ cluster, human, id }): Pair => ({ id, cluster, champion: human?.champion ?? null, candidate: human?.candidate ?? null }),
    );
    const told = pairedVerdict({
      pairs: people,
      metric,
      scale: scale === "binary" && labels.some(isShared) ? "share" : scale,
      direction,
      minimumUsefulEffect,
      level,
    });
    return { ...told, notes: [...told.notes, "People labelled both outputs of every pair: the verdict is theirs.", judged] };
  }
  const range = scale === "real" ? undefined : ([0, 1] as const);
  const corrected = ppiDifference(known, { level, range });
  const good = (value: number): number => (direction === "higher" ? value : -value);
  const [lower, upper] = [good(corrected.interval[0]), good(corrected.interval[1])].sort((a, b) => a - b) as [number, number];
  const missing = pairs.length - known.length;
  const kept = known.length / pairs.length;
  const at = (end: number): Pick<Verdict, "kind" | "useful"> =>
    decide({ lower: kept * lower + (1 - kept) * end, upper: kept * upper + (1 - kept) * end, minimumUsefulEffect });
  const found = decide({ lower, upper, minimumUsefulEffect });
  const [worst, best] = [at(-1), at(1)];
  const open = missing > 0 && (scale === "real" || worst.kind !== found.kind || best.kind !== found.kind);
  return {
    ...verdict,
    ...(open ? { kind: "inconclusive", useful: false } : { kind: found.kind, useful: found.useful && (missing === 0 || worst.useful) }),
    effect: good(corrected.value),
    interval: [lower, upper],
    n: known.length,
    needed: null,
    method: corrected.method,
    notes: [
      `Corrected by people's labels of ${labelled.length} of ${known.length} pairs: worth ${Math.round(corrected.effectiveN)} labels.`,
      judged,
      ...(missing > 0
        ? [
            `${missing} of ${pairs.length} pairs are missing${open ? ", so the data cannot tell" : "; at their worst and best the verdict is the same"}.`,
          ]
        : []),
    ],
  };
}

/** What people said of a run's examples, repeats averaged; only examples of which every scored repeat was labelled. */
function humanScores<Name extends string>({ items, metrics }: RunOutline<Name>, metric: Name): Map<string, number> {
  const labels = new Map(
    (metrics[metric].judge?.calibration?.labelled ?? []).flatMap((item: LabelledItem) =>
      item.trace === undefined ? [] : [[item.trace, item.human] as const],
    ),
  );
  const values = new Map<string, (number | null)[]>();
  for (const { scores, trace } of items) {
    if (scores[metric].kind !== "score") continue;
    const id = trace.origin.example?.id ?? trace.id;
    values.set(id, [...(values.get(id) ?? []), labels.get(trace.id) ?? null]);
  }
  return new Map(
    [...values].flatMap(([id, given]) => {
      const known = given.filter((value) => value !== null);
      return known.length < given.length ? [] : [[id, known.reduce((sum, value) => sum + value, 0) / known.length] as const];
    }),
  );
}

function isShared(scores: ReadonlyMap<string, number>): boolean {
  return [...scores.values()].some((value) => value !== 0 && value !== 1);
}

function number(value: number | null): string {
  return value === null ? "?" : String(Number(value.toFixed(3)));
}
