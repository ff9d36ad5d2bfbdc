import type { CallOptions } from "./call-options.ts";
import type { PawlErrorShape } from "./error.ts";
import type { Json } from "./json.ts";
import type { Id, Sha256 } from "./scalars.ts";

export interface TuningEngine {
  /** Submitting the same spec twice is one job. */
  readonly submit: (spec: Json, options?: CallOptions) => Promise<Id>;
  readonly status: (
    job: Id,
    options?: CallOptions,
  ) => Promise<{ readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled"; readonly error?: PawlErrorShape }>;
  /** From the given cursor on; ends when the job has. */
  readonly events: (
    job: Id,
    options?: CallOptions & { readonly after?: number | undefined },
  ) => AsyncIterable<{ readonly cursor: number; readonly event: Json }>;
  readonly cancel: (job: Id, options?: CallOptions) => Promise<void>;
  /** From the job's manifest, never from its log. */
  readonly artifacts: (
    job: Id,
    options?: CallOptions,
  ) => Promise<readonly { readonly name: string; readonly sha256: Sha256; readonly bytes: number; readonly url: string }[]>;
}
