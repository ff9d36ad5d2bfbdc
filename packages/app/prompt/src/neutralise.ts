/** What stands for `<` and `[` in a neutralised marker: readable, one character for one, and not folded back by Unicode normalisation (NFKC). */
const OPEN = "‹";
const SQUARE = "⟦";

export interface NeutraliseOptions {
  /** Names of tags (`message`) and fences (`"""`) that the prompt delimits this text with; in the text they are neutralised too. @default none */
  readonly delimiters?: readonly string[] | undefined;
}

const TAG_CHARACTERS = "\u{e0000}-\u{e007f}";
/** Soft hyphen, zero-width space and joiner of words, byte order mark, bidi marks, embeddings, overrides and isolates, invisible operators, C0 and C1 controls but tab and line ends. */
const INVISIBLE = /(?![\t\n\r])\p{Cc}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Tags spell hidden text; a black flag followed by them is the emoji of a region. */
const TAGS = new RegExp(`(\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{1,8}\\u{e007f})|[${TAG_CHARACTERS}]`, "gu");
/** Joiners belong between letters of other scripts and between emoji; beside ASCII they only hide something. */
const JOINERS = /(?:\u200c|\u200d)+/g;
const ASCII = /^\p{ASCII}?$/u;

/** `<|im_start|>` and kin (also with the full-width bars of DeepSeek), and the named markers of Llama 2, Mistral, Gemma, T5, code models and tool calls. */
const BARRED = /<(?=[|｜][^|｜<>\s]{1,64}[|｜]>)/gu;
const NAMED =
  /<(?=\/?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_calls|tool_response|function_call|extra_id_\d+|unused\d+|(?:start|end)_of_(?:turn|image|text|role)|(?:fim|repo|file|jupyter|issue|gh)_\w{1,24}|reponame|filename)>)|<(?=<\/?sys>>)/giu;
const BRACKETED = /\[(?=\/?(?:inst|system_prompt|available_tools|tool_calls|tool_results|tool_content|prefix|suffix|middle|img)\])/giu;

/**
 * Returns user text that cannot pass for a part of the prompt: chat markers and the prompt's own delimiters get a look-alike for their first
 * character and stay readable; invisible and bidirectional controls are gone. Text without any of these comes back as it is; done twice is done once.
 */
export function neutralise(text: string, options: NeutraliseOptions = {}): string {
  const seen = text
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(TAGS, (_, flag: string | undefined) => flag ?? "")
    .replace(JOINERS, (found: string, at: number, whole: string) =>
      ASCII.test(whole.charAt(at - 1)) || ASCII.test(whole.charAt(at + found.length)) ? "" : found,
    );
  const unmarked = seen.replace(BARRED, OPEN).replace(NAMED, OPEN).replace(BRACKETED, SQUARE);
  return (options.delimiters ?? []).reduce(withoutDelimiter, unmarked);
}

/** Returns a JSON value with every text and key in it neutralised. */
export function neutraliseAll(value: unknown, options: NeutraliseOptions = {}): unknown {
  if (typeof value === "string") return neutralise(value, options);
  if (Array.isArray(value)) return value.map((item) => neutraliseAll(item, options));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [neutralise(key, options), neutraliseAll(member, options)]));
}

const TAG_NAME = /^[A-Za-z][\w-]*$/;

function withoutDelimiter(text: string, delimiter: string): string {
  if (TAG_NAME.test(delimiter)) return text.replace(new RegExp(`<(?=\\s*(?:/\\s*)?${delimiter}(?![\\w-]))`, "giu"), OPEN);
  return text.replaceAll(delimiter, "'".repeat(delimiter.length));
}
