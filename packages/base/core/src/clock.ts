import type { CallOptions } from "./call-options.ts";
import type { Ms } from "./scalars.ts";

export interface Clock {
  readonly now: () => Ms;
  readonly sleep: (ms: Ms, options?: CallOptions) => Promise<void>;
}

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
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    });
  },
};
