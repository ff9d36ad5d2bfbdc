import type { RunOutline } from "@pawl/eval";
import type { Baseline } from "@pawl/eval/gate";

/** Scores of one metric by example, repeats averaged, null where missing: what a run is decided against. */
export const baselineScores: {
  readonly ofBaseline: (baseline: Pick<Baseline, "items">, metric: string) => ReadonlyMap<string, number | null>;
  readonly ofRun: (run: RunOutline, metric: string) => ReadonlyMap<string, number | null>;
} = {
  ofBaseline: ({ items }, metric) => new Map(items.map(({ id, scores }) => [id, meanOf(scores[metric] ?? [])])),
  ofRun: ({ items }, metric) => {
    const values = new Map<string, (number | null)[]>();
    for (const { scores, trace } of items) {
      const id = trace.origin.example?.id ?? trace.id;
      const score = scores[metric];
      values.set(id, [...(values.get(id) ?? []), score?.kind === "score" ? score.value : null]);
    }
    return new Map([...values].map(([id, each]) => [id, meanOf(each)]));
  },
};

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
