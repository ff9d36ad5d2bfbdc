import type { Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "../code-scorer.ts";
import { LANGUAGE_MARKS } from "./language-words.ts";
import { plainWords } from "./plain-words.ts";

export interface DetectedLanguage {
  /** BCP 47; null where the text gives too little to go by. */
  readonly language: string | null;
  /** Share of the letters in the commonest script. */
  readonly scriptShare: number;
}

/**
 * Returns the language of a text by its commonest script and, in Latin, Cyrillic and Arabic script, by how many of its words are common short
 * words of a language (letters only that language has count two). Knows ar, bg, cs, da, de, el, en, es, fa, fi, fr, he, hi, it, ja, ko,
 * nl, pl, pt, ro, ru, sv, th, tr, uk, zh. Null under two marks or on a tie: a few words, names and code cannot be told. Not a
 * substitute for a trained detector: Norwegian reads as Danish, Catalan as its neighbours, and mixed text as its larger part.
 */
export function detectLanguage(text: string): DetectedLanguage {
  const prose = text.normalize("NFC").replace(/```[\s\S]*?(?:```|$)|https?:\S+/g, " ");
  const counts = SCRIPTS.map((script) => ({ ...script, count: prose.match(script.letters)?.length ?? 0 }));
  const all = prose.match(/\p{L}/gu)?.length ?? 0;
  const top = counts.reduce((best, script) => (script.count > best.count ? script : best));
  if (all === 0 || top.count === 0) return { language: null, scriptShare: 0 };
  const scriptShare = Math.min(1, top.count / all);
  if (top.name === "Han") return { language: HAS_KANA.test(prose) ? "ja" : "zh", scriptShare };
  return { language: top.language ?? byWords(prose, top.name), scriptShare };
}

/**
 * Returns a scorer that gives 1 where the output is in the language named, or, where none is named, in that of the accepted answer; 0 where
 * it is in another. Unscored where the language cannot be told: see `detectLanguage`.
 */
export function language(code?: string): Scorer<unknown, string, string, "language"> {
  return {
    name: "language",
    hash: scorerHash("language", 1, { code }),
    direction: "higher",
    scale: "binary",
    score: ({ example, output }) => {
      const answers = acceptedAnswers(example);
      if (code === undefined && answers === null) return NO_ANSWER;
      const wanted = code ?? detectLanguage(answers?.join("\n") ?? "").language;
      if (wanted === null) return { kind: "unscored", reason: "The language of the expected answer cannot be told." };
      const given = detectLanguage(output).language;
      if (given === null) return { kind: "unscored", reason: "The language of the output cannot be told." };
      return { kind: "score", value: given === wanted.split("-")[0]?.toLowerCase() ? 1 : 0, detail: { given, wanted } };
    },
  };
}

const HAS_KANA = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;

const SCRIPTS: readonly { readonly name: string; readonly letters: RegExp; readonly language?: string }[] = [
  { name: "Latin", letters: /\p{sc=Latin}/gu },
  { name: "Cyrillic", letters: /\p{sc=Cyrillic}/gu },
  { name: "Arabic", letters: /\p{sc=Arabic}/gu },
  { name: "Han", letters: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu },
  { name: "Greek", letters: /\p{sc=Greek}/gu, language: "el" },
  { name: "Hebrew", letters: /\p{sc=Hebrew}/gu, language: "he" },
  { name: "Hangul", letters: /\p{sc=Hangul}/gu, language: "ko" },
  { name: "Devanagari", letters: /\p{sc=Devanagari}/gu, language: "hi" },
  { name: "Thai", letters: /\p{sc=Thai}/gu, language: "th" },
];

const LEAST_MARKS = 2;

function byWords(text: string, script: string): string | null {
  const lower = text.toLowerCase();
  const words = plainWords(text);
  const ranked = Object.entries(LANGUAGE_MARKS)
    .filter(([, marks]) => marks.script === script)
    .map(([code, { letters, words: common }]) => ({
      code,
      marks: words.filter((word) => common.has(word)).length + (letters === null ? 0 : 2 * (lower.match(letters)?.length ?? 0)),
    }))
    .sort((a, b) => b.marks - a.marks);
  const [first, second] = ranked;
  if (first === undefined || first.marks < LEAST_MARKS || first.marks === second?.marks) return null;
  return first.code;
}
