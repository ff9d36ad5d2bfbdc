import type { Id, Json, Ms, Origin, Sha256, TaskRef, Variant } from "@pawl/core";

/** What a worker runs a case with: a variant, or the function that its own configuration has, which is the code of that hash. A `type`, so that it is JSON. */
export type CaseSubject =
  | { readonly variant: Variant; readonly variantId: Sha256; readonly rendererHash: Sha256 }
  | { readonly variant: null; readonly code: Sha256 };

/**
 * One case of an evaluation on its way to a worker: what is run, and the hashes of what the worker must make of its own configuration. No key and no
 * setting of a model is in it. A `type`, so that it is JSON.
 */
export type CaseJob = CaseSubject & {
  readonly format: "pawl.case/1";
  /** Of whoever asks; not part of the job's id. */
  readonly session: Id;
  readonly task: TaskRef;
  readonly input: Json;
  readonly seed: number | null;
  readonly shuffleDemonstrations: boolean;
  /** By the clock of whoever asks. */
  readonly deadlineAt: Ms | null;
  readonly origin: Origin;
};

/** What a worker answers: the trace without its input, which the asker has, or why it cannot run such cases. `session` is the job's. */
export type CaseAnswer = { readonly format: "pawl.case-answer/1"; readonly session: Id; readonly worker: string } & (
  | { readonly trace: Json }
  | {
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly retryable: boolean;
        readonly facts: { readonly [key: string]: Json };
      };
    }
);
