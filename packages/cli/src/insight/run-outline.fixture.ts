import type { Example } from "@pawl/core";
import type { MetricFacts, RunOutline } from "@pawl/eval";

export interface OutlinedCase {
  readonly id: string;
  readonly repeat?: number;
  /** Null: timed out. */
  readonly value: number | null;
}

/** Returns the outline of a run with one metric, `label`. */
export function runOutline(
  cases: readonly OutlinedCase[],
  { direction = "higher", id = "run", scale = "binary" }: Partial<Pick<MetricFacts, "direction" | "scale">> & { readonly id?: string } = {},
): RunOutline {
  return {
    record: {
      format: "pawl.run-record/1",
      id,
      planHash: id,
      task: { name: "triage", hash: "task" },
      variantId: null,
      split: "dev",
      splitHash: "dev",
      startedAt: 0,
      finishedAt: 1,
    },
    metrics: { label: { hash: "h", direction, scale } },
    items: cases.map(({ id: example, repeat = 0, value }) => ({
      trace: {
        id: `${id} ${example} ${repeat}`,
        origin: { runId: id, example: { id: example, repeat } },
        outcome: { kind: value === null ? "timeout" : "ok" },
        totalMs: 1,
        steps: [],
      },
      scores: { label: value === null ? { kind: "unscored", reason: "timeout" } : { kind: "score", value } },
    })),
  };
}

/** Returns examples `e0`, `e1`, … with tags and a message whose length is given. */
export function taggedExamples(
  count: number,
  of: (i: number) => { readonly tags?: readonly string[]; readonly length?: number },
): readonly Example[] {
  return Array.from({ length: count }, (_, i) => {
    const { length = 20, tags } = of(i);
    return { id: `e${i}`, input: { message: "x".repeat(length) }, expected: "a", ...(tags ? { tags } : {}) };
  });
}
