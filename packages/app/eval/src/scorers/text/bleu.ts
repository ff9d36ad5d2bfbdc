import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { type BleuTokenizer, bleuTokens } from "./bleu-tokens.ts";
import { ngramCounts } from "./ngrams.ts";

export interface BleuOptions {
  /** @default "13a" */
  readonly tokenizer?: BleuTokenizer | undefined;
  /** What an order without a hit counts (Chen and Cherry 2014): `exp` halves in turn, `floor` the value as hits, `add-k` adds to hits and totals from order 2. @default "exp" */
  readonly smoothing?: "exp" | "floor" | "add-k" | "none" | undefined;
  /** @default 0.1 for floor, 1 for add-k */
  readonly smoothingValue?: number | undefined;
  /** Leave out orders longer than the hypothesis. @default true for one text, false for a corpus */
  readonly effectiveOrder?: boolean | undefined;
  /** @default false */
  readonly lowercase?: boolean | undefined;
  /** @default 4 */
  readonly maxOrder?: number | undefined;
}

export interface Bleu {
  /** 0..100, as the literature prints it. */
  readonly score: number;
  /** Of each order, 0..100, after smoothing. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  readonly hypothesisLength: number;
  /** Sum over texts of the reference length closest to the hypothesis, the shorter on a tie. */
  readonly referenceLength: number;
  /** All that fixes the number, in sacreBLEU's form. */
  readonly signature: string;
}

/**
 * Returns BLEU (Papineni et al. 2002) of one text: brevity penalty × geometric mean of the clipped n-gram precisions, clipped by the most
 * any one reference has. 0 where nothing matches, also for an empty text. Agrees with `sentence_bleu` of sacreBLEU 2.6.
 * Differs from NLTK, which does not tokenize, smooths otherwise and never shortens the order.
 */
export function bleuOf(hypothesis: string, references: string | readonly string[], options: BleuOptions = {}): Bleu {
  return corpusBleu([{ hypothesis, references: typeof references === "string" ? [references] : references }], {
    ...options,
    effectiveOrder: options.effectiveOrder ?? true,
  });
}

/** Returns BLEU of a corpus: counts and lengths are summed over the texts first. Agrees with `corpus_bleu` of sacreBLEU 2.6. No text: 0. */
export function corpusBleu(
  texts: readonly { readonly hypothesis: string; readonly references: readonly string[] }[],
  options: BleuOptions = {},
): Bleu {
  const { effectiveOrder = false, lowercase = false, maxOrder = 4, smoothing = "exp", tokenizer = "13a" } = options;
  const value = options.smoothingValue ?? (smoothing === "floor" ? 0.1 : 1);
  const hits = new Array<number>(maxOrder).fill(0);
  const totals = new Array<number>(maxOrder).fill(0);
  let hypothesisLength = 0;
  let referenceLength = 0;
  const tokens = (text: string): string[] => bleuTokens(lowercase ? text.toLowerCase() : text, tokenizer);
  for (const { hypothesis, references } of texts) {
    if (references.length === 0) throw new RangeError("BLEU needs a reference for every text; got one without.");
    const given = tokens(hypothesis);
    const wanted = references.map(tokens);
    hypothesisLength += given.length;
    referenceLength += closest(
      given.length,
      wanted.map(({ length }) => length),
    );
    for (let order = 1; order <= maxOrder; order++) {
      const clip = new Map<string, number>();
      for (const reference of wanted) {
        for (const [ngram, count] of ngramCounts(reference, order)) clip.set(ngram, Math.max(count, clip.get(ngram) ?? 0));
      }
      for (const [ngram, count] of ngramCounts(given, order)) {
        hits[order - 1] = (hits[order - 1] ?? 0) + Math.min(count, clip.get(ngram) ?? 0);
        totals[order - 1] = (totals[order - 1] ?? 0) + count;
      }
    }
  }
  const brevityPenalty =
    hypothesisLength >= referenceLength ? 1 : hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
  const { precisions, score } = smoothed({ hits, totals, smoothing, value, effectiveOrder });
  return {
    score: brevityPenalty * score,
    precisions,
    brevityPenalty,
    hypothesisLength,
    referenceLength,
    signature: bleuSignature({ ...options, effectiveOrder }, references(texts)),
  };
}

/** Returns a scorer of BLEU as a share (score / 100) against all accepted answers together; its detail holds the signature. See `bleuOf`. */
export function bleu(options: BleuOptions = {}): Scorer<unknown, string, string, "bleu"> {
  const { signature } = bleuOf("", "", options);
  return answerScorer({
    name: "bleu",
    kind: "bleu",
    version: 1,
    settings: { signature, maxOrder: options.maxOrder ?? 4 },
    measure: (output, answers) => {
      const { score, signature } = bleuOf(output, answers, options);
      return { value: Math.min(1, score / 100), detail: { signature } };
    },
  });
}

interface Counts {
  readonly hits: readonly number[];
  readonly totals: readonly number[];
  readonly smoothing: NonNullable<BleuOptions["smoothing"]>;
  readonly value: number;
  readonly effectiveOrder: boolean;
}

function smoothed({ effectiveOrder, hits, smoothing, totals, value }: Counts): { precisions: number[]; score: number } {
  const precisions = hits.map(() => 0);
  if (hits.every((count) => count === 0)) return { precisions, score: 0 };
  let orders = hits.length;
  let halving = 1;
  for (let i = 0; i < hits.length; i++) {
    const added = smoothing === "add-k" && i > 0 ? value : 0;
    const hit = (hits[i] ?? 0) + added;
    const total = (totals[i] ?? 0) + added;
    if (total === 0) break;
    if (effectiveOrder) orders = i + 1;
    if (hit > 0) precisions[i] = (100 * hit) / total;
    else if (smoothing === "exp") {
      halving *= 2;
      precisions[i] = 100 / (halving * total);
    } else if (smoothing === "floor") precisions[i] = (100 * value) / total;
  }
  const logs = precisions.slice(0, orders).reduce((sum, precision) => sum + Math.log(precision), 0);
  return { precisions, score: Math.exp(logs / orders) };
}

function closest(length: number, lengths: readonly number[]): number {
  return lengths.reduce((best, other) => {
    const [near, nearer] = [Math.abs(best - length), Math.abs(other - length)];
    return nearer < near || (nearer === near && other < best) ? other : best;
  });
}

function references(texts: readonly { readonly references: readonly string[] }[]): string {
  const counts = new Set(texts.map((text) => text.references.length));
  return counts.size === 1 ? String([...counts][0]) : counts.size === 0 ? "0" : "var";
}

function bleuSignature(options: BleuOptions, count: string): string {
  const { effectiveOrder, lowercase, smoothing = "exp", smoothingValue, tokenizer = "13a" } = options;
  const value =
    smoothing === "floor" || smoothing === "add-k" ? `[${(smoothingValue ?? (smoothing === "floor" ? 0.1 : 1)).toFixed(2)}]` : "";
  return `nrefs:${count}|case:${lowercase ? "lc" : "mixed"}|eff:${effectiveOrder ? "yes" : "no"}|tok:${tokenizer}|smooth:${smoothing}${value}|version:pawl.bleu/1`;
}
