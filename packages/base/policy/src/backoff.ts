import type { Ms, RandomSource } from "@pawl/core";

export interface BackoffOptions {
  /** From 0: the first retry. */
  readonly retry: number;
  readonly baseMs: Ms;
  readonly capMs: Ms;
  readonly jitter: "full" | "none";
  readonly random: RandomSource;
  /** What the service asked for; the wait is never shorter. */
  readonly retryAfterMs: Ms | null;
}

/**
 * Returns how long to wait before a retry: `base · 2^retry`, at most `capMs`, times a uniform draw with full jitter ("Exponential Backoff
 * And Jitter", Brooker 2015). Where the service said when to come back, that time plus a jitter of up to `baseMs`: everybody was told the same.
 */
export function backoffMs({ retry, baseMs, capMs, jitter, random, retryAfterMs }: BackoffOptions): Ms {
  const draw = jitter === "full" ? random.next() : 1;
  if (retryAfterMs !== null) return Math.ceil(retryAfterMs + (jitter === "full" ? draw * baseMs : 0));
  return Math.floor(draw * Math.min(capMs, baseMs * 2 ** retry));
}
