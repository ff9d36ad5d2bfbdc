import type { CallOptions } from "./call-options.ts";
import type { PawlErrorShape } from "./error.ts";
import type { Json } from "./json.ts";

/** Adding an id twice is one job. A job whose worker dies is handed out again; its result is recorded once. */
export interface WorkQueue<Job extends Json = Json, Result extends Json = Json> {
  readonly add: (jobs: readonly { readonly id: string; readonly payload: Job }[]) => Promise<void>;
  readonly work: (
    handle: (payload: Job, options: CallOptions) => Promise<Result>,
    options: { readonly concurrency: number; readonly abortSignal?: AbortSignal | undefined },
  ) => Promise<void>;
  readonly results: (
    ids: readonly string[],
    options?: CallOptions,
  ) => AsyncIterable<{ readonly id: string; readonly result: Result } | { readonly id: string; readonly error: PawlErrorShape }>;
}
