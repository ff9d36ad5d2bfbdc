import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { ngramCounts, overlapOf, sizeOf, words } from "./ngrams.ts";

export interface ChrfOptions {
  /** Longest character n-gram. @default 6 */
  readonly characterOrder?: number | undefined;
  /** Longest word n-gram: 0 is chrF, 2 is chrF++. @default 0 */
  readonly wordOrder?: number | undefined;
  /** Recall counts this many times precision. @default 2 */
  readonly beta?: number | undefined;
  /** @default false */
  readonly lowercase?: boolean | undefined;
  /** Keep white space in the character n-grams. @default false */
  readonly whitespace?: boolean | undefined;
  /** Average F over all orders with ε = 1e-16, as chrF++.py, Moses and NLTK; else precision and recall over the orders both texts reach, as sacreBLEU. @default false */
  readonly epsilonSmoothing?: boolean | undefined;
}

export interface Chrf {
  /** 0..100, as the literature prints it. */
  readonly score: number;
  readonly signature: string;
}

/**
 * Returns chrF (Popović 2015; chrF++ with `wordOrder` 2) of one text against the reference with the highest score: F-beta of character
 * (code point) n-grams of order 1 to 6 without white space, and of word n-grams, of words with one punctuation mark cut off.
 * An empty text on either side scores 0. Agrees with sacreBLEU 2.6, whose default is no ε-smoothing.
 */
export function chrfOf(hypothesis: string, references: string | readonly string[], options: ChrfOptions = {}): Chrf {
  return corpusChrf([{ hypothesis, references: typeof references === "string" ? [references] : references }], options);
}

/** Returns chrF of a corpus: each text's counts against its best reference are summed first. No text: 0. Agrees with sacreBLEU 2.6. */
export function corpusChrf(
  texts: readonly { readonly hypothesis: string; readonly references: readonly string[] }[],
  options: ChrfOptions = {},
): Chrf {
  const plan = completed(options);
  const sums: Counts[] = Array.from({ length: plan.characterOrder + plan.wordOrder }, () => [0, 0, 0] as const);
  for (const { hypothesis, references } of texts) {
    if (references.length === 0) throw new RangeError("chrF needs a reference for every text; got one without.");
    const given = allNgrams(hypothesis, plan);
    let best: { readonly score: number; readonly counts: readonly Counts[] } | null = null;
    for (const reference of references) {
      const wanted = allNgrams(reference, plan);
      const counts = given.map((ngrams, i): Counts => {
        const other = wanted[i] ?? new Map<string, number>();
        return [other.size === 0 ? 0 : sizeOf(ngrams), sizeOf(other), overlapOf(ngrams, other)];
      });
      const score = fScore(counts, plan);
      if (best === null || score > best.score) best = { score, counts };
    }
    best?.counts.forEach((counts, i) => {
      const [a, b, c] = sums[i] ?? [0, 0, 0];
      sums[i] = [a + counts[0], b + counts[1], c + counts[2]];
    });
  }
  const [referenceCount = 0, ...others] = new Set(texts.map(({ references }) => references.length));
  const { characterOrder, epsilonSmoothing, lowercase, whitespace, wordOrder } = plan;
  return {
    score: fScore(sums, plan),
    signature: `nrefs:${others.length > 0 ? "var" : referenceCount}|case:${lowercase ? "lc" : "mixed"}|eff:${epsilonSmoothing ? "no" : "yes"}|nc:${characterOrder}|nw:${wordOrder}|space:${whitespace ? "yes" : "no"}|version:pawl.chrf/1`,
  };
}

/** Returns a scorer of chrF as a share (score / 100), the best over the accepted answers; called `chrf++` where words count. See `chrfOf`. */
export function chrf(options: ChrfOptions = {}): Scorer<unknown, string, string, "chrf" | "chrf++"> {
  return answerScorer({
    name: (options.wordOrder ?? 0) > 0 ? "chrf++" : "chrf",
    kind: "chrf",
    version: 1,
    settings: completed(options),
    measure: (output, answers) => {
      const { score, signature } = chrfOf(output, answers, options);
      return { value: Math.min(1, score / 100), detail: { signature } };
    },
  });
}

/** N-grams of the hypothesis, of the reference, of both. */
type Counts = readonly [given: number, wanted: number, shared: number];

type Plan = { readonly [Option in keyof Required<ChrfOptions>]: NonNullable<ChrfOptions[Option]> };

function completed(options: ChrfOptions): Plan {
  const { beta = 2, characterOrder = 6, epsilonSmoothing = false, lowercase = false, whitespace = false, wordOrder = 0 } = options;
  return { beta, characterOrder, epsilonSmoothing, lowercase, whitespace, wordOrder };
}

function allNgrams(text: string, { characterOrder, lowercase, whitespace, wordOrder }: Plan): Map<string, number>[] {
  const read = lowercase ? text.toLowerCase() : text;
  const characters = Array.from(whitespace ? read : read.replace(/\s+/gu, ""));
  const tokens = words(read).flatMap(withoutMark);
  return [
    ...Array.from({ length: characterOrder }, (_, i) => ngramCounts(characters, i + 1)),
    ...Array.from({ length: wordOrder }, (_, i) => ngramCounts(tokens, i + 1)),
  ];
}

const MARK = /^[!-/:-@[-`{-~]$/;

/** One mark is cut off, the last before the first: "(hi)" is "(hi" and ")". */
function withoutMark(word: string): string[] {
  const signs = Array.from(word);
  if (signs.length === 1) return [word];
  if (MARK.test(signs.at(-1) ?? "")) return [signs.slice(0, -1).join(""), signs.at(-1) ?? ""];
  if (MARK.test(signs[0] ?? "")) return [signs[0] ?? "", signs.slice(1).join("")];
  return [word];
}

const EPSILON = 1e-16;

function fScore(counts: readonly Counts[], { beta, epsilonSmoothing }: Plan): number {
  const factor = beta ** 2;
  let sum = 0;
  let precisions = 0;
  let recalls = 0;
  let orders = 0;
  for (const [given, wanted, shared] of counts) {
    const precision = given > 0 ? shared / given : EPSILON;
    const recall = wanted > 0 ? shared / wanted : EPSILON;
    const denominator = factor * precision + recall;
    sum += denominator > 0 ? ((1 + factor) * precision * recall) / denominator : EPSILON;
    if (given === 0 || wanted === 0) continue;
    precisions += precision;
    recalls += recall;
    orders++;
  }
  if (epsilonSmoothing) return (100 * sum) / counts.length;
  if (orders === 0 || precisions + recalls === 0) return 0;
  const [precision, recall] = [precisions / orders, recalls / orders];
  return (100 * (1 + factor) * precision * recall) / (factor * precision + recall);
}
