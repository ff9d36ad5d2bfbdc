import { gbnfLiteral } from "./gbnf-text.ts";

/** A word of a text: what stands before it, itself, a possessive's ending, what closes it (a quotation mark, a bracket), the rest of its punctuation, and the white space after. */
interface Word {
  readonly lead: string;
  readonly core: string;
  readonly owner: string;
  readonly closing: string;
  readonly tail: string;
}

const WORD = /^([^\p{L}\p{M}\p{N}\p{Sc}\p{So}#@+-]*)(.*?)(['’]s)?([^\p{L}\p{M}\p{N}\p{Sc}\p{So}%]*)$/su;
/** White space parts words, and so do the marks that glue a label to its value: `ref:`, `no=`, `and/or`, `size(L)`. */
const PARTS = /[^\s:=(/]*[:=(/]?\s*/gu;

/**
 * Returns the rules of the pieces of a text, as they stand inside a JSON string, the first of them the start: one or more whole words in a row, without
 * the punctuation before the first and after the last, of at most `maxLength` characters where that is given. Without it one rule a word, so a piece
 * of n words costs n, not n².
 */
export function quoteToGbnf(
  text: string,
  name: string,
  maxLength: number | null = null,
): readonly (readonly [name: string, body: string])[] {
  const words = wordsOf(text);
  const starts = words.flatMap((_, index): (readonly [string, string])[] => {
    const body =
      maxLength === null
        ? inString(words[index]?.core ?? "") + following(words, index, `${name}-${index + 1}`)
        : bounded(words, index, maxLength);
    return body === null ? [] : [[`${name}-${index}`, body]];
  });
  if (starts.length === 0) return [[name, '""']];
  return [[name, starts.map(([start]) => start).join(" | ")], ...starts];
}

/** What may follow a word: the next one, or the end with what closes it. */
function following(words: readonly Word[], index: number, next: string): string {
  const ends = [glue(words, index), ...closings(words[index])];
  const alternatives = ends.flatMap((end, i) => (end === "" ? [] : [i === 0 ? `${inString(end)} ${next}` : inString(end)]));
  return alternatives.length === 0 ? "" : ` (${alternatives.join(" | ")})?`;
}

/** The pieces that begin with a word and stay within the length, as one nested body; null where the word alone is longer. */
function bounded(words: readonly Word[], index: number, room: number): string | null {
  const word = words[index];
  if (word === undefined) return null;
  const left = room - length(word.core);
  if (left < 0) return null;
  const between = glue(words, index);
  const on = between === "" ? null : bounded(words, index + 1, left - length(between));
  const ends = [
    ...(on === null ? [] : [`${inString(between)} ${on}`]),
    ...closings(word).flatMap((end) => (length(end) <= left ? [inString(end)] : [])),
  ];
  return `${inString(word.core)}${ends.length === 0 ? "" : ` (${ends.join(" | ")})?`}`;
}

/** What stands between a word and the next; empty after the last. */
function glue(words: readonly Word[], index: number): string {
  const [word, next] = [words[index], words[index + 1]];
  return word === undefined || next === undefined ? "" : `${word.owner}${word.closing}${word.tail}${next.lead}`;
}

function closings(word: Word | undefined): readonly string[] {
  if (word === undefined) return [];
  return [...new Set([word.owner, word.owner + word.closing])].filter((end) => end !== "");
}

/** In code points, as JSON Schema counts. */
function length(text: string): number {
  return [...text].length;
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const [part] of text.matchAll(PARTS)) {
    const bare = part.trimEnd();
    const [, lead = "", core = "", owner = "", rest = ""] = WORD.exec(bare) ?? [];
    const white = part.slice(bare.length);
    const last = words.at(-1);
    if (core === "") {
      // Punctuation alone belongs to the word before it.
      if (last !== undefined) words[words.length - 1] = { ...last, tail: `${last.tail}${part}` };
      continue;
    }
    const closing = /^[^.,;:!?…=(/]*/u.exec(rest)?.[0] ?? "";
    words.push({ lead, core, owner, closing, tail: `${rest.slice(closing.length)}${white}` });
  }
  return words;
}

/** A GBNF literal of a text as JSON writes it between quotation marks. */
function inString(text: string): string {
  return gbnfLiteral(JSON.stringify(text).slice(1, -1));
}
