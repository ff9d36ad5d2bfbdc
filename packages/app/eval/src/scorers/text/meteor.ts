import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { words } from "./ngrams.ts";

export interface MeteorOptions {
  /** A second stage of matching by stem. @default none: words match as they are */
  readonly stem?: { readonly name: string; readonly of: (word: string) => string } | undefined;
}

/**
 * Returns METEOR (Lavie and Agarwal 2007) in 0..1 over lower-cased words between white space: words matched as they are, then by stem where
 * one is given; harmonic mean with recall counting nine times precision, less .5·(chunks/matches)³ for disorder; the best over the
 * references. Nothing matched, or an empty text: 0. Matches pair the last unused occurrences, as NLTK. Agrees with NLTK 3.10 where WordNet
 * adds nothing and, without `stem`, where Porter's stems add nothing: synonyms are not looked up.
 */
export function meteorOf(hypothesis: string, references: string | readonly string[], options: MeteorOptions = {}): number {
  const given = words(hypothesis.toLowerCase());
  const all = typeof references === "string" ? [references] : references;
  return Math.max(0, ...all.map((reference) => single(given, words(reference.toLowerCase()), options)));
}

/** Returns a scorer of METEOR, the best over the accepted answers. See `meteorOf`. */
export function meteor(options: MeteorOptions = {}): Scorer<unknown, string, string, "meteor"> {
  return answerScorer({
    name: "meteor",
    kind: "meteor",
    version: 1,
    settings: { stem: options.stem?.name ?? null },
    measure: (output, answers) => ({ value: meteorOf(output, answers, options) }),
  });
}

const ALPHA = 0.9;
const BETA = 3;
const GAMMA = 0.5;

function single(given: readonly string[], wanted: readonly string[], { stem }: MeteorOptions): number {
  const partner = new Array<number>(given.length).fill(-1);
  const taken = new Set<number>();
  const match = (form: (word: string) => string): void => {
    const places = new Map<string, number[]>();
    wanted.forEach((word, j) => {
      if (taken.has(j)) return;
      const key = form(word);
      places.set(key, [...(places.get(key) ?? []), j]);
    });
    for (let i = given.length - 1; i >= 0; i--) {
      if (partner[i] !== -1) continue;
      const j = places.get(form(given[i] ?? ""))?.pop();
      if (j === undefined) continue;
      partner[i] = j;
      taken.add(j);
    }
  };
  match((word) => word);
  if (stem) match(stem.of);
  const pairs = partner.flatMap((j, i) => (j === -1 ? [] : [[i, j] as const]));
  if (pairs.length === 0) return 0;
  const precision = pairs.length / given.length;
  const recall = pairs.length / wanted.length;
  const mean = (precision * recall) / (ALPHA * precision + (1 - ALPHA) * recall);
  const chunks = pairs.filter(([i, j], k) => {
    const [before, beforeThere] = pairs[k - 1] ?? [-2, -2];
    return i !== before + 1 || j !== beforeThere + 1;
  }).length;
  return mean * (1 - GAMMA * (chunks / pairs.length) ** BETA);
}
