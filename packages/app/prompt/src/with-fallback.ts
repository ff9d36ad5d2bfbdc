import {
  type Clock,
  FALLBACK_CAUSES,
  FALLBACK_TAG,
  type FallbackCause,
  hashOf,
  type Ms,
  type RunEvent,
  type Runner,
  type RunOptions,
  systemClock,
  type Trace,
} from "@pawl/core";
import { checkPatience, heard, patienceOf } from "./patience.ts";

export interface FallbackOptions<I, O> {
  /** Another variant of the same task. */
  readonly fallback: Runner<I, O>;
  /** How long the first may take, to its last word, before it is stopped and the fallback asked. @default as long as its model takes */
  readonly afterMs?: Ms | undefined;
  /** Whether an answer of the cache takes the time that it took when it was made: true where it is measured what people meet, who have no cache. @default false */
  readonly cachedAsMade?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/** Anything that runs a case and tells it as a trace. */
type Run<I, O> = (input: I, options?: RunOptions) => Promise<Trace<unknown, O>>;

/**
 * Returns a Runner that asks the fallback where the first has no usable answer: an error, a timeout, a refusal, an invalid answer, a budget used up.
 * The trace is then one of the first's variant with the fallback's outcome, the steps of both, and in its origin's tags why (`fallback`) and which
 * variant answered (`fallbackVariant`). What the caller stopped, or whose deadline is over, and what was withheld on purpose stay as they are.
 * @throws TypeError where both are one variant, or of two tasks; RangeError for `afterMs`.
 */
export function withFallback<I, O>(runner: Runner<I, O>, options: FallbackOptions<I, O>): Runner<I, O> {
  const { afterMs, fallback } = options;
  const { rendererHash, task, variantId } = runner;
  if (fallback.task.hash !== task.hash || fallback.task.name !== task.name)
    throw new TypeError(`The fallback is a variant of another task: "${fallback.task.name}", not "${task.name}".`);
  if (fallback.variantId === variantId) throw new TypeError("The fallback is the variant itself: what failed would be asked again.");
  const run = runWithFallback(runner.run, options);
  const told = {
    variantId,
    // Who falls back otherwise gives other answers: a run of one is not gone on with by the other.
    rendererHash: hashOf({ rendererHash, fallback: [fallback.variantId, fallback.rendererHash], afterMs: afterMs ?? null }),
  };
  const [first, second] = [runner.stream, fallback.stream];
  const stream = first === undefined || second === undefined ? undefined : streamWithFallback(first, second, options);
  return {
    task,
    ...told,
    run: async (input, runOptions) => ({ ...(await run(input, runOptions)), ...told }),
    ...(stream === undefined
      ? {}
      : {
          stream: async function* (input, runOptions) {
            for await (const event of stream(input, runOptions))
              yield event.type === "end" ? { type: "end", trace: { ...event.trace, ...told } } : event;
          },
        }),
  };
}

/** Returns the same of what is no Runner, a function that tells its traces. @throws RangeError for `afterMs` */
export function runWithFallback<I, O>(
  run: Run<I, O>,
  { afterMs, cachedAsMade = false, clock = systemClock, fallback }: FallbackOptions<I, O>,
): Run<I, O> {
  checkPatience(afterMs);
  return async (input, options = {}) => {
    const startedAt = clock.now();
    using patience = patienceOf(options, { afterMs, clock });
    const ran = run(input, patience.options);
    const first = (await patience.orOver(ran)) ?? null;
    // A model that does not hear its signal is not waited for.
    if (first === null) ran.catch(() => {});
    const wasLate = first !== null && cachedAsMade && afterMs !== undefined && madeInMs(first) > afterMs;
    const usable = wasLate ? null : first;
    const cause = usable === null ? "timeout" : causeOf(usable);
    if (cause === null || isOver(options, clock)) return first ?? ran;
    // As if it had been waited for, and left.
    const begun = wasLate ? Math.min(startedAt, clock.now() - afterMs) : startedAt;
    const second = await fallback.run(input, options);
    return fallenBack(usable, second, { cause, fallback, startedAt: begun });
  };
}

type Stream<I, O> = NonNullable<Runner<I, O>["stream"]>;

function streamWithFallback<I, O>(
  first: Stream<I, O>,
  second: Stream<I, O>,
  { afterMs, clock = systemClock, fallback }: FallbackOptions<I, O>,
): Stream<I, O> {
  return async function* (input, options = {}) {
    const startedAt = clock.now();
    using patience = patienceOf(options, { afterMs, clock });
    const told = yield* heard(first(input, patience.options), { ...patience, isLeft: () => isOver(options, clock) });
    const answered = told !== null && (causeOf(told) === null || isOver(options, clock));
    if (answered) return yield { type: "end", trace: told };
    const cause = (told === null ? null : causeOf(told)) ?? "timeout";
    yield { type: "restart" } satisfies RunEvent<O>;
    for await (const event of second(input, options)) {
      if (event.type === "end") yield { type: "end", trace: fallenBack(told, event.trace, { cause, fallback, startedAt }) };
      else yield event;
    }
  };
}

function causeOf({ outcome }: Trace): FallbackCause | null {
  return FALLBACK_CAUSES.find((cause) => cause === outcome.kind) ?? null;
}

/** How long a run took, calls of a cache as long as when they were made. */
function madeInMs({ steps, totalMs }: Trace): Ms {
  return steps.reduce((sum, step) => ("cached" in step && step.cached ? sum + step.totalMs : sum), totalMs);
}

/** Whether nobody waits for an answer any more. */
function isOver({ abortSignal, deadlineAt }: RunOptions, clock: Clock): boolean {
  return abortSignal?.aborted === true || (deadlineAt !== undefined && clock.now() >= deadlineAt);
}

interface Fallen {
  readonly cause: FallbackCause;
  readonly fallback: Pick<Runner, "variantId">;
  readonly startedAt: Ms;
}

function fallenBack<O>(
  first: Trace<unknown, O> | null,
  second: Trace<unknown, O>,
  { cause, fallback, startedAt }: Fallen,
): Trace<unknown, O> {
  const tags = { ...second.origin.tags, [FALLBACK_TAG]: cause, fallbackVariant: fallback.variantId };
  return {
    ...second,
    origin: { ...second.origin, tags },
    steps: [...(first?.steps ?? []), ...second.steps],
    startedAt,
    totalMs: second.startedAt + second.totalMs - startedAt,
  };
}
