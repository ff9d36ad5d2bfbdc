import type { Budget, Clock, LanguageModel, Ms } from "@pawl/core";
import type { Limiter } from "./limiter.ts";
import { withBudgets } from "./with-budgets.ts";
import { withDeadline } from "./with-deadline.ts";
import { withLimit } from "./with-limit.ts";
import { type RetryOptions, withRetry } from "./with-retry.ts";

export interface GuardOptions {
  /** For the whole call: waiting, attempts and pauses between them. @default none */
  readonly deadlineMs?: Ms | undefined;
  /** For one attempt. A timeout of one attempt is an abort and is not retried. @default none */
  readonly attemptMs?: Ms | undefined;
  /** False for none. @default three attempts, full jitter */
  readonly retry?: Omit<RetryOptions, "clock"> | false | undefined;
  readonly limiter?: Limiter | undefined;
  readonly budgets?: readonly Budget[] | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Returns the model with all guards in the order that keeps their promises, from the outside: deadline (over everything), retry, limit (a
 * call that pauses between attempts holds no place), budgets (each attempt reserves and settles its own, and none is held while waiting).
 */
export function guard(model: LanguageModel, options: GuardOptions = {}): LanguageModel {
  const { clock, retry, limiter, budgets, attemptMs, deadlineMs } = options;
  let guarded = model;
  if (attemptMs !== undefined) guarded = withDeadline(guarded, { ms: attemptMs, clock });
  if (budgets && budgets.length > 0) guarded = withBudgets(guarded, budgets, { clock });
  if (limiter) guarded = withLimit(guarded, limiter, { clock });
  if (retry !== false) guarded = withRetry(guarded, { ...retry, clock });
  if (deadlineMs !== undefined) guarded = withDeadline(guarded, { ms: deadlineMs, clock });
  return guarded;
}
