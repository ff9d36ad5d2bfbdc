import type { Json, WorkQueue } from "@pawl/core";

/** A WorkQueue that results can be taken off, and that can be closed. Ids that were not added are answered with `data.unknown-job`. */
export interface JobQueue<Job extends Json = Json, Result extends Json = Json> extends WorkQueue<Job, Result> {
  /** Takes jobs off with their results, so that an id added again is a new job. One that a worker has in hand stays, unknown ids are passed over. */
  readonly forget: (ids: readonly string[]) => Promise<void>;
  /** Lets the connections go; what is on the queue stays there. Workers of this queue end as by their signal. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
