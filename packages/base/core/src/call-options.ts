import type { Ms } from "./scalars.ts";
import type { Step } from "./step.ts";

/** `deadlineAt` lets a retry see that it cannot help; the caller still aborts by the signal. `report` takes what a wrapper did on the way (a failed attempt, a hedge, an embedding), so that it is in the trace and paid for. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal | undefined;
  readonly deadlineAt?: Ms | undefined;
  readonly report?: ((step: Step) => void) | undefined;
}
