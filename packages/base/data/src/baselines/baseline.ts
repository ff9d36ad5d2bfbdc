import { canonicalJson, type Example, PawlError } from "@pawl/core";
import type { TextOf } from "../input-text.ts";

/** What a baseline answers, at once and always the same. */
export type Predictor<I, E> = (input: I) => E;

export interface BaselineOptions<I> {
  /** @default all texts of the input */
  readonly text?: TextOf<I> | undefined;
}

/** The answers that stand in the examples, each once in the order of its first, and which of them each example has. */
export interface Answers<I, E> {
  readonly answers: readonly E[];
  readonly inputs: readonly I[];
  /** For each input the place of its answer. */
  readonly of: Uint32Array;
}

/** Returns the examples that have an answer, by answer. @throws PawlError `data.no-answers` where none has one. */
export function answersOf<I, E>(examples: readonly Example<I, E>[]): Answers<I, E> {
  const places = new Map<string, number>();
  const answers: E[] = [];
  const inputs: I[] = [];
  const of: number[] = [];
  for (const { input, expected } of examples) {
    if (expected === undefined) continue;
    const key = canonicalJson(expected);
    let place = places.get(key);
    if (place === undefined) {
      place = answers.length;
      places.set(key, place);
      answers.push(expected);
    }
    inputs.push(input);
    of.push(place);
  }
  if (answers.length === 0) {
    throw new PawlError(
      "data.no-answers",
      "A baseline learns from examples with an expected output, and none of these has one. Label some, or leave the baseline out.",
      {
        facts: { examples: examples.length },
      },
    );
  }
  return { answers, inputs, of: Uint32Array.from(of) };
}
