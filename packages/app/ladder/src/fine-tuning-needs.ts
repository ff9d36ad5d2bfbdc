import type { Ms } from "@pawl/core";
import type { ClimbResult } from "./climb-result.ts";

export type FineTuningNeeds = {
  /** Labelled rows of the train split. */
  readonly rows: number;
  readonly epochs: number;
  /** Tokens trained on, all epochs; null where no engine said how many a row has. */
  readonly tokens: number | null;
  readonly estimatedMs: Ms | null;
  readonly tokensPerSecond: number;
  /** Weights are updated only when every prompt-based rung is past improving. */
  readonly promptRungsPastImproving: boolean;
  /** One sentence each. */
  readonly notes: readonly string[];
};

export interface FineTuningNeedsOptions {
  /** @default 3 */
  readonly epochs?: number | undefined;
  /** Training speed. @default 100, a 135M model with LoRA on two CPU cores */
  readonly tokensPerSecond?: number | undefined;
}

/** Fewer rows than this gave no stable tuning on the small models that were tried (275 rows of eleven intents did). */
const FEW_ROWS = 200;

/** Returns what the fine-tuning rung would need after this climb: rows, tokens, a time estimate, and whether the prompt rungs are past improving. */
export function needsForFineTuning(result: ClimbResult, options: FineTuningNeedsOptions = {}): FineTuningNeeds {
  const { epochs = 3, tokensPerSecond = 100 } = options;
  const { rows, tokensPerRow } = result.training;
  const tokens = tokensPerRow === null ? null : Math.round(rows * epochs * tokensPerRow);
  const improving = result.rungs.filter(({ state }) => state === "improving").map(({ kind }) => kind);
  const undecidable = result.rungs.filter(({ state }) => state === "undecidable").map(({ kind }) => kind);
  const notes: string[] = [];
  if (improving.length > 0)
    notes.push(
      `Still improving when its proposals or its budget ended: ${improving.join(", ")}. More proposals there come before weights.`,
    );
  if (undecidable.length > 0) notes.push(`Undecided for want of examples: ${undecidable.join(", ")}.`);
  if (rows < FEW_ROWS) notes.push(`${rows} labelled rows are few for tuning; about ${FEW_ROWS} or more are wanted.`);
  if (tokens === null) notes.push("No engine said how many tokens a row has, so the time is not known.");
  return {
    rows,
    epochs,
    tokens,
    estimatedMs: tokens === null ? null : Math.round((tokens / tokensPerSecond) * 1000),
    tokensPerSecond,
    promptRungsPastImproving: result.rungs.length > 0 && improving.length === 0,
    notes,
  };
}
