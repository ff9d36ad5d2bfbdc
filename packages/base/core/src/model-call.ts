import type { PawlErrorShape } from "./error.ts";
import type { Message } from "./message.ts";
import type { MicroDollars, Sha256 } from "./scalars.ts";
import type { ModelRef } from "./variant.ts";

/** One call of a model; a failed one has no result. `cost` is what it cost when it was made: `cached` ones are not paid again, but a replay decides as the run did. */
export type ModelCall<R> = {
  readonly model: ModelRef;
  /** Of model and whole request: what a cached answer is found by. Null for a call that was not ours. */
  readonly key: Sha256 | null;
  /** Those added since the call before; all of them, in order, are the prompt. */
  readonly messages: readonly Message[];
  readonly result: R | null;
  readonly error: PawlErrorShape | null;
  readonly cost: MicroDollars | null;
  readonly cached: boolean;
};
