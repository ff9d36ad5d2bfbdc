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
 * the punctuation before the first and after the last. One rule a word, so a piece of n words costs n, not n².
 */
export function quoteToGbnf(text: string, name: string): readonly (readonly [name: string, body: string])[] {
  const words = wordsOf(text);
  if (words.length === 0) return [[name, '""']];
  const rules: (readonly [string, string])[] = [[name, words.map((_, index) => `${name}-${index}`).join(" | ")]];
  for (const [index, { core, owner, closing, tail }] of words.entries()) {
    const next = words[index + 1];
    const on = next === undefined ? "" : `${inString(owner + closing + tail + next.lead)} ${name}-${index + 1}`;
    const closed = [...new Set([owner, owner + closing])].filter((end) => end !== "").map(inString);
    const ends = on === "" ? closed : [on, ...closed];
    rules.push([`${name}-${index}`, `${inString(core)}${ends.length === 0 ? "" : ` (${ends.join(" | ")})?`}`]);
  }
  return rules;
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
