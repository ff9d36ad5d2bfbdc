import type { Clock, RunOptions, Sha256, TaskRef, Trace } from "@pawl/core";
import { type DistributedCases, distributedCases } from "./internal/distributed-cases.ts";
import type { JobQueue } from "./job-queue.ts";

export interface DistributedFunctionOptions {
  readonly queue: JobQueue;
  readonly task: TaskRef;
  /** Which code the function is on this machine: the workers' must be the same. */
  readonly code: Sha256;
  readonly clock?: Clock | undefined;
}

/** A function whose calls are made by workers. */
export interface DistributedFunction<I, O> extends Pick<DistributedCases<I, O>, "release" | "releasing"> {
  readonly traced: (input: I, options: RunOptions) => Promise<Trace<unknown, O>>;
}

/**
 * Returns a function of the user's own as workers run it, for `evaluate({ run })`: they have it from their own configuration, and are held to its code.
 * Otherwise as `distributedRunner`.
 */
export function distributedFunction<I, O>({ clock, code, queue, task }: DistributedFunctionOptions): DistributedFunction<I, O> {
  const { run, ...cases } = distributedCases<I, O>({ queue, task, subject: { variant: null, code }, clock });
  return { traced: run, ...cases };
}
