import { type Clock, type Id, idSource, type Origin, type Outcome, type RunOptions, type Step, systemClock, type Trace } from "@pawl/core";
import type { Subject, TracedFunction } from "./evaluate-options.ts";
import { failureOutcome } from "./failure-outcome.ts";
import { plainJson } from "./plain-json.ts";
import type { Case } from "./read-cases.ts";

export interface CaseContext {
  readonly runId: Id;
  readonly clock: Clock;
  readonly newId: () => Id;
  readonly shuffleDemonstrations: boolean;
  readonly abortSignal: AbortSignal;
}

/** Returns the trace of one case. Rejects only for wrong use of a Runner: what a plain function throws is its outcome. */
export async function runCase<I, E, O>(
  run: Subject<I, O> | TracedFunction<I, O>,
  { example, repeat, seed }: Case<I, E>,
  context: CaseContext,
): Promise<Trace<I, O>> {
  const { cluster, id } = example;
  const origin: Origin = { runId: context.runId, example: { id, repeat, ...(cluster === undefined ? {} : { cluster }) } };
  const options: RunOptions = {
    abortSignal: context.abortSignal,
    seed,
    origin,
    ...(context.shuffleDemonstrations ? { shuffleDemonstrations: true } : {}),
  };
  const told = (trace: Trace<unknown, O>): Trace<I, O> => {
    return { ...trace, input: example.input, origin: { ...trace.origin, ...origin }, outcome: plainOutcome(trace.outcome) };
  };
  if ("variantId" in run) return told(await run.run(example.input, options));
  if ("traced" in run) return { ...told(await run.traced(example.input, options)), ...NOBODYS };
  return functionTrace(run, example.input, { ...context, options });
}

/** A function has no variant, and its task is its data set's. */
const NOBODYS = { task: null, variantId: null, rendererHash: null } as const;

export interface FunctionTraceOptions {
  readonly options: RunOptions;
  readonly clock?: Clock | undefined;
  readonly newId?: (() => Id) | undefined;
}

/** Returns the trace of one call of a plain function: what it throws is the outcome, what it reports the steps. `evaluate` makes it here, a worker elsewhere. */
export async function functionTrace<I, O>(
  run: (input: I, options: RunOptions) => O | Promise<O>,
  input: I,
  { options, clock = systemClock, newId = idSource({ clock }) }: FunctionTraceOptions,
): Promise<Trace<I, O>> {
  const steps: Step[] = [];
  const startedAt = clock.now();
  const outcome = await outcomeOf(async () => run(input, { ...options, report: (step) => void steps.push(step) }), {
    startedAt,
    clock,
    abortSignal: options.abortSignal,
  });
  return {
    format: "pawl.trace/1",
    id: newId(),
    ...NOBODYS,
    origin: options.origin ?? {},
    input,
    outcome,
    used: { demonstrations: [], context: [] },
    steps,
    startedAt,
    totalMs: clock.now() - startedAt,
  };
}

async function outcomeOf<O>(
  call: () => Promise<O>,
  { clock, startedAt, abortSignal }: { readonly clock: Clock; readonly startedAt: number; readonly abortSignal: AbortSignal | undefined },
): Promise<Outcome<O>> {
  try {
    return plainOutcome({ kind: "ok", output: await call() });
  } catch (error) {
    return failureOutcome(error, { afterMs: clock.now() - startedAt, abortSignal });
  }
}

function plainOutcome<O>(outcome: Outcome<O>): Outcome<O> {
  if (outcome.kind !== "ok") return outcome;
  try {
    const output = plainJson(outcome.output);
    return output === outcome.output ? outcome : { ...outcome, output };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The output is not JSON and cannot be kept. ${why} Return a plain value.`;
    return { kind: "error", error: { code: "data.output-not-json", message, retryable: false, facts: {} } };
  }
}
