import { ngramCounts, sizeOf } from "./ngrams.ts";
import { plainWords, sentencesOf } from "./plain-words.ts";

export interface SurprisingSentence {
  readonly text: string;
  /** Mean of −ln p over its tokens, in nats. */
  readonly mean: number;
  /** Of its least likely token. */
  readonly most: number;
}

export interface UnigramSurprise {
  readonly sentences: readonly SurprisingSentence[];
  /** Over all tokens of the text; null for a text without any. */
  readonly mean: number | null;
  /** Mean over the sentences of their most surprising token; null for a text without any. */
  readonly most: number | null;
}

/** One sign that is no part of a word, as an inner apostrophe is. */
const MARK = /(?<![\p{L}\p{N}\p{M}])['’]|['’](?![\p{L}\p{N}\p{M}])|[^\s\p{L}\p{N}\p{M}'’]/gu;

/** Words and marks, whose order does not matter here. */
const tokensOf = (text: string): string[] => [...plainWords(text), ...(text.match(MARK) ?? [])];

/**
 * Returns how surprising a text's tokens are to a unigram model of the text itself and further samples of the same model: −ln(count/all), lower-cased, without smoothing (Manakul et al. 2023,
 * SelfCheckGPT, §5.4 with n = 1). What a model knows it says again, in the same words: a name that no sample repeats stands out. High means doubtful; the numbers grow with the number of samples
 * and compare only at equal ones. Agrees with the package selfcheckgpt on its published example; its tokens come from spaCy, these from words and single marks. Assumes samples drawn independently.
 */
export function unigramSurpriseOf(text: string, samples: readonly string[]): UnigramSurprise {
  const counts = ngramCounts([text, ...samples].flatMap(tokensOf), 1);
  const all = sizeOf(counts);
  const surprises = (sentence: string): number[] => tokensOf(sentence).map((token) => Math.log(all / (counts.get(token) ?? 1)));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
  const sentences: SurprisingSentence[] = [];
  const every: number[] = [];
  for (const sentence of sentencesOf(text)) {
    const found = surprises(sentence);
    if (found.length === 0) continue;
    every.push(...found);
    sentences.push({ text: sentence, mean: mean(found), most: found.reduce((most, value) => Math.max(most, value), 0) });
  }
  return {
    sentences,
    mean: every.length === 0 ? null : mean(every),
    most: sentences.length === 0 ? null : mean(sentences.map(({ most }) => most)),
  };
}
