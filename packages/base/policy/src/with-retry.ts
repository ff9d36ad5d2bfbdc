import {
  type CallOptions,
  type Clock,
  costOf,
  errorShape,
  isPawlError,
  type LanguageModel,
  type Message,
  type Ms,
  type PawlErrorShape,
  type RandomSource,
  type Step,
  type StreamEvent,
  seededRandom,
  systemClock,
  type Usage,
  uuidv7,
} from "@pawl/core";
import { backoffMs } from "./backoff.ts";
import { failureEvent } from "./internal/failure-event.ts";
import { wrapModel } from "./internal/wrap-model.ts";
import type { RetryBudget } from "./retry-budget.ts";

export interface RetryOptions {
  /** Attempts in all, the first one included. @default 3 */
  readonly attempts?: number | undefined;
  /** Shared cap on retries; see `createRetryBudget`. @default none */
  readonly budget?: RetryBudget | undefined;
  /** @default 500 */
  readonly baseMs?: Ms | undefined;
  /** Longest wait of our own making. @default 8,000 */
  readonly capMs?: Ms | undefined;
  /** Longest wait that a service may ask for; beyond it the failure is handed on. @default 60,000 */
  readonly maxRetryAfterMs?: Ms | undefined;
  /** @default "full" */
  readonly jitter?: "full" | "none" | undefined;
  /** @default seeded anew for each wrapper */
  readonly random?: RandomSource | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Returns the model with retries: of errors that say `retryable`, never of an abort, of a stream only before its first event.
 * Waits at least `facts.retryAfterMs`. Gives up, with the last failure, where `deadlineAt` would pass before the next attempt, where the
 * retry budget is empty, or where attempts are. Each attempt that is followed by another is told through `report` as a failed step whose
 * `messages` are empty (the step of the call has them).
 * @throws RangeError where `attempts` is not a whole number of at least 1, or a time is negative.
 */
export function withRetry(model: LanguageModel, options: RetryOptions = {}): LanguageModel {
  const { attempts = 3, budget, baseMs = 500, capMs = 8_000, maxRetryAfterMs = 60_000, jitter = "full" } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? seededRandom(uuidv7());
  if (!Number.isInteger(attempts) || attempts < 1) throw new RangeError(`attempts is a whole number of at least 1; got ${attempts}.`);
  for (const [name, ms] of Object.entries({ baseMs, capMs, maxRetryAfterMs })) {
    if (!(ms >= 0)) throw new RangeError(`${name} is a number of at least 0; got ${ms}.`);
  }

  /** How long to wait before trying again; null where there is no use. */
  const waitAfter = (error: PawlErrorShape, attempt: number, deadlineAt: Ms | undefined): Ms | null => {
    if (!error.retryable || attempt >= attempts) return null;
    const asked = error.facts["retryAfterMs"];
    const retryAfterMs = typeof asked === "number" && asked >= 0 ? asked : null;
    if (retryAfterMs !== null && retryAfterMs > maxRetryAfterMs) return null;
    const wait = backoffMs({ retry: attempt - 1, baseMs, capMs, jitter, random, retryAfterMs });
    if (deadlineAt !== undefined && clock.now() + wait >= deadlineAt) return null;
    return budget && !budget.withdraw() ? null : wait;
  };

  const call = async <R>(attempt: () => Promise<R>, kind: AttemptKind, callOptions: CallOptions | undefined): Promise<R> => {
    budget?.deposit();
    for (let n = 1; ; n++) {
      const startedAt = clock.now();
      try {
        return await attempt();
      } catch (error) {
        if (!isPawlError(error) || callOptions?.abortSignal?.aborted) throw error;
        const wait = waitAfter(error, n, callOptions?.deadlineAt);
        if (wait === null) throw error;
        callOptions?.report?.(
          failedStep(model, kind, { error: errorShape(error), usage: null }, { startedAt, totalMs: clock.now() - startedAt }),
        );
        await clock.sleep(wait, { abortSignal: callOptions?.abortSignal });
      }
    }
  };

  async function* stream(...[request, callOptions]: Parameters<LanguageModel["stream"]>): AsyncGenerator<StreamEvent> {
    budget?.deposit();
    for (let n = 1; ; n++) {
      const startedAt = clock.now();
      let began = false;
      let wait: Ms | null = null;
      for await (const event of model.stream(request, callOptions)) {
        if (event.type === "failure" && !began && !callOptions?.abortSignal?.aborted) {
          wait = waitAfter(event.error, n, callOptions?.deadlineAt);
          if (wait !== null) {
            const timing = { startedAt, totalMs: clock.now() - startedAt };
            callOptions?.report?.(failedStep(model, { kind: "model" }, event, timing));
            break;
          }
        }
        began = true;
        yield event;
      }
      if (wait === null) return;
      try {
        await clock.sleep(wait, { abortSignal: callOptions?.abortSignal });
      } catch (reason) {
        yield failureEvent(reason);
        return;
      }
    }
  }

  return wrapModel(model, {
    generate: (request, callOptions) => call(() => model.generate(request, callOptions), { kind: "model" }, callOptions),
    stream,
    choose: (choose) => (request, callOptions) =>
      call(() => choose(request, callOptions), { kind: "choice", candidates: request.candidates }, callOptions),
  });
}

type AttemptKind = { readonly kind: "model" } | { readonly kind: "choice"; readonly candidates: readonly string[] };

const NO_MESSAGES: readonly Message[] = [];

function failedStep(
  model: LanguageModel,
  kind: AttemptKind,
  { error, usage }: { readonly error: PawlErrorShape; readonly usage: Usage | null },
  timing: { readonly startedAt: Ms; readonly totalMs: Ms },
): Step {
  const cost = error.facts["billed"] === false ? 0 : costOf(usage, model.capabilities.price);
  return { ...timing, ...kind, model: model.ref, key: null, messages: NO_MESSAGES, result: null, error, cost, cached: false };
}
