import { type CallOptions, type Clock, type LanguageModel, type Ms, type StreamEvent, systemClock, type Timings } from "@pawl/core";
import { failureEvent } from "./internal/failure-event.ts";
import { wrapModel } from "./internal/wrap-model.ts";
import type { Limiter } from "./limiter.ts";

export interface LimitOptions {
  readonly clock?: Clock | undefined;
}

/** Returns the model behind a limiter: a call, or a stream until its end, holds one place. The time spent waiting is added to the result's timings. */
export function withLimit(model: LanguageModel, limiter: Limiter, options: LimitOptions = {}): LanguageModel {
  const clock = options.clock ?? systemClock;

  const call = async <R extends { readonly timings: Timings }>(
    work: () => Promise<R>,
    callOptions: CallOptions | undefined,
  ): Promise<R> => {
    const arrivedAt = clock.now();
    const release = await limiter.acquire(callOptions);
    try {
      const queuedMs = clock.now() - arrivedAt;
      return delayed(await work(), queuedMs);
    } finally {
      release();
    }
  };

  async function* stream(...[request, callOptions]: Parameters<LanguageModel["stream"]>): AsyncGenerator<StreamEvent> {
    const arrivedAt = clock.now();
    let release: () => void;
    try {
      release = await limiter.acquire(callOptions);
    } catch (error) {
      yield failureEvent(error);
      return;
    }
    try {
      const queuedMs = clock.now() - arrivedAt;
      for await (const event of model.stream(request, callOptions)) {
        yield event.type === "end" ? { ...event, result: delayed(event.result, queuedMs) } : event;
      }
    } finally {
      release();
    }
  }

  return wrapModel(model, {
    generate: (request, callOptions) => call(() => model.generate(request, callOptions), callOptions),
    stream,
    choose: (choose) => (request, callOptions) => call(() => choose(request, callOptions), callOptions),
  });
}

function delayed<R extends { readonly timings: Timings }>(result: R, queuedMs: Ms): R {
  if (queuedMs <= 0) return result;
  const { timings } = result;
  const first = timings.timeToFirstTokenMs;
  return {
    ...result,
    timings: {
      ...timings,
      totalMs: timings.totalMs + queuedMs,
      queuedMs: (timings.queuedMs ?? 0) + queuedMs,
      timeToFirstTokenMs: first === null ? null : first + queuedMs,
    },
  };
}
