import type { Spend } from "./budget.ts";
import type { PawlErrorShape } from "./error.ts";
import type { Ms } from "./scalars.ts";

/** An answer cut off at `maxTokens` is `invalid`, a content filter is `refused`, an answer withheld (abstained, guarded) is `skipped`. */
export type Outcome<O = unknown> =
  /** `confidence`: 0..1, where the decoding gives one. */
  | { readonly kind: "ok"; readonly output: O; readonly confidence?: number }
  | { readonly kind: "invalid"; readonly text: string; readonly issues: readonly { readonly path: string; readonly message: string }[] }
  | { readonly kind: "refused" | "skipped"; readonly reason: string }
  /** By `deadlineAt`, or by a signal whose reason is a `TimeoutError`; any other signal is `aborted`. */
  | { readonly kind: "timeout"; readonly afterMs: Ms }
  | { readonly kind: "error"; readonly error: PawlErrorShape }
  | { readonly kind: "aborted" }
  | { readonly kind: "over-budget"; readonly budget: string; readonly needed: Spend; readonly left: Spend };

export type OutcomeKind = Outcome["kind"];
