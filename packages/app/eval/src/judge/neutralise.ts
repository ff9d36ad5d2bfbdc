/** What stands for `<` and `[` in a neutralised marker: readable, one character for one, and not folded back by Unicode normalisation (NFKC). */
const OPEN = "‹";
const SQUARE = "⟦";

/** Soft hyphen, zero-width space and joiner of words, byte order mark, bidi marks, embeddings, overrides and isolates, invisible operators, C0 and C1 controls but tab and line ends. */
const INVISIBLE = /(?![\t\n\r])\p{Cc}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Tags spell hidden text; a black flag followed by them is the emoji of a region. */
const TAGS = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f})|[\u{e0000}-\u{e007f}]/gu;
/** Joiners belong between letters of other scripts and between emoji; beside ASCII they only hide something. */
const JOINERS = /(?:\u200c|\u200d)+/g;
const ASCII = /^\p{ASCII}?$/u;

/** Chat markers: `<|im_start|>` and kin, those of Llama 2, Mistral, Gemma, and the thoughts and tool calls of reasoning models. */
const BARRED = /<(?=[|｜][^|｜<>\s]{1,64}[|｜]>)/gu;
const NAMED =
  /<(?=\/?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_calls|tool_response|function_call|extra_id_\d+|unused\d+|(?:start|end)_of_(?:turn|image|text|role))>)|<(?=<\/?sys>>)/giu;
const BRACKETED = /\[(?=\/?(?:inst|system_prompt|available_tools|tool_calls|tool_results|tool_content)\])/giu;

/** Returns text without what is invisible, so that nothing can hide in it. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(TAGS, (_, flag: string | undefined) => flag ?? "")
    .replace(JOINERS, (found: string, at: number, whole: string) =>
      ASCII.test(whole.charAt(at - 1)) || ASCII.test(whole.charAt(at + found.length)) ? "" : found,
    );
}

/**
 * Returns graded text that cannot pass for a part of the judge's prompt: chat markers and the prompt's own tags get a look-alike for their
 * first character and stay readable; invisible and bidirectional controls are gone. Done twice is done once.
 */
export function neutralised(text: string, tags: readonly string[]): string {
  const unmarked = visible(text).replace(BARRED, OPEN).replace(NAMED, OPEN).replace(BRACKETED, SQUARE);
  return tags.reduce((out, tag) => out.replace(new RegExp(`<(?=\\s*(?:/\\s*)?${tag}(?![\\w-]))`, "giu"), OPEN), unmarked);
}
