import type { OutcomeKind, Score, Scorer, Step, Trace, Unscored } from "@pawl/core";
import { scorerHash } from "../code-scorer.ts";

/**
 * Returns a scorer of the whole time of a case in milliseconds, lower is better. Answers withheld, invalid and refused took their time too. Unscored
 * where a model's answer came from a cache (its time is not the model's), and for a case that was cut off or failed.
 */
export function latency(): Scorer<unknown, unknown, unknown, "latency-ms"> {
  return ofTrace("latency-ms", (trace) => {
    if (trace.steps.some(isCached)) return { kind: "unscored", reason: "A model's answer came from a cache: its time is not the model's." };
    return { kind: "score", value: trace.totalMs };
  });
}

/**
 * Returns a scorer of the time in milliseconds from the start of the case to the first token of its last model call, the one that answers; lower is better.
 * Unscored where that call did not stream, came from a cache, or there is none.
 */
export function timeToFirstToken(): Scorer<unknown, unknown, unknown, "time-to-first-token-ms"> {
  return ofTrace("time-to-first-token-ms", ({ startedAt, steps }) => {
    const last = steps.findLast((step) => step.kind === "model");
    if (last === undefined) return { kind: "unscored", reason: "The trace has no model call." };
    if (last.cached) return { kind: "unscored", reason: "The answer came from a cache: its time is not the model's." };
    const first = last.result?.timings.timeToFirstTokenMs ?? null;
    if (first === null) return { kind: "unscored", reason: "The time of the first token was not measured." };
    return { kind: "score", value: last.startedAt - startedAt + first };
  });
}

const TOOK_ITS_TIME: ReadonlySet<OutcomeKind> = new Set(["invalid", "refused", "skipped"]);

function ofTrace<const Name extends string>(
  name: Name,
  read: (trace: Pick<Trace, "startedAt" | "steps" | "totalMs">) => Score | Unscored,
): Scorer<unknown, unknown, unknown, Name> {
  return {
    name,
    hash: scorerHash(name, 1, {}),
    direction: "lower",
    scale: "real",
    score: ({ trace }) => read(trace),
    scoreVoid: ({ trace }) => (TOOK_ITS_TIME.has(trace.outcome.kind) ? read(trace) : { kind: "unscored", reason: trace.outcome.kind }),
  };
}

function isCached(step: Step): boolean {
  return (step.kind === "model" || step.kind === "choice") && step.cached;
}
