import type { Timings, Usage } from "./generate-result.ts";
import type { Message } from "./message.ts";

export interface ChooseRequest {
  readonly messages: readonly Message[];
  readonly candidates: readonly string[];
  readonly mode: "best" | "all";
}

/** `logProbs`: natural, of each whole candidate, null for those not computed (`best` prunes) or not known. */
export type Choice = {
  readonly index: number;
  readonly logProbs: readonly (number | null)[];
  readonly usage: Usage | null;
  readonly timings: Timings;
};
