import type { Estimate } from "@pawl/core";

/** What judged items would have scored with the humans who labelled some of them. */
export interface Corrected extends Estimate {
  readonly kind: "corrected";
  /** The judge's own mean over all its scores, as if it made no errors. */
  readonly raw: Estimate;
  readonly standardError: number;
  /** Human labels that went in. */
  readonly labels: number;
  /** How many human labels alone, drawn at random, would give the same standard error. */
  readonly effectiveN: number;
  /** effectiveN − labels: what the judge's scores were worth, in human labels. Under 0 the labels alone would have been better. */
  readonly gained: number;
}

export type CannotCorrectReason = "too-few-labels" | "one-class" | "uninformative-judge";

/** Says why no correction is possible. It is an answer, not an error: the judge is what is wrong, or its labels are too few. */
export interface CannotCorrect {
  readonly kind: "cannot-correct";
  readonly reason: CannotCorrectReason;
  /** What is missing and what to do, in full sentences. */
  readonly message: string;
  /** Null without a judged item. */
  readonly raw: Estimate | null;
}

export type Correction = Corrected | CannotCorrect;
