import { stemmer } from "stemmer";
import { ENGLISH_STOP_WORDS } from "./stop-words.ts";

/** Turns a text into the terms it is found by, in order, repeats included. Equal texts give equal terms. */
export type Analyzer = (text: string) => readonly string[];

export interface AnalyzerSettings {
  /** Porter (1980) takes English endings off: "shipping" finds "shipped". "none" leaves words as they are. @default "porter" */
  readonly stem?: "porter" | "none" | undefined;
  /** Words that are neither indexed nor searched: Lucene's 33 English ones, none, or a list of your own (compared after case folding). @default "english" */
  readonly stopWords?: "english" | "none" | readonly string[] | undefined;
}

/** A run of letters, marks and digits; a point or comma between digits belongs to the number, as in UAX #29 rules WB11 and WB12. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,](?<=\p{N}[.,])(?=\p{N})[\p{L}\p{M}\p{N}]+)*/gu;
/** The same for texts of ASCII alone, which are most; four times as fast. */
const ASCII_WORD = /[a-z0-9]+(?:[.,](?<=[0-9][.,])(?=[0-9])[a-z0-9]+)*/g;
const ASCII = /^[\0-\x7f]*$/;

/** Stems are remembered, for this many words; then the memory starts again. */
const REMEMBERED = 100_000;

/**
 * Returns an analyser: compatibility forms and case are folded (NFKC, then lower case, ß as ss, final sigma as sigma), words are runs of letters,
 * marks and digits of any script, English possessive 's goes, then stop words, then endings. Digits stay: "3.5" and "1,000" are one term.
 * Scripts written without spaces come out as one term a run; give your own function for them.
 */
export function createAnalyzer(settings: AnalyzerSettings = {}): Analyzer {
  const { stem = "porter", stopWords = "english" } = settings;
  const stops = stopSet(stopWords);
  const stems = new Map<string, string>();
  const stemmed = (word: string): string => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    if (stems.size >= REMEMBERED) stems.clear();
    const ending = stemmer(word);
    stems.set(word, ending);
    return ending;
  };
  return (text) => {
    const terms: string[] = [];
    for (const word of words(text)) if (!stops.has(word)) terms.push(stem === "porter" ? stemmed(word) : word);
    return terms;
  };
}

function words(text: string): readonly string[] {
  if (ASCII.test(text)) return withoutPossessive(text.toLowerCase()).match(ASCII_WORD) ?? [];
  return withoutPossessive(folded(text)).match(WORD) ?? [];
}

function withoutPossessive(text: string): string {
  return text.includes("'s") || text.includes("’s") ? text.replace(/['’]s(?![\p{L}\p{M}\p{N}])/gu, "") : text;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFKC").replaceAll("ß", "ss").replaceAll("ς", "σ");
}

function stopSet(stopWords: "english" | "none" | readonly string[]): ReadonlySet<string> {
  if (stopWords === "english") return ENGLISH_STOP_WORDS;
  return new Set(stopWords === "none" ? [] : stopWords.flatMap(words));
}
