import type { CallOptions } from "../call-options.ts";
import type { Clock } from "../clock.ts";
import type { Ms } from "../scalars.ts";

/** A clock that moves only when it is told to; who sleeps is woken when it passes their time. */
export interface ManualClock extends Clock {
  /** Moves the clock, waking sleepers in order of their time, and lets what they go on to do run before it resolves. */
  readonly advance: (ms: Ms) => Promise<void>;
  /** How many sleep now. */
  readonly sleeping: () => number;
}

/** Returns a clock for tests in which two lengths of time matter (a deadline against an answer). @default 1,700,000,000,000 (November 2023) */
export function manualClock(startAt: Ms = 1_700_000_000_000): ManualClock {
  let now = startAt;
  const sleepers = new Set<{ readonly at: Ms; readonly wake: () => void }>();
  const advance = async (ms: Ms): Promise<void> => {
    const end = now + ms;
    await turn();
    while (true) {
      const [next] = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      sleepers.delete(next);
      now = Math.max(now, next.at);
      next.wake();
      await turn();
    }
    now = end;
  };
  return {
    now: () => now,
    sleep: (ms: Ms, options?: CallOptions) => {
      const signal = options?.abortSignal;
      if (signal?.aborted) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stop = (): void => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const sleeper = { at: now + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", stop, { once: true });
      return promise;
    },
    advance,
    sleeping: () => sleepers.size,
  };
}

/** One turn of the event loop: every microtask that is due has run after it. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
