import type { Clock, Runner, RunOptions, Trace, Variant } from "@pawl/core";
import { type DistributedCases, distributedCases } from "./internal/distributed-cases.ts";
import type { JobQueue } from "./job-queue.ts";

export interface DistributedRunnerOptions<I, O> {
  readonly queue: JobQueue;
  /** The Runner as this machine makes it: it is not run, the workers' must be equal to it. */
  readonly runner: Runner<I, O>;
  readonly variant: Variant;
  /** Looks an answer up that need not be asked for, null where there is none: what it has is not put on the queue. @default none */
  readonly known?: ((input: I, options: RunOptions) => Promise<Trace<unknown, O> | null>) | undefined;
  readonly clock?: Clock | undefined;
}

/** A Runner whose cases are run by workers. */
export interface DistributedRunner<I, O> extends Runner<I, O>, Pick<DistributedCases<I, O>, "release" | "releasing"> {}

/**
 * Returns a Runner that puts each run on the queue and waits for its trace, for `evaluate({ run })`: plan, seeds and scores are those of the real one.
 * A case of a run that was begun before is the same job: its result is there, or comes. Answers (`ok`, `invalid`, `refused`, `skipped`) stay on the
 * queue until they are released; other outcomes leave it as they are read, so that the next start tries them again.
 * A run rejects with what the queue rejects with, with `use.worker-differs` and other errors of a worker that cannot run cases at all.
 */
export function distributedRunner<I, O>(options: DistributedRunnerOptions<I, O>): DistributedRunner<I, O> {
  const { clock, known, queue, runner, variant } = options;
  const { task, variantId, rendererHash } = runner;
  const cases = distributedCases({ queue, task, subject: { variant, variantId, rendererHash }, known, clock });
  return { task, variantId, rendererHash, ...cases };
}
