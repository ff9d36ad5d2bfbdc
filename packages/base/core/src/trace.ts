import type { Outcome } from "./outcome.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";
import type { Step } from "./step.ts";
import type { TaskRef } from "./task.ts";

/** Where a run came from: what its caller knows and the Runner copies into the trace. */
export type Origin = {
  readonly runId?: Id;
  readonly example?: { readonly id: string; readonly repeat: number; readonly cluster?: string };
  /** Whose data this is: what `forget` goes by. */
  readonly user?: string;
  readonly session?: string;
  /** Probability with which this variant was picked, where it was picked by chance. */
  readonly assignment?: { readonly experiment: string; readonly probability: number };
  readonly tags?: { readonly [key: string]: string };
};

export type Trace<out I = unknown, out O = unknown> = {
  readonly format: "pawl.trace/1";
  readonly id: Id;
  /** These three are null for what is not ours to know: a plain function, a span from another program. */
  readonly task: TaskRef | null;
  readonly variantId: Sha256 | null;
  readonly rendererHash: Sha256 | null;
  readonly origin: Origin;
  readonly input: I;
  readonly outcome: Outcome<O>;
  /** Ids of what stood in the prompt, in order; what was retrieved and did not fit is not here. */
  readonly used: { readonly demonstrations: readonly string[]; readonly context: readonly string[] };
  /** What happened, in order of start, re-asks included. Sums (tokens, money) are derived from it, not stored. */
  readonly steps: readonly Step[];
  readonly startedAt: Ms;
  readonly totalMs: Ms;
};
