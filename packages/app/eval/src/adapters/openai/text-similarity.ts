import type { EmbeddingModel, Score, Scorer, Unscored } from "@pawl/core";
import { bleuOf } from "../../scorers/text/bleu.ts";
import { embeddingSimilarity } from "../../scorers/text/embedding-similarity.ts";
import { gleuOf } from "../../scorers/text/gleu.ts";
import { meteorOf } from "../../scorers/text/meteor.ts";
import { rougeOf } from "../../scorers/text/rouge.ts";
import type { Request } from "./grader-text.ts";

type Measure = (given: string, wanted: string) => number;

/** The similarities that need no model. BLEU is ours (13a tokens, smoothed) brought to 0..1; METEOR has no synonyms. */
export const SIMILARITIES: { readonly [metric: string]: Measure } = {
  fuzzy_match: indelSimilarity,
  bleu: (given, wanted) => bleuOf(given, wanted).score / 100,
  gleu: (given, wanted) => gleuOf(given, wanted),
  meteor: (given, wanted) => meteorOf(given, wanted),
  rouge_1: (given, wanted) => rougeOf(given, wanted, { variant: 1 }).f1,
  rouge_2: (given, wanted) => rougeOf(given, wanted, { variant: 2 }).f1,
  rouge_3: (given, wanted) => rougeOf(given, wanted, { variant: 3 }).f1,
  rouge_4: (given, wanted) => rougeOf(given, wanted, { variant: 4 }).f1,
  rouge_5: (given, wanted) => rougeOf(given, wanted, { variant: 5 }).f1,
  rouge_l: (given, wanted) => rougeOf(given, wanted, { variant: "L" }).f1,
};

/** Returns the cosine of two texts' embeddings, cut to 0..1. */
export function cosineOf(model: EmbeddingModel): (given: string, wanted: string, request: Request) => Promise<Score | Unscored> {
  const scorer: Scorer<unknown, string, string> = embeddingSimilarity(model);
  return async (given, wanted, { example, trace }) =>
    scorer.score({
      example: { id: example.id, input: example.input, expected: wanted },
      output: given,
      trace: { ...trace, outcome: { kind: "ok", output: given } },
    });
}

/**
 * Returns 2 · (length of the longest common subsequence) / (sum of the lengths), in code points: the normalised indel similarity, as `fuzz.ratio` of
 * rapidfuzz, over 100. Two empty texts: 1. Cost: product of the lengths.
 */
export function indelSimilarity(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  if (left.length + right.length === 0) return 1;
  let row = new Uint32Array(right.length + 1);
  for (const sign of left) {
    const next = new Uint32Array(right.length + 1);
    for (let j = 1; j <= right.length; j++) {
      next[j] = sign === right[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    row = next;
  }
  return (2 * (row[right.length] ?? 0)) / (left.length + right.length);
}
