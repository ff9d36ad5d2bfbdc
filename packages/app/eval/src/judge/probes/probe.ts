import type { Example, ModelRef, RandomSource, Score, Trace } from "@pawl/core";

/** One output that a judge is probed with. */
export interface ProbeItem<out I = unknown, out E = unknown> {
  readonly example: Example<I, E>;
  readonly output: string;
  /** Where the judge reads it: retrieved context, an agent's steps. @default a trace without steps */
  readonly trace?: Trace<unknown, string> | undefined;
  /** Who wrote the output; only the probe of a judge's own family asks. */
  readonly model?: ModelRef | undefined;
  /** What people say of the output, on the judge's scale; only the probe of a judge's own family asks. */
  readonly human?: number | undefined;
}

/**
 * A change that should leave a verdict where it is. `change` gives the changed output, null where the probe does not apply; `orders` reads the verdicts of both
 * orders out of a pairwise judge's score; `own-family` compares outputs of the judge's own family with others of the same example.
 */
export type Probe =
  | { readonly kind: "change"; readonly name: string; readonly change: (output: string, random: RandomSource) => string | null }
  | {
      readonly kind: "orders";
      readonly name: string;
      readonly read: (score: Score) => { readonly plain: number; readonly probed: number } | null;
    }
  | { readonly kind: "own-family"; readonly name: string };
