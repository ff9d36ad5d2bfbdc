import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { type BleuTokenizer, bleuTokens } from "./bleu-tokens.ts";
import { ngramCounts, overlapOf, sizeOf } from "./ngrams.ts";

export interface GleuOptions {
  /** @default "none": white space only */
  readonly tokenizer?: BleuTokenizer | undefined;
  /** @default 4 */
  readonly maxOrder?: number | undefined;
}

/**
 * Returns GLEU (Wu et al. 2016) in 0..1: n-grams of order 1 to 4 in both texts, over those of the text that has more, the least of precision
 * and recall; the best over the references. Case counts. Two empty texts: 0. Agrees with `sentence_gleu` of NLTK, given the same tokens.
 */
export function gleuOf(hypothesis: string, references: string | readonly string[], options: GleuOptions = {}): number {
  return corpusGleu([{ hypothesis, references: typeof references === "string" ? [references] : references }], options);
}

/** Returns GLEU of a corpus: each text's counts against its best reference are summed first, as `corpus_gleu` of NLTK. No text: 0. */
export function corpusGleu(
  texts: readonly { readonly hypothesis: string; readonly references: readonly string[] }[],
  options: GleuOptions = {},
): number {
  const { maxOrder = 4, tokenizer = "none" } = options;
  const orders = Array.from({ length: maxOrder }, (_, i) => i + 1);
  let shared = 0;
  let all = 0;
  for (const { hypothesis, references } of texts) {
    const given = bleuTokens(hypothesis, tokenizer);
    let best: { readonly shared: number; readonly all: number } | null = null;
    for (const reference of references) {
      const wanted = bleuTokens(reference, tokenizer);
      const pairs = orders.map((order) => [ngramCounts(given, order), ngramCounts(wanted, order)] as const);
      const count = (of: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0);
      const larger = Math.max(
        count(([a]) => sizeOf(a)),
        count(([, b]) => sizeOf(b)),
      );
      const hits = count(([a, b]) => overlapOf(a, b));
      if (larger > 0 && (best === null || hits / larger > best.shared / best.all)) best = { shared: hits, all: larger };
    }
    shared += best?.shared ?? 0;
    all += best?.all ?? 0;
  }
  return all === 0 ? 0 : shared / all;
}

/** Returns a scorer of GLEU, the best over the accepted answers. See `gleuOf`. */
export function gleu(options: GleuOptions = {}): Scorer<unknown, string, string, "gleu"> {
  const { maxOrder = 4, tokenizer = "none" } = options;
  return answerScorer({
    name: "gleu",
    kind: "gleu",
    version: 1,
    settings: { maxOrder, tokenizer },
    measure: (output, answers) => ({ value: gleuOf(output, answers, options) }),
  });
}
