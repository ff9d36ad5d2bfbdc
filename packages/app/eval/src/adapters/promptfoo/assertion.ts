import type { EmbeddingModel, ScoreRequest, Scorer } from "@pawl/core";

export type Request = ScoreRequest<unknown, unknown, unknown>;

/** What an assertion says of an output: null where nobody can tell. `score` is what weights go by, in 0..1. */
export type Checked =
  | { readonly pass: boolean; readonly score: number; readonly reason: string }
  | { readonly pass: null; readonly reason: string };

/** An assertion that can be checked. */
export interface Check {
  readonly type: string;
  readonly weight: number;
  readonly metric: string | undefined;
  readonly check: (request: Request, output: string) => Promise<Checked>;
}

export interface CheckMakers {
  /** Makes the judge of an `llm-rubric`: a scorer on a binary or share scale. */
  readonly judge?: ((rubric: string) => Scorer<unknown, unknown, unknown>) | undefined;
  /** For `similar`. */
  readonly embeddings?: EmbeddingModel | undefined;
}

/** An assertion of a file, its variables filled in. */
export interface AssertionText {
  readonly type: string;
  readonly value: unknown;
  readonly threshold: number | undefined;
}
