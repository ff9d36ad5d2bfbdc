import { neutralised } from "./neutralise.ts";

/** A piece of data shown to a judge, between tags of its name. `text` is anything: texts stay as they are, the rest becomes JSON. */
export interface Section {
  readonly tag: string;
  readonly value: unknown;
  /** What whoever made the section left out of it by design: stated in the score's detail, no reason for a doubt. */
  readonly leftOut?: LeftOut | undefined;
}

export type LeftOut = { readonly entries: number; readonly characters: number };

/** Tags that some judge's prompt uses: in graded text they are neutralised whether this prompt has them or not. */
const TAGS = [
  ...["input", "reference", "grading_notes", "answer", "context", "claim", "policy", "goal", "conversation", "trajectory"],
  ...["answer_a", "answer_b", "sentence", "sample", "first", "second"],
];

/** Sections as they stand in a prompt, and how many characters of which were left out. */
export interface ShownSections {
  readonly text: string;
  readonly cut: { readonly [tag: string]: number };
}

/**
 * Returns sections written between their tags, with every tag of the prompt neutralised in every text. A text longer than `maxCharacters`
 * keeps its first three quarters and its last one, and says between them how much was left out.
 */
export function shownSections(sections: readonly Section[], maxCharacters: number): ShownSections {
  const tags = [...new Set([...TAGS, ...sections.map(({ tag }) => tag)])];
  const cut: { [tag: string]: number } = {};
  const text = sections.map(({ tag, value }) => {
    const whole = neutralised(textOf(value), tags);
    const shown = shortened(whole, maxCharacters);
    if (shown.leftOut > 0) cut[tag] = shown.leftOut;
    return `<${tag}>\n${shown.text}\n</${tag}>`;
  });
  return { text: text.join("\n\n"), cut };
}

/** Returns any value as text to be read: JSON with two spaces for what is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

/** Returns a text of at most about `maxCharacters` UTF-16 units, the middle left out where it was longer; never half a character. */
export function shortened(text: string, maxCharacters: number): { readonly text: string; readonly leftOut: number } {
  if (text.length <= maxCharacters) return { text, leftOut: 0 };
  const head = whole(text.slice(0, Math.ceil(maxCharacters * 0.75)), /[\ud800-\udbff]$/);
  const tail = whole(text.slice(text.length - Math.floor(maxCharacters * 0.25)), /^[\udc00-\udfff]/);
  const leftOut = text.length - head.length - tail.length;
  return { text: `${head}\n[… ${leftOut} characters left out here …]\n${maxCharacters < 4 ? "" : tail}`, leftOut };
}

function whole(part: string, half: RegExp): string {
  return part.replace(half, "");
}
