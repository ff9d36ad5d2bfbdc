import { errorShape, isPawlError, type Json, type Ms, type Outcome, type Spend } from "@pawl/core";

/** Returns the outcome of what was thrown in a case: the caller's abort first, then a timeout, a budget that is used up, else an error. */
export function failureOutcome(
  error: unknown,
  { abortSignal, afterMs }: { readonly abortSignal?: AbortSignal | undefined; readonly afterMs: Ms },
): Outcome<never> {
  if (abortSignal?.aborted) return isTimeout(abortSignal.reason) ? { kind: "timeout", afterMs } : { kind: "aborted" };
  if (isTimeout(error)) return { kind: "timeout", afterMs };
  if (isPawlError(error, "use.over-budget")) {
    const { budget, needed, left } = error.facts;
    if (typeof budget === "string") return { kind: "over-budget", budget, needed: spendOf(needed), left: spendOf(left) };
  }
  return { kind: "error", error: errorShape(error) };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}

function spendOf(value: Json | undefined): Spend {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const known = ["microDollars", "tokens", "calls", "ms"];
  return Object.fromEntries(Object.entries(value).filter(([field, amount]) => known.includes(field) && typeof amount === "number"));
}
