import type { CallOptions } from "./call-options.ts";
import type { Ms } from "./scalars.ts";

export interface Clock {
  readonly now: () => Ms;
  readonly sleep: (ms: Ms, options?: CallOptions) => Promise<void>;
}

/** A timer of Node that is longer is over after a millisecond. */
const LONGEST_TIMER: Ms = 2 ** 31 - 1;

/** The machine's clock. `sleep` rejects with the signal's own reason on abort. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, options) => {
    const signal = options?.abortSignal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timerOf = (left: Ms): NodeJS.Timeout =>
        left > LONGEST_TIMER
          ? setTimeout(() => {
              timer = timerOf(left - LONGEST_TIMER);
            }, LONGEST_TIMER)
          : setTimeout(wake, left);
      let timer = timerOf(ms);
      signal?.addEventListener("abort", stop, { once: true });
    });
  },
};
