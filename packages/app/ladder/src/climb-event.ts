import type { Decision, Spend } from "@pawl/core";
import type { VariantRow } from "./climb-result.ts";

export type ClimbPhase = "probe" | "noise" | "baselines" | "race" | "confirmation" | "done";

/** What happens while a climb runs, in order. `variant` comes after each case with the row so far; the last one of a variant is in the result. */
export type ClimbEvent =
  | { readonly type: "phase"; readonly phase: ClimbPhase; readonly rung: string | null }
  | { readonly type: "decision"; readonly decision: Decision }
  | { readonly type: "variant"; readonly row: VariantRow; readonly split: "dev" | "test"; readonly spent: Spend; readonly budget: Spend };
