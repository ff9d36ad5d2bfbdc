import { type CallOptions, PawlError } from "@pawl/core";

export interface LimiterOptions {
  /** How many may work at once. */
  readonly concurrency: number;
  /** How many may wait; one more is shed at once with `service.overloaded`. @default no limit */
  readonly queue?: number | undefined;
}

/** First come, first served. One limiter may stand before several models. */
export interface Limiter {
  /** Resolves with the function that gives the place back (calling it again does nothing). Rejects with the signal's reason on abort. */
  readonly acquire: (options?: CallOptions) => Promise<() => void>;
  readonly active: () => number;
  readonly waiting: () => number;
}

/**
 * Returns a limiter of calls at once.
 * @throws RangeError where `concurrency` is not a whole number of at least 1, or `queue` not one of at least 0.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { concurrency, queue = Number.POSITIVE_INFINITY } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency is a whole number of at least 1; got ${concurrency}.`);
  }
  if (queue !== Number.POSITIVE_INFINITY && !(Number.isInteger(queue) && queue >= 0)) {
    throw new RangeError(`queue is a whole number of at least 0; got ${queue}.`);
  }
  let active = 0;
  // A Set keeps the order of arrival and takes out an aborted one in constant time.
  const waiting = new Set<() => void>();

  const place = (): (() => void) => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      active--;
      const [next] = waiting;
      if (!next) return;
      waiting.delete(next);
      next();
    };
  };

  const acquire = async (callOptions?: CallOptions): Promise<() => void> => {
    const signal = callOptions?.abortSignal;
    signal?.throwIfAborted();
    if (active < concurrency) {
      active++;
      return place();
    }
    if (waiting.size >= queue) {
      throw new PawlError(
        "service.overloaded",
        `All ${concurrency} places are taken and ${queue} calls are waiting already, so this one was shed. Try again later, or raise the limiter's concurrency or queue.`,
        { retryable: true, facts: { billed: false, concurrency, queue } },
      );
    }
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const enter = (): void => {
      signal?.removeEventListener("abort", leave);
      active++;
      resolve(place());
    };
    const leave = (): void => {
      waiting.delete(enter);
      reject(signal?.reason);
    };
    waiting.add(enter);
    signal?.addEventListener("abort", leave, { once: true });
    return promise;
  };

  return { acquire, active: () => active, waiting: () => waiting.size };
}
