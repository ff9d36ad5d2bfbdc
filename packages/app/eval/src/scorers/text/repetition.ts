import type { Scorer } from "@pawl/core";
import { scorerHash } from "../code-scorer.ts";
import { longestRepeat } from "./longest-repeat.ts";
import { ngramCounts, sizeOf } from "./ngrams.ts";
import { plainWords } from "./plain-words.ts";

export interface Repetition {
  /** Distinct n-grams over all n-grams (Li et al. 2016), in 0..1; 1 for a text shorter than n words. */
  readonly distinct: number;
  /** The longest run of words that comes at least twice, overlapping or not; the first among equals, "" where no word comes twice. */
  readonly longestSpan: string;
  /** Its length in words. */
  readonly longestLength: number;
}

/** Returns how much a text repeats itself, over lower-cased words without punctuation. @throws RangeError for an order below 1 */
export function repetitionOf(text: string, options: { readonly order?: number | undefined } = {}): Repetition {
  const { order = 4 } = options;
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`"order" is a whole number of at least 1; got ${order}.`);
  const tokens = plainWords(text);
  const counts = ngramCounts(tokens, order);
  const total = sizeOf(counts);
  const { length, start } = longestRepeat(tokens);
  return {
    distinct: total === 0 ? 1 : counts.size / total,
    longestSpan: tokens.slice(start, start + length).join(" "),
    longestLength: length,
  };
}

/**
 * Returns a scorer of repetition: 1 − distinct-n, lower is better; 0 for a text shorter than n words. Needs no expected answer. The detail
 * holds the longest repeated span.
 */
export function repetition(options: { readonly order?: number | undefined } = {}): Scorer<unknown, string, unknown, "repetition"> {
  const { order = 4 } = options;
  repetitionOf("", { order });
  return {
    name: "repetition",
    hash: scorerHash("repetition", 1, { order }),
    direction: "lower",
    scale: "share",
    score: ({ output }) => {
      const { distinct, longestLength, longestSpan } = repetitionOf(output, { order });
      return { kind: "score", value: 1 - distinct, detail: { longestLength, longestSpan: longestSpan.slice(0, 500) } };
    },
  };
}
