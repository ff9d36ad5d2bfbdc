import type { Score, Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "./code-scorer.ts";
import { fieldPairs, pathOf } from "./field-pairs.ts";

export interface FieldF1Options {
  /** Top-level fields that are left out, such as a closed label that has a scorer of its own. @default none */
  readonly ignore?: readonly string[] | undefined;
  /** The only top-level fields that take part. @default all */
  readonly fields?: readonly string[] | undefined;
}

/**
 * Returns a scorer of structured output by its fields: 2 · hits / (given + expected), where a pair of path and value hits when both
 * are equal after NFC, trimming, collapsing white space and folding case; 1 where neither has a pair; the best over the accepted
 * answers. The mean over examples is the metric. Nested fields and arrays: see `fieldPairs`. The detail names missed and wrong paths.
 */
export function fieldF1(options: FieldF1Options = {}): Scorer<unknown, object, object, "field-f1"> {
  const ignore = [...(options.ignore ?? [])].sort();
  const fields = options.fields ? [...options.fields].sort() : null;
  const choice = { ignore, fields };
  return {
    name: "field-f1",
    hash: scorerHash("field-f1", 1, choice),
    direction: "higher",
    scale: "share",
    score: ({ example, output }) => {
      const accepted = acceptedAnswers(example);
      if (accepted === null) return NO_ANSWER;
      const given = fieldPairs(output, choice);
      let best: Score | null = null;
      for (const answer of accepted) {
        const score = f1(given, fieldPairs(answer, choice));
        if (best === null || score.value > best.value) best = score;
      }
      return best ?? NO_ANSWER;
    },
  };
}

function f1(given: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): Score {
  let hits = 0;
  const missed: string[] = [];
  const wrong: string[] = [];
  for (const [pair, count] of expected) {
    const there = Math.min(count, given.get(pair) ?? 0);
    hits += there;
    if (there < count) missed.push(pathOf(pair));
  }
  for (const [pair, count] of given) if (count > (expected.get(pair) ?? 0)) wrong.push(pathOf(pair));
  const total = sum(given) + sum(expected);
  return {
    kind: "score",
    value: total === 0 ? 1 : (2 * hits) / total,
    detail: { hits, given: sum(given), expected: sum(expected), missed, wrong },
  };
}

function sum(pairs: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of pairs.values()) total += count;
  return total;
}
