import type { Spend } from "./budget.ts";
import type { Json } from "./json.ts";
import type { Proposal } from "./rung.ts";
import type { Ms, Sha256 } from "./scalars.ts";
import type { Verdict } from "./verdict.ts";

/**
 * A line of the decision log. A replay takes proposals from the log and answers from the cache, and decides the same but for `at`.
 * `rung` is empty for what belongs to none. `leads` is on dev alone; only what the sealed split confirmed is `crowned`.
 */
export type Decision = {
  readonly format: "pawl.decision/1";
  readonly at: Ms;
  readonly rung: string;
  readonly round: number;
  readonly spent: Spend;
  readonly why: string;
} & (
  | {
      readonly kind: "frozen";
      readonly task: Sha256;
      readonly splits: { readonly [split: string]: Sha256 };
      readonly scorers: readonly Sha256[];
    }
  | { readonly kind: "noted"; readonly topic: string; readonly facts: { readonly [key: string]: Json } }
  | { readonly kind: "proposed"; readonly proposals: readonly Proposal[] }
  | { readonly kind: "compared" | "confirmed"; readonly champion: Sha256; readonly candidate: Sha256; readonly verdict: Verdict }
  | { readonly kind: "leads" | "crowned"; readonly candidate: Sha256 }
  | { readonly kind: "rung-ended"; readonly state: "plateau" | "improving" | "undecidable"; readonly needed?: number }
);
