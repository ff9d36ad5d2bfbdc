import type { CallOptions } from "./call-options.ts";
import type { Sha256 } from "./scalars.ts";
import type { TaskRef } from "./task.ts";
import type { Origin, Trace } from "./trace.ts";

export interface RunOptions extends CallOptions {
  readonly seed?: number | undefined;
  readonly shuffleDemonstrations?: boolean | undefined;
  readonly origin?: Origin | undefined;
}

/** `restart`: what was streamed so far is void, the answer is asked again. Stop by the signal to be given the trace; leaving the loop drops it. */
export type RunEvent<O = unknown> =
  | { readonly type: "text-delta"; readonly text: string }
  | { readonly type: "restart" }
  | { readonly type: "end"; readonly trace: Trace<unknown, O> };

/**
 * Never rejects for what happens in a run: models throw branded errors and the Runner maps them to outcomes. Only wrong use throws,
 * an input that does not fit the task included. It stores nothing. The trace's input is `unknown` so that a Runner stays contravariant in `I`.
 */
export interface Runner<in I = never, out O = unknown> {
  readonly task: TaskRef;
  readonly variantId: Sha256;
  readonly rendererHash: Sha256;
  readonly run: (input: I, options?: RunOptions) => Promise<Trace<unknown, O>>;
  readonly stream?: ((input: I, options?: RunOptions) => AsyncIterable<RunEvent<O>>) | undefined;
}
