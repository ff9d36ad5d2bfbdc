import { type CallOptions, type Clock, type LanguageModel, type Ms, type StreamEvent, systemClock } from "@pawl/core";
import { failureEvent } from "./internal/failure-event.ts";
import { wrapModel } from "./internal/wrap-model.ts";

export interface DeadlineOptions {
  /** From the call to its last byte. */
  readonly ms: Ms;
  readonly clock?: Clock | undefined;
}

/**
 * Returns the model with a deadline: after `ms`, or at the caller's own `deadlineAt` where that is earlier, the call is aborted with a
 * `TimeoutError` (a DOMException, as `AbortSignal.timeout` gives) and the caller goes on at once, also where the model does not heed its signal.
 * A stream then ends with a `failure`. @throws RangeError where `ms` is not a positive number.
 */
export function withDeadline(model: LanguageModel, options: DeadlineOptions): LanguageModel {
  const { ms } = options;
  const clock = options.clock ?? systemClock;
  if (!(ms > 0)) throw new RangeError(`A deadline's ms is a positive number; got ${ms}.`);

  const begin = (callOptions: CallOptions | undefined): Timer => startTimer(clock, ms, callOptions);
  const call = async <R>(work: (inner: CallOptions) => Promise<R>, callOptions: CallOptions | undefined): Promise<R> => {
    using timer = begin(callOptions);
    timer.options.abortSignal.throwIfAborted();
    return await Promise.race([work(timer.options), timer.aborted]);
  };

  async function* stream(...[request, callOptions]: Parameters<LanguageModel["stream"]>): AsyncGenerator<StreamEvent> {
    using timer = begin(callOptions);
    let partial = "";
    const events = model.stream(request, timer.options)[Symbol.asyncIterator]();
    let finished = false;
    try {
      while (true) {
        const next = await Promise.race([events.next(), timer.aborted]);
        if (next.done) {
          finished = true;
          return;
        }
        if (next.value.type === "text-delta") partial += next.value.text;
        yield next.value;
      }
    } catch (reason) {
      const failure = failureEvent(reason);
      yield failure.type === "failure" ? { ...failure, partial } : failure;
    } finally {
      // Not awaited: a model that does not heed its signal would hold us here.
      if (!finished) events.return?.().then(undefined, () => {});
    }
  }

  return wrapModel(model, {
    generate: (request, callOptions) => call((inner) => model.generate(request, inner), callOptions),
    stream,
    choose: (choose) => (request, callOptions) => call((inner) => choose(request, inner), callOptions),
  });
}

interface Timer extends Disposable {
  readonly options: CallOptions & { readonly abortSignal: AbortSignal };
  /** Rejects with the signal's reason, never resolves. */
  readonly aborted: Promise<never>;
}

function startTimer(clock: Clock, ms: Ms, callOptions: CallOptions | undefined): Timer {
  const now = clock.now();
  const deadlineAt = Math.min(now + ms, callOptions?.deadlineAt ?? Number.POSITIVE_INFINITY);
  const late = new AbortController();
  const done = new AbortController();
  const expire = (): void => late.abort(new DOMException(`The call took longer than its ${deadlineAt - now} ms.`, "TimeoutError"));
  if (deadlineAt <= now) expire();
  else clock.sleep(deadlineAt - now, { abortSignal: done.signal }).then(expire, () => {});
  const outer = callOptions?.abortSignal;
  const abortSignal = outer ? AbortSignal.any([outer, late.signal]) : late.signal;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => {});
  const stop = (): void => reject(abortSignal.reason);
  if (abortSignal.aborted) stop();
  else abortSignal.addEventListener("abort", stop, { once: true });
  return {
    options: { ...callOptions, abortSignal, deadlineAt },
    aborted,
    [Symbol.dispose]: () => {
      abortSignal.removeEventListener("abort", stop);
      done.abort();
    },
  };
}
