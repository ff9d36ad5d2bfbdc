import type { Id, Ms, Sha256 } from "./scalars.ts";
import type { Score, Unscored } from "./score.ts";

export type StoredScore = {
  readonly traceId: Id;
  readonly scorer: string;
  readonly scorerHash: Sha256;
  readonly at: Ms;
  readonly result: Score | Unscored;
};

export type Look = { readonly runId: Id; readonly reason: string; readonly at: Ms };
