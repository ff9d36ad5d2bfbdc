import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { ngramCounts, overlapOf, sizeOf } from "./ngrams.ts";

/** N-gram order 1 to 9, the longest common subsequence, or its union over sentences, which are lines. */
export type RougeVariant = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | "L" | "Lsum";

export interface RougeOptions {
  /** Keep letters and digits of every script, each Han, kana or Thai sign for itself; else only a–z and 0–9, as rouge-score. @default false */
  readonly unicode?: boolean | undefined;
}

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Returns ROUGE (Lin 2004) of a prediction, each share in 0..1; of several references the one of the highest F counts, the first among equals.
 * Tokens: lower-cased runs of a–z and 0–9, no stemming. ROUGE-N counts n-grams at most as often as both have them; L takes the longest
 * common subsequence of all tokens; Lsum, for each reference line, the union of its subsequences with every predicted line, each token
 * counted at most as often as both texts have it. F is 2PR/(P+R), 0 where nothing is shared or either text is empty.
 * Cost of L and Lsum: product of the lengths. @throws RangeError for an Lsum of two lines of more than some thousand tokens.
 * Agrees with rouge-score 0.1.2 without stemmer, which splits lines for Lsum too. Differs from js-rouge (Treebank tokens, case kept).
 */
export function rougeOf(
  prediction: string,
  references: string | readonly string[],
  options: RougeOptions & { readonly variant: RougeVariant },
): PrecisionRecall {
  const { unicode = false, variant } = options;
  const tokenize = (text: string): string[] => rougeTokens(text, unicode);
  const lines = (text: string): string[][] =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map(tokenize);
  let best: PrecisionRecall | null = null;
  for (const reference of typeof references === "string" ? [references] : references) {
    const result =
      variant === "Lsum" ? summaryLevel(lines(prediction), lines(reference)) : flat(tokenize(prediction), tokenize(reference), variant);
    if (best === null || result.f1 > best.f1) best = result;
  }
  return best ?? NOTHING;
}

/**
 * Returns a scorer of ROUGE F (see `rougeOf`), called `rouge-1`, `rouge-l` and so on; its detail holds precision and recall. Unscored where no accepted
 * answer has a token: without `unicode` an answer in another script than Latin has none, and every output would score 0.
 */
export function rouge<const V extends RougeVariant>(
  variant: V,
  options: RougeOptions = {},
): Scorer<unknown, string, string, `rouge-${Lowercase<`${V}`>}`> {
  const { unicode = false } = options;
  return answerScorer({
    name: `rouge-${lower(variant)}`,
    kind: "rouge",
    version: 2,
    settings: { variant, unicode },
    measure: (output, answers) => {
      if (answers.every((answer) => rougeTokens(answer, unicode).length === 0)) {
        return unicode
          ? "No answer has a letter or a digit."
          : "No answer has a letter a–z or a digit: the option unicode takes every script.";
      }
      const { f1, precision, recall } = rougeOf(output, answers, { variant, unicode });
      return { value: f1, detail: { precision, recall } };
    },
  });
}

const ALONE = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}";
const EVERY_SCRIPT = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{L}\\p{M}\\p{N}])+`, "gu");

function rougeTokens(text: string, unicode: boolean): string[] {
  return text.toLowerCase().match(unicode ? EVERY_SCRIPT : /[a-z0-9]+/g) ?? [];
}

const NOTHING: PrecisionRecall = { precision: 0, recall: 0, f1: 0 };

function lower<V extends RougeVariant>(variant: V): Lowercase<`${V}`> {
  return `${variant}`.toLowerCase() as Lowercase<`${V}`>;
}

function flat(given: readonly string[], wanted: readonly string[], variant: Exclude<RougeVariant, "Lsum">): PrecisionRecall {
  if (variant === "L") {
    return shares(commonLength(given, wanted), given.length, wanted.length);
  }
  const [a, b] = [ngramCounts(given, variant), ngramCounts(wanted, variant)];
  return shares(overlapOf(a, b), sizeOf(a), sizeOf(b));
}

function summaryLevel(given: readonly (readonly string[])[], wanted: readonly (readonly string[])[]): PrecisionRecall {
  const givenLeft = ngramCounts(given.flat(), 1);
  const wantedLeft = ngramCounts(wanted.flat(), 1);
  const sizes = [sizeOf(givenLeft), sizeOf(wantedLeft)] as const;
  let hits = 0;
  for (const line of wanted) {
    const union = new Set(given.flatMap((other) => commonPositions(line, other)));
    for (const position of [...union].sort((a, b) => a - b)) {
      const token = line[position] ?? "";
      const [left, right] = [givenLeft.get(token) ?? 0, wantedLeft.get(token) ?? 0];
      if (left === 0 || right === 0) continue;
      hits++;
      givenLeft.set(token, left - 1);
      wantedLeft.set(token, right - 1);
    }
  }
  return shares(hits, ...sizes);
}

function shares(hits: number, given: number, wanted: number): PrecisionRecall {
  if (hits === 0) return NOTHING;
  const precision = hits / given;
  const recall = hits / wanted;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const token of a) {
    const next = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) {
      next[j] = token === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** 100 MB of table. */
const MAX_CELLS = 25_000_000;

function commonTable(wanted: readonly string[], given: readonly string[]): Uint32Array[] {
  if (wanted.length * given.length > MAX_CELLS) {
    throw new RangeError(`ROUGE-Lsum takes lines of some thousand tokens; got lines of ${given.length} and ${wanted.length}.`);
  }
  const table = [new Uint32Array(given.length + 1)];
  wanted.forEach((token, i) => {
    const above = table[i] ?? new Uint32Array();
    const row = new Uint32Array(given.length + 1);
    for (let j = 1; j <= given.length; j++) {
      row[j] = token === given[j - 1] ? (above[j - 1] ?? 0) + 1 : Math.max(above[j] ?? 0, row[j - 1] ?? 0);
    }
    table.push(row);
  });
  return table;
}

/** Positions in the wanted line of one longest common subsequence: read backwards, a step in the given line only where that is strictly better. */
function commonPositions(wanted: readonly string[], given: readonly string[]): number[] {
  const table = commonTable(wanted, given);
  const positions: number[] = [];
  let i = wanted.length;
  let j = given.length;
  while (i > 0 && j > 0) {
    if (wanted[i - 1] === given[j - 1]) {
      positions.push(i - 1);
      i--;
      j--;
    } else if ((table[i]?.[j - 1] ?? 0) > (table[i - 1]?.[j] ?? 0)) j--;
    else i--;
  }
  return positions;
}
