import { type Example, hashOf, type Json, type Score, type Scorer, type Sha256, type Unscored } from "@pawl/core";

/** Returns a scorer's hash: of its kind, the version of its code and its settings. */
export function scorerHash(kind: string, version: number, settings: { readonly [option: string]: Json | undefined }): Sha256 {
  return hashOf({ scorer: `pawl.${kind}/${version}`, settings });
}

/** Returns the accepted answers, the expected one first; null where the example has none. */
export function acceptedAnswers<E>(example: Example<unknown, E>): readonly E[] | null {
  const { alternatives = [], expected } = example;
  const all = expected === undefined ? alternatives : [expected, ...alternatives];
  return all.length === 0 ? null : all;
}

/** What a scorer says of an example that has no accepted answer. */
export const NO_ANSWER: Unscored = { kind: "unscored", reason: "The example has no expected answer." };

export interface BinaryScorerOptions<O, E, Name extends string> {
  readonly name: Name;
  readonly kind: string;
  readonly version: number;
  readonly settings: { readonly [option: string]: Json | undefined };
  readonly passes: (output: O, accepted: E) => boolean;
  readonly detail?: ((output: O, accepted: readonly E[]) => Json) | undefined;
}

/** Returns a scorer that gives 1 where any accepted answer passes, else 0. */
export function anyAccepted<O, E, Name extends string>(options: BinaryScorerOptions<O, E, Name>): Scorer<unknown, O, E, Name> {
  const { name, passes, detail } = options;
  return {
    name,
    hash: scorerHash(options.kind, options.version, options.settings),
    direction: "higher",
    scale: "binary",
    score: ({ example, output }) => {
      const accepted = acceptedAnswers(example);
      if (accepted === null) return NO_ANSWER;
      const value = accepted.some((answer) => passes(output, answer)) ? 1 : 0;
      const score: Score = { kind: "score", value };
      return detail ? { ...score, detail: detail(output, accepted) } : score;
    },
  };
}
