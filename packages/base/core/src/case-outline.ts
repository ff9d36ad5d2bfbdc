import type { OutcomeKind } from "./outcome.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";
import type { Score, Unscored } from "./score.ts";
import type { Origin } from "./trace.ts";
import type { TraceTotals } from "./trace-totals.ts";

/** A score without the steps that a judge took. */
export type ScoreOutline = {
  readonly scorer: string;
  readonly scorerHash: Sha256;
  readonly result: Omit<Score, "steps"> | Omit<Unscored, "steps">;
};

/** What the numbers of a run are made of: a trace without its texts and steps, with every score it has. */
export type CaseOutline = {
  readonly traceId: Id;
  readonly example: NonNullable<Origin["example"]> | null;
  readonly outcome: OutcomeKind;
  readonly startedAt: Ms;
  readonly totalMs: Ms;
  readonly totals: TraceTotals;
  /** In order of writing, of every scorer and every version of it. */
  readonly scores: readonly ScoreOutline[];
};
