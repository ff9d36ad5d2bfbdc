import type { CallOptions } from "../call-options.ts";
import type { Clock } from "../clock.ts";
import type { Ms } from "../scalars.ts";

/** A clock that stands still until it is advanced; `sleep` advances it at once and keeps how long was slept. */
export interface FakeClock extends Clock {
  readonly advance: (ms: Ms) => void;
  readonly sleeps: readonly Ms[];
}

/** Returns a clock for tests that begins at the given time. @default 1,700,000,000,000 (November 2023) */
export function fakeClock(startAt: Ms = 1_700_000_000_000): FakeClock {
  let now = startAt;
  const sleeps: Ms[] = [];
  return {
    now: () => now,
    sleep: async (ms: Ms, options?: CallOptions) => {
      options?.abortSignal?.throwIfAborted();
      sleeps.push(ms);
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
    sleeps,
  };
}
