import type { Json, ScoreRequest, Scorer } from "@pawl/core";
import { scorerHash } from "../code-scorer.ts";
import { ngramCounts } from "./ngrams.ts";
import { plainWords, sentencesOf } from "./plain-words.ts";

export interface GroundingOptions {
  /** Length of the n-grams, in words. @default 3 */
  readonly order?: number | undefined;
}

export interface Grounding {
  /** Share in 0..1 of the text's n-grams that are in the context; null for a text without words. */
  readonly share: number | null;
  readonly sentences: readonly { readonly text: string; readonly share: number }[];
}

/**
 * Returns how much of a text is there word by word in its context: of each sentence's n-grams (3 words, lower-cased, no punctuation; a
 * shorter sentence is one n-gram), the share found in one of the passages; the whole is over all n-grams of all sentences. N-grams do not
 * cross sentences of the text, nor passages. It cannot know paraphrase or negation: a floor beside a faithfulness judge, not a judge.
 */
export function groundingOf(text: string, context: readonly string[], options: GroundingOptions = {}): Grounding {
  const order = orderOf(options);
  const passages = context.map(plainWords);
  const known = new Map<number, Set<string>>();
  const ngramsOf = (length: number): Set<string> => {
    const there = known.get(length) ?? new Set(passages.flatMap((tokens) => [...ngramCounts(tokens, length).keys()]));
    known.set(length, there);
    return there;
  };
  let found = 0;
  let all = 0;
  const sentences: { readonly text: string; readonly share: number }[] = [];
  for (const sentence of sentencesOf(text)) {
    const tokens = plainWords(sentence);
    if (tokens.length === 0) continue;
    const length = Math.min(order, tokens.length);
    const there = ngramsOf(length);
    let hits = 0;
    let total = 0;
    for (const [ngram, count] of ngramCounts(tokens, length)) {
      total += count;
      if (there.has(ngram)) hits += count;
    }
    found += hits;
    all += total;
    sentences.push({ text: sentence, share: hits / total });
  }
  return { share: all === 0 ? null : found / all, sentences };
}

/**
 * Returns a scorer of `groundingOf` against what retrieval put into the prompt: the hits whose ids the trace says were used, all hits where
 * it says nothing. Needs no expected answer. Unscored where nothing was retrieved or the output has no words. The detail names the sentences
 * of which less than half is in the context.
 */
export function grounding(options: GroundingOptions = {}): Scorer<unknown, string, unknown, "grounding"> {
  const order = orderOf(options);
  return {
    name: "grounding",
    hash: scorerHash("grounding", 1, { order }),
    direction: "higher",
    scale: "share",
    score: ({ output, trace }) => {
      const context = contextOf(trace);
      if (context.length === 0) return { kind: "unscored", reason: "The trace has no retrieved context." };
      const { sentences, share } = groundingOf(output, context, { order });
      if (share === null) return { kind: "unscored", reason: "The output has no words." };
      const unsupported: Json = sentences.filter((sentence) => sentence.share < 0.5).map(({ text }) => text);
      return { kind: "score", value: share, detail: { unsupported } };
    },
  };
}

/** Returns the texts that retrieval put into the prompt of a run. */
function contextOf({ steps, used }: ScoreRequest<unknown, unknown, unknown>["trace"]): string[] {
  const hits = steps.flatMap((step) => (step.kind === "retrieval" && step.purpose === "context" ? step.hits : []));
  const inPrompt = new Set(used.context);
  return hits.filter(({ id }) => inPrompt.size === 0 || inPrompt.has(id)).map(({ text }) => text);
}

function orderOf({ order = 3 }: GroundingOptions): number {
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`"order" is a whole number of at least 1; got ${order}.`);
  return order;
}
