import type { Json, Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "./code-scorer.ts";

export interface Measured {
  readonly value: number;
  readonly detail?: Json | undefined;
}

export interface AnswerScorerOptions<O, E, Name extends string> {
  readonly name: Name;
  readonly kind: string;
  readonly version: number;
  readonly settings: { readonly [option: string]: Json | undefined };
  /** @default "higher" */
  readonly direction?: "higher" | "lower" | undefined;
  /** @default "share" */
  readonly scale?: "share" | "real" | undefined;
  /** A text says why nothing can be measured: the item is unscored. */
  readonly measure: (output: O, answers: readonly E[]) => Measured | string;
}

/** Returns a scorer that measures an output against all its accepted answers at once; without an answer it is unscored. */
export function answerScorer<O, E, Name extends string>(options: AnswerScorerOptions<O, E, Name>): Scorer<unknown, O, E, Name> {
  const { direction = "higher", kind, measure, name, scale = "share", settings, version } = options;
  return {
    name,
    hash: scorerHash(kind, version, settings),
    direction,
    scale,
    score: ({ example, output }) => {
      const answers = acceptedAnswers(example);
      if (answers === null) return NO_ANSWER;
      const measured = measure(output, answers);
      if (typeof measured === "string") return { kind: "unscored", reason: measured };
      const { value, detail } = measured;
      return { kind: "score", value, ...(detail === undefined ? {} : { detail }) };
    },
  };
}
