import type { Trace } from "@pawl/core";

/** A trace of nobody's that answered `output`, other than in the given fields. */
export function traceOf<O>(output: O, fields: Partial<Trace<unknown, O>> = {}): Trace<unknown, O> {
  return {
    format: "pawl.trace/1",
    id: "t",
    task: null,
    variantId: null,
    rendererHash: null,
    origin: {},
    input: null,
    outcome: { kind: "ok", output },
    used: { demonstrations: [], context: [] },
    steps: [],
    startedAt: 0,
    totalMs: 0,
    ...fields,
  };
}
