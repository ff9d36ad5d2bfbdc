import type { Split } from "./example.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";
import type { TaskRef } from "./task.ts";

/** `aborted` and `over-budget` traces are not put into a run: going on with it tries them again. */
export type RunRecord = {
  readonly format: "pawl.run-record/1";
  readonly id: Id;
  /** Of task, variant (or version of the function), renderer, split hash, repeats, seed, and who made it: what must be equal to go on. */
  readonly planHash: Sha256;
  readonly task: TaskRef;
  readonly variantId: Sha256 | null;
  readonly split: Split;
  readonly splitHash: Sha256;
  readonly startedAt: Ms;
  readonly finishedAt: Ms | null;
  /** What made the run for an end of its own, `climb`; left out where it was asked for as such. */
  readonly by?: string;
};
