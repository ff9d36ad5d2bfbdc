import { fallbackCause, type Ms, type Step, type Trace } from "@pawl/core";

/**
 * Returns when the person began to see the answer: the steps before the last call of a model, and that call's time to the first token, or its whole
 * time where nothing was streamed. A cached answer counts what it took when it was made. Before a fallback's answer the whole wait for the first counts, also where
 * that has no steps: a function, a model that was left. Null where there was no answer.
 */
export function firstTokenMs(trace: Pick<Trace, "origin" | "outcome" | "startedAt" | "steps" | "totalMs">): Ms | null {
  const { outcome, startedAt, steps, totalMs } = trace;
  if (outcome.kind !== "ok" && outcome.kind !== "invalid" && outcome.kind !== "refused") return null;
  const last = steps.findLastIndex(({ kind }) => kind === "model" || kind === "choice");
  if (last < 0) return totalMs;
  const step = steps[last] as Step;
  const waited = fallbackCause(trace) === null ? 0 : step.startedAt - startedAt;
  const before = Math.max(
    waited,
    steps.slice(0, last).reduce((sum, each) => sum + takenMs(each), 0),
  );
  const first = "result" in step && step.kind !== "tool" ? (step.result?.timings.timeToFirstTokenMs ?? null) : null;
  return before + (first ?? takenMs(step));
}

function takenMs(step: Step): Ms {
  return step.kind === "model" || step.kind === "choice" ? (step.result?.timings.totalMs ?? step.totalMs) : step.totalMs;
}
