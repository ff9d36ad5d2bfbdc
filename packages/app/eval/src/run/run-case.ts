import type { Clock, Id, Origin, Outcome, RunOptions, Step, Trace } from "@pawl/core";
import type { Subject } from "./evaluate-options.ts";
import { isRunner } from "./evaluation-plan.ts";
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
  run: Subject<I, O>,
  { example, repeat, seed }: Case<I, E>,
  context: CaseContext,
): Promise<Trace<I, O>> {
  const { cluster, id } = example;
  const origin: Origin = { runId: context.runId, example: { id, repeat, ...(cluster === undefined ? {} : { cluster }) } };
  const steps: Step[] = [];
  const options: RunOptions = {
    abortSignal: context.abortSignal,
    seed,
    origin,
    ...(context.shuffleDemonstrations ? { shuffleDemonstrations: true } : {}),
  };
  if (!isFunction(run)) {
    const trace = await run.run(example.input, options);
    return { ...trace, input: example.input, origin: { ...trace.origin, ...origin }, outcome: plainOutcome(trace.outcome) };
  }
  const startedAt = context.clock.now();
  const outcome = await outcomeOf(async () => run(example.input, { ...options, report: (step) => void steps.push(step) }), {
    startedAt,
    ...context,
  });
  return {
    format: "pawl.trace/1",
    id: context.newId(),
    task: null,
    variantId: null,
    rendererHash: null,
    origin,
    input: example.input,
    outcome,
    used: { demonstrations: [], context: [] },
    steps,
    startedAt,
    totalMs: context.clock.now() - startedAt,
  };
}

function isFunction<I, O>(run: Subject<I, O>): run is Exclude<Subject<I, O>, { readonly variantId: string }> {
  return !isRunner(run);
}

async function outcomeOf<O>(
  call: () => Promise<O>,
  { clock, startedAt, abortSignal }: { readonly clock: Clock; readonly startedAt: number; readonly abortSignal: AbortSignal },
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
