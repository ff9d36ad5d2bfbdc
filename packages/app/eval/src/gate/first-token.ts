import type { Ms, Step, Trace } from "@pawl/core";

/**
 * Returns when the person began to see the answer: the steps before the last call of a model, and that call's time to the first token, or its whole
 * time where nothing was streamed. A cached answer counts what it took when it was made. Null where there was no answer.
 */
export function firstTokenMs({ outcome, steps, totalMs }: Pick<Trace, "outcome" | "steps" | "totalMs">): Ms | null {
  if (outcome.kind !== "ok" && outcome.kind !== "invalid" && outcome.kind !== "refused") return null;
  const last = steps.findLastIndex(({ kind }) => kind === "model" || kind === "choice");
  if (last < 0) return totalMs;
  const before = steps.slice(0, last).reduce((sum, step) => sum + takenMs(step), 0);
  const step = steps[last] as Step;
  const first = "result" in step && step.kind !== "tool" ? (step.result?.timings.timeToFirstTokenMs ?? null) : null;
  return before + (first ?? takenMs(step));
}

function takenMs(step: Step): Ms {
  return step.kind === "model" || step.kind === "choice" ? (step.result?.timings.totalMs ?? step.totalMs) : step.totalMs;
}
