import { type Outcome, PawlError, type PawlErrorShape, type Runner, type RunOptions } from "@pawl/core";
import type { TracedFunction } from "@pawl/eval";
import type { Traced } from "./own-runner.ts";

export interface FirstFailure {
  /** Aborted by the command's own signal, or with the first failure that no further case can mend. */
  readonly signal: AbortSignal;
  readonly guarded: <I, O>(runner: Runner<I, O>) => Runner<I, O>;
  /** The same of a task's own function, told as traces; errors that are not ours stop nothing. */
  readonly guardedTraced: (own: TracedFunction<unknown, unknown>) => { readonly traced: Traced };
}

/** So many cases in a row without an answer of the service mean that it is away. */
const IN_A_ROW = 8;

/**
 * Returns what stops a run at once, with its own error, where going on would only fill the store with failures: no key, no such model, a model that
 * is not pulled, a service that answers none of the first cases or eight in a row. Cases that failed this way are not stored, but for those before the eighth.
 */
export function firstFailure(abortSignal: AbortSignal): FirstFailure {
  const failed = new AbortController();
  let answered = false;
  let inARow = 0;
  const look = (outcome: Outcome): void => {
    if (outcome.kind !== "error") {
      answered ||= outcome.kind === "ok" || outcome.kind === "invalid";
      inARow = 0;
      return;
    }
    const { error } = outcome;
    const away = error.code.startsWith("service.");
    inARow = away ? inARow + 1 : 0;
    if (error.code.startsWith("use.") || (away && (!answered || inARow >= IN_A_ROW))) failed.abort(errorOf(error));
  };
  return {
    signal: AbortSignal.any([abortSignal, failed.signal]),
    guarded: (runner) => ({
      ...runner,
      run: async (input, options?: RunOptions) => {
        const trace = await runner.run(input, options);
        look(trace.outcome);
        return trace;
      },
    }),
    guardedTraced: ({ traced }) => ({
      traced: async (input, options = {}) => {
        const trace = await traced(input, options);
        look(trace.outcome);
        return trace;
      },
    }),
  };
}

/** Returns the error of a trace as it was thrown. */
export function errorOf({ code, message, facts, retryable }: PawlErrorShape): Error {
  const [category, situation] = code.split(".", 2);
  const known = category === "use" || category === "data" || category === "service" || category === "bug" || category === "io";
  return known ? new PawlError(`${category}.${situation ?? ""}`, message, { facts, retryable }) : new Error(message);
}
