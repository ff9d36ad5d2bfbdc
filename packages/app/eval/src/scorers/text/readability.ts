import type { Scorer } from "@pawl/core";
import { scorerHash } from "../code-scorer.ts";
import { sentencesOf } from "./plain-words.ts";

export interface Readability {
  /** Flesch reading ease: 206.835 − 1.015·words/sentences − 84.6·syllables/words; about 0 (hard) to 100 (easy), unbounded. */
  readonly ease: number;
  /** Flesch–Kincaid grade: .39·words/sentences + 11.8·syllables/words − 15.59; years of school, unbounded. */
  readonly grade: number;
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

/**
 * Returns the readability of an English text (Flesch 1948; Kincaid et al. 1975), null for one without words. Words are runs of letters with
 * inner apostrophes; sentences by the rules of Unicode, at least one. Syllables by rule, at least one a word: runs of a e i o u y, less a
 * silent last e, -es or -ed (-le and -les after a consonant, -ses, -ted and the like are spoken). Wrong for about one word in ten; tools that look
 * syllables up (textstat) differ by a grade or so. Means nothing in another language.
 */
export function readabilityOf(text: string): Readability | null {
  const words = text.match(/\p{L}+(?:['’]\p{L}+)*/gu) ?? [];
  if (words.length === 0) return null;
  const sentences = Math.max(1, sentencesOf(text).filter((sentence) => /\p{L}/u.test(sentence)).length);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const length = words.length / sentences;
  const weight = syllables / words.length;
  return {
    ease: 206.835 - 1.015 * length - 84.6 * weight,
    grade: 0.39 * length + 11.8 * weight - 15.59,
    words: words.length,
    sentences,
    syllables,
  };
}

/** Returns a scorer of Flesch reading ease, higher is easier, or of the grade, lower is easier. English only; unscored without words. */
export function readability<const F extends "ease" | "grade" = "ease">(
  options: { readonly formula?: F | undefined } = {},
): Scorer<unknown, string, unknown, "readability"> {
  const formula: "ease" | "grade" = options.formula ?? "ease";
  return {
    name: "readability",
    hash: scorerHash("readability", 1, { formula }),
    direction: formula === "ease" ? "higher" : "lower",
    scale: "real",
    score: ({ output }) => {
      const measured = readabilityOf(output);
      if (measured === null) return { kind: "unscored", reason: "The output has no words." };
      return { kind: "score", value: measured[formula], detail: { ...measured } };
    },
  };
}

function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replace(/['’]/g, "");
  const groups = letters.match(/[aeiouy]+/g)?.length ?? 0;
  const silent =
    /(?:[^aeiouyl]|[aeiouy]l)e$/.test(letters) || /[^aeiouytd]ed$/.test(letters) || /(?:[^aeiouyscxzhgl]|[aeiouy]l)es$/.test(letters);
  return Math.max(1, groups - (silent ? 1 : 0));
}
