import {
  errorShape,
  isPawlError,
  type Outcome,
  type PawlErrorShape,
  type RunOptions,
  SPEND_FIELDS,
  type Spend,
  type Usage,
} from "@pawl/core";

/** What a stream's `failure` event says, thrown on. */
export class StreamFailure extends Error {
  readonly shape: PawlErrorShape;
  readonly usage: Usage | null;
  constructor(shape: PawlErrorShape, usage: Usage | null) {
    super(shape.message);
    this.shape = shape;
    this.usage = usage;
  }
}

/** Returns what can be stored of a thrown value: of an abort its kind, of a foreign error its message. */
export function failureShape(thrown: unknown, options: RunOptions): PawlErrorShape {
  if (thrown instanceof StreamFailure) return thrown.shape;
  if (options.abortSignal?.aborted && !isPawlError(thrown)) {
    return isTimeout(options.abortSignal.reason)
      ? { code: "service.timeout", message: "The time for the call was over.", retryable: false, facts: {} }
      : { code: "use.aborted", message: "The call was stopped by its caller.", retryable: false, facts: {} };
  }
  return errorShape(thrown);
}

/** Returns the outcome of what was thrown in a run: the caller's signal and deadline first, then budgets, else an error. */
export function outcomeOf(
  thrown: unknown,
  options: RunOptions,
  times: { readonly startedAt: number; readonly now: number },
): Outcome<never> {
  const afterMs = times.now - times.startedAt;
  const { abortSignal, deadlineAt } = options;
  if (abortSignal?.aborted) return isTimeout(abortSignal.reason) ? { kind: "timeout", afterMs } : { kind: "aborted" };
  const shape = failureShape(thrown, options);
  if (shape.code === "use.over-budget") {
    const { budget, needed, left } = shape.facts;
    return { kind: "over-budget", budget: typeof budget === "string" ? budget : "", needed: spendOf(needed), left: spendOf(left) };
  }
  if (shape.code === "service.timeout" || (deadlineAt !== undefined && times.now >= deadlineAt)) return { kind: "timeout", afterMs };
  return { kind: "error", error: shape };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}

function spendOf(value: unknown): Spend {
  if (typeof value !== "object" || value === null) return {};
  const named = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(SPEND_FIELDS.flatMap((field) => (typeof named.get(field) === "number" ? [[field, named.get(field)]] : [])));
}
