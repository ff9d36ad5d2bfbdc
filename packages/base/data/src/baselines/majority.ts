import type { Example } from "@pawl/core";
import { answersOf, type Predictor } from "./baseline.ts";

/** Returns the baseline that always gives the most frequent answer, the first of them on ties: what any feature must beat. */
export function majority<I, E>(examples: readonly Example<I, E>[]): Predictor<I, E> {
  const { answers, of } = answersOf(examples);
  const counts = new Uint32Array(answers.length);
  for (const place of of) counts[place] = (counts[place] ?? 0) + 1;
  // answersOf gives at least one.
  const most = answers[counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0))] as E;
  return () => most;
}
