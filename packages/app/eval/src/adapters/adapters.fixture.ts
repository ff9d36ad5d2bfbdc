import { readFileSync } from "node:fs";
import type { Example, Score, Scorer, Trace, Unscored } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";

/** Reads a file of the folder `fixtures/adapters`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/adapters/${name}`, import.meta.url), "utf8");
}

/** What a scorer says of an output. */
export async function scoredBy(
  scorer: Scorer<unknown, unknown, unknown> | undefined,
  example: Example,
  output: unknown,
  trace: Partial<Trace> = {},
): Promise<Score | Unscored> {
  if (scorer === undefined) throw new Error("There is no such scorer.");
  return scorer.score({
    example,
    output,
    trace: { ...sampleTrace({ id: "t", steps: [], totalMs: 900, ...trace }), outcome: { kind: "ok", output } },
  });
}
