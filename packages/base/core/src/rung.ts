import type { Budget } from "./budget.ts";
import type { CallOptions } from "./call-options.ts";
import type { Progress } from "./progress.ts";
import type { Id, Sha256 } from "./scalars.ts";
import type { TaskRef } from "./task.ts";
import type { Variant, VariantRecord } from "./variant.ts";
import type { Verdict } from "./verdict.ts";

export type Proposal = { readonly variant: Variant; readonly name: string; readonly parents: readonly Sha256[]; readonly note: string };

/** `runId` leads to traces and scores: a rung that learns from failures reads them there. */
export type Tried = { readonly record: VariantRecord; readonly runId: Id; readonly verdict: Verdict | null };

export interface ClimbState {
  readonly task: TaskRef;
  readonly round: number;
  readonly champion: Tried;
  readonly tried: readonly Tried[];
  readonly budget: Budget;
  readonly seed: number;
}

/** Asked once a round until it answers with none. May train, index or search to make a proposal; it books what that costs on the state's budget. */
export interface Rung {
  readonly kind: string;
  /** False for a hand-written set. */
  readonly searched: boolean;
  readonly propose: (
    state: ClimbState,
    options?: CallOptions & { readonly onProgress?: ((progress: Progress) => void) | undefined },
  ) => Promise<readonly Proposal[]>;
}
