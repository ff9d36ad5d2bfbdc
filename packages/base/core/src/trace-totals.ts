import type { MicroDollars } from "./scalars.ts";
import type { Trace } from "./trace.ts";

/** What the steps of a trace add up to; null where an engine did not say. */
export type TraceTotals = {
  readonly microDollars: MicroDollars | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
};

/** Returns the sums over a trace's steps. A cached answer counts what it cost when it was made. Without a step that costs: zero. */
export function traceTotals({ steps }: Pick<Trace, "steps">): TraceTotals {
  let microDollars: number | null = 0;
  let inputTokens: number | null = 0;
  let outputTokens: number | null = 0;
  for (const step of steps) {
    if (step.kind !== "model" && step.kind !== "choice" && step.kind !== "embedding") continue;
    const usage = step.kind === "embedding" ? step.usage : (step.result?.usage ?? null);
    microDollars = add(microDollars, step.cost);
    inputTokens = add(inputTokens, usage?.inputTokens ?? null);
    outputTokens = add(outputTokens, usage?.outputTokens ?? null);
  }
  return { microDollars, inputTokens, outputTokens };
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
