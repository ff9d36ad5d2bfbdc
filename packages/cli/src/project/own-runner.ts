import { errorShape, type Id, idSource, type Outcome, type RunOptions, type Step, systemClock, type Trace } from "@pawl/core";
import { errorCode } from "../print-error.ts";

type OwnFunction = (input: unknown, options: RunOptions) => unknown;

/** Returns a function of the project's own as what answers an input with its trace; what it throws is the outcome, under `use.own-code` where it is not an error of Pawl. */
export function ownRunner(run: OwnFunction): { readonly run: (input: unknown, options?: RunOptions) => Promise<Trace> } {
  const newId = idSource({ clock: systemClock });
  return {
    run: async (input, options = {}) => {
      const startedAt = systemClock.now();
      const steps: Step[] = [];
      const outcome = await outcomeOf(async () => run(input, { ...options, report: (step) => void steps.push(step) }), {
        startedAt,
        ...options,
      });
      return trace(newId(), { input, outcome, steps, startedAt });
    },
  };
}

function trace(id: Id, { startedAt, ...ended }: Pick<Trace, "input" | "outcome" | "steps" | "startedAt">): Trace {
  const unknown = { task: null, variantId: null, rendererHash: null, origin: {}, used: { demonstrations: [], context: [] } };
  return { format: "pawl.trace/1", id, ...unknown, ...ended, startedAt, totalMs: systemClock.now() - startedAt };
}

async function outcomeOf(
  call: () => Promise<unknown>,
  { abortSignal, startedAt }: Pick<RunOptions, "abortSignal"> & { readonly startedAt: number },
): Promise<Outcome> {
  try {
    const output = await call();
    return isJson(output) ? { kind: "ok", output } : notJson();
  } catch (error) {
    if (abortSignal?.aborted) return { kind: "aborted" };
    if (error instanceof Error && error.name === "TimeoutError") return { kind: "timeout", afterMs: systemClock.now() - startedAt };
    return { kind: "error", error: { ...errorShape(error), code: errorCode(error) } };
  }
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function notJson(): Outcome<never> {
  const message = "The function returned nothing, or what JSON cannot say. Return a plain value.";
  return { kind: "error", error: { code: "data.output-not-json", message, retryable: false, facts: {} } };
}
