/** Caps retries as a share of first attempts, so that retries cannot multiply the load on a service that is down. Shared by as many models as one likes. */
export interface RetryBudget {
  /** A first attempt pays in `ratio`. */
  readonly deposit: () => void;
  /** A retry takes out one; false where there is less than one. */
  readonly withdraw: () => boolean;
  readonly left: () => number;
}

export interface RetryBudgetOptions {
  /** Retries allowed for each first attempt in the long run. @default 0.2 (Finagle's RetryBudget) */
  readonly ratio?: number | undefined;
  /** How many retries may be saved up, and how many there are at the start. @default 10 */
  readonly burst?: number | undefined;
}

/**
 * Returns a token bucket for retries: each first attempt pays in `ratio`, each retry takes out 1, never more than `burst` inside.
 * @throws RangeError where ratio is negative or burst is below 0 or not finite.
 */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const { ratio = 0.2, burst = 10 } = options;
  if (!(ratio >= 0)) throw new RangeError(`A retry budget's ratio is a number of at least 0; got ${ratio}.`);
  if (!(burst >= 0 && Number.isFinite(burst)))
    throw new RangeError(`A retry budget's burst is a finite number of at least 0; got ${burst}.`);
  let tokens = burst;
  return {
    deposit: () => {
      tokens = Math.min(burst, tokens + ratio);
    },
    withdraw: () => {
      // Five deposits of a fifth are 0.9999… in binary.
      if (tokens < 1 - 1e-9) return false;
      tokens = Math.max(0, tokens - 1);
      return true;
    },
    left: () => tokens,
  };
}
