import type { Example, Score, Scorer, Unscored } from "@pawl/core";
import { traceOf } from "../run/trace.fixture.ts";

/** Asks a scorer about one output, given the accepted answers. */
export async function scoreOf<O, E>(
  scorer: Scorer<unknown, O, E>,
  output: O,
  expected?: E,
  ...alternatives: readonly E[]
): Promise<Score | Unscored> {
  const example: Example<unknown, E> = { id: "1", input: null, ...(expected === undefined ? {} : { expected }), alternatives };
  return scorer.score({
    example,
    output,
    trace: traceOf(output),
  });
}

/** The value of a score; null where there is none. */
export async function scored<O, E>(
  scorer: Scorer<unknown, O, E>,
  output: O,
  expected?: E,
  ...alternatives: readonly E[]
): Promise<number | null> {
  const score = await scoreOf(scorer, output, expected, ...alternatives);
  return score.kind === "score" ? score.value : null;
}
