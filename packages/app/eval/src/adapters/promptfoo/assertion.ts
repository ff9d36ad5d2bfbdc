import type { CallOptions, EmbeddingModel, ModelRef, ScoreRequest, Scorer, Step } from "@pawl/core";

export type Request = ScoreRequest<unknown, unknown, unknown>;

/** What an assertion says of an output: null where nobody can tell. `score` is what weights go by, in 0..1; `steps` are the calls of a judge. */
export type Checked = (
  | { readonly pass: boolean; readonly score: number; readonly reason: string }
  | { readonly pass: null; readonly reason: string }
) & { readonly steps?: readonly Step[] };

/** An assertion that can be checked. */
export interface Check {
  readonly type: string;
  readonly weight: number;
  readonly metric: string | undefined;
  /** Where a model is asked, by itself or by a member of a set that counts. */
  readonly judge?: ModelRef | undefined;
  readonly check: (request: Request, output: string, options?: CallOptions) => Promise<Checked>;
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
