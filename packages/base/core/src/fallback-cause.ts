import type { OutcomeKind } from "./outcome.ts";
import type { Trace } from "./trace.ts";

/** An outcome that is no usable answer, so that a fallback is asked where there is one. What was withheld or stopped on purpose is none. */
export type FallbackCause = Extract<OutcomeKind, "error" | "timeout" | "refused" | "invalid" | "over-budget">;

export const FALLBACK_CAUSES: readonly FallbackCause[] = ["error", "timeout", "refused", "invalid", "over-budget"];

/** Tag of a trace's origin that says why the fallback was asked. */
export const FALLBACK_TAG = "fallback";

/** Returns the outcome for which the fallback was asked in a trace, null where it was not: the trace's own outcome is then the fallback's. */
export function fallbackCause({ origin }: Pick<Trace, "origin">): FallbackCause | null {
  const tag = origin.tags?.[FALLBACK_TAG];
  return FALLBACK_CAUSES.find((cause) => cause === tag) ?? null;
}
