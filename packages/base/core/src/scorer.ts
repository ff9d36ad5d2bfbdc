import type { CallOptions } from "./call-options.ts";
import type { Estimate } from "./estimate.ts";
import type { Example } from "./example.ts";
import type { Id, Sha256 } from "./scalars.ts";
import type { Score, Unscored } from "./score.ts";
import type { Trace } from "./trace.ts";
import type { ModelRef } from "./variant.ts";

export interface ScoreRequest<out I, out O, out E> {
  readonly example: Example<I, E>;
  readonly output: O;
  readonly trace: Trace<unknown, O>;
}

/** `score` is called for outcome `ok` only. A judge is a scorer that carries `judge`. */
export interface Scorer<in I = never, in O = never, in E = never, out Name extends string = string> {
  readonly name: Name;
  /** Of code version and settings; scores of another hash are never mixed in. */
  readonly hash: Sha256;
  readonly direction: "higher" | "lower";
  readonly scale: "binary" | "share" | "real";
  readonly judge?: { readonly model: ModelRef; readonly calibration: Calibration | null } | undefined;
  /** `recorded`: its scores are kept and shown, and never decide a verdict. */
  readonly role?: "recorded" | undefined;
  readonly score: (request: ScoreRequest<I, O, E>, options?: CallOptions) => Score | Unscored | Promise<Score | Unscored>;
  /**
   * Called for every outcome but `ok`: for tasks where withholding an answer can be right. Without it `invalid` and `refused` take the worst
   * value of a binary or share scale (they are answers), every other outcome is unscored (it is missing).
   */
  readonly scoreVoid?:
    | ((
        request: { readonly example: Example<I, E>; readonly trace: Trace<unknown, never> },
        options?: CallOptions,
      ) => Score | Unscored | Promise<Score | Unscored>)
    | undefined;
}

/** One output that people and a judge scored, on the judge's scale. */
export type LabelledItem = {
  readonly id: Id;
  /** The trace that holds the output: a run that has it does not count the item twice. */
  readonly trace?: Id;
  readonly cluster?: string;
  readonly judge: number;
  /** What the raters say together. */
  readonly human: number;
};

/** How well a judge agrees with people. */
export type Calibration = {
  readonly items: number;
  readonly raters: number;
  readonly sensitivity: Estimate | null;
  readonly specificity: Estimate | null;
  readonly kappa: Estimate | null;
  readonly dataset: Sha256;
  /** Which judge was compared with people: a scorer of another hash has no calibration. Left out: whichever it is attached to. */
  readonly of?: { readonly hash: Sha256; readonly model: ModelRef };
  /** Of a jury: how alike its jurors err (−1 to 1), and how many independent ones they are worth; null where they made no error that tells. */
  readonly jury?: { readonly jurors: number; readonly errorCorrelation: Estimate | null; readonly effectiveJudges: Estimate | null };
  /** What its scores are corrected by. Without it binary ones are by sensitivity and specificity, others not at all. */
  readonly labelled?: readonly LabelledItem[];
};
