import type { AssistantMessage } from "./message.ts";
import type { Ms } from "./scalars.ts";

export type Usage = {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
};

/** `timeToFirstTokenMs` counts from the call and includes queueing; null where nothing was streamed or measured. */
export type Timings = {
  readonly totalMs: Ms;
  readonly queuedMs: Ms | null;
  readonly timeToFirstTokenMs: Ms | null;
  readonly timePerOutputTokenMs: Ms | null;
};

export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter" | "refusal" | "other";

export type GenerateResult = {
  /** What a next request puts after its messages, unchanged. */
  readonly message: AssistantMessage;
  readonly finishReason: FinishReason;
  /** Null where the engine does not say; never 0 for not known. */
  readonly usage: Usage | null;
  readonly timings: Timings;
  /** What answered, as the engine names it: may be more precise than the model's id. */
  readonly servedBy: string;
  readonly logProbs:
    | readonly {
        readonly token: string;
        readonly logProb: number;
        readonly top: readonly { readonly token: string; readonly logProb: number }[];
      }[]
    | null;
};
