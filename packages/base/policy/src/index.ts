export { type GuardOptions, guard } from "./guard.ts";
export { createLimiter, type Limiter, type LimiterOptions } from "./limiter.ts";
export { type Granted, type ReserveOptions, reserveAll } from "./reserve-all.ts";
export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from "./retry-budget.ts";
export { type BudgetsOptions, withBudgets } from "./with-budgets.ts";
export { type DeadlineOptions, withDeadline } from "./with-deadline.ts";
export { type LimitOptions, withLimit } from "./with-limit.ts";
export { type RetryOptions, withRetry } from "./with-retry.ts";
export { type WorstCase, worstCaseOf } from "./worst-case.ts";
