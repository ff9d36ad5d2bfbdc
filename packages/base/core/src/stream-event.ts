import type { PawlErrorShape } from "./error.ts";
import type { GenerateResult, Usage } from "./generate-result.ts";

/** Any number of deltas, then exactly one `end` or `failure`, which is last: an abort too, so that what was used can be settled. Never throws. Leaving the loop early cancels the call. */
export type StreamEvent =
  | { readonly type: "text-delta"; readonly text: string }
  | { readonly type: "reasoning-delta"; readonly text: string }
  | {
      readonly type: "tool-call-delta";
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly argumentsText: string;
    }
  | { readonly type: "end"; readonly result: GenerateResult }
  | { readonly type: "failure"; readonly error: PawlErrorShape; readonly partial: string; readonly usage: Usage | null };
