import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { ngramCounts, overlapOf, words } from "./ngrams.ts";
import type { PrecisionRecall } from "./rouge.ts";

/**
 * Returns token F1 as SQuAD's script (Rajpurkar et al. 2016): multisets of words after lower-casing, dropping ASCII punctuation and the
 * English articles a, an, the; the best F over the references. Where either side has no token left: 1 if both have none, else 0, as its version 2.
 */
export function tokenF1Of(prediction: string, references: string | readonly string[]): PrecisionRecall {
  const given = squadTokens(prediction);
  let best: PrecisionRecall = NOTHING;
  for (const reference of typeof references === "string" ? [references] : references) {
    const result = f1(given, squadTokens(reference));
    if (result.f1 > best.f1) best = result;
  }
  return best;
}

/** Returns a scorer of token F1, the best over the accepted answers; its detail holds precision and recall. See `tokenF1Of`. */
export function tokenF1(): Scorer<unknown, string, string, "token-f1"> {
  return answerScorer({
    name: "token-f1",
    kind: "token-f1",
    version: 1,
    settings: {},
    measure: (output, answers) => {
      const { f1: value, precision, recall } = tokenF1Of(output, answers);
      return { value, detail: { precision, recall } };
    },
  });
}

const NOTHING: PrecisionRecall = { precision: 0, recall: 0, f1: 0 };
const ALL: PrecisionRecall = { precision: 1, recall: 1, f1: 1 };

function squadTokens(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, "")
    .replace(/\b(?:a|an|the)\b/g, " ");
  return words(plain);
}

function f1(given: readonly string[], wanted: readonly string[]): PrecisionRecall {
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? ALL : NOTHING;
  const shared = overlapOf(ngramCounts(given, 1), ngramCounts(wanted, 1));
  if (shared === 0) return NOTHING;
  const precision = shared / given.length;
  const recall = shared / wanted.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
