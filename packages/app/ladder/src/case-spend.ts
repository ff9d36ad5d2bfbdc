import type { Score, Spend, Step, Trace, Unscored } from "@pawl/core";

/**
 * Returns what one case cost: money, tokens, model calls and milliseconds of its trace's steps and of what its scorers (judges) called.
 * Durations are the recorded ones of the answers, so that an answer out of a cache costs what it cost when it was made and a replay decides
 * alike. Retrieval steps are looked up in process and count nothing; an embedding counts by itself. A trace without any step counts its `totalMs`.
 */
export function caseSpend(trace: Trace, scores: readonly (Score | Unscored)[] = []): Required<Spend> {
  const sum = { microDollars: 0, tokens: 0, calls: 0, ms: trace.steps.length === 0 ? trace.totalMs : 0 };
  for (const step of trace.steps) book(sum, step);
  for (const { steps = [] } of scores) for (const step of steps) book(sum, step);
  return sum;
}

function book(sum: { microDollars: number; tokens: number; calls: number; ms: number }, step: Step): void {
  if (step.kind === "retrieval") return;
  if (step.kind === "tool") {
    sum.ms += step.totalMs;
    return;
  }
  sum.microDollars += step.cost ?? 0;
  if (step.kind === "embedding") {
    sum.tokens += step.usage?.inputTokens ?? 0;
    sum.ms += step.totalMs;
    return;
  }
  sum.calls += 1;
  sum.tokens += (step.result?.usage?.inputTokens ?? 0) + (step.result?.usage?.outputTokens ?? 0);
  sum.ms += step.result?.timings.totalMs ?? step.totalMs;
}
