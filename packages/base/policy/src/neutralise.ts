/** What stands for `<` and `[` in a neutralised marker: readable, one character for one, and not folded back by Unicode normalisation (NFKC). */
const OPEN = "‹";
const SQUARE = "⟦";

const TAG_CHARACTERS = "\u{e0000}-\u{e007f}";
/** Soft hyphen, zero-width space and joiner of words, byte order mark, bidi marks, embeddings, overrides and isolates, invisible operators, fillers, C0 and C1 controls but tab and line ends. */
const INVISIBLE =
  /(?![\t\n\r])\p{Cc}|\u034f|\u17b4|\u17b5|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu;
/** Tags spell hidden text; a black flag followed by them is the emoji of a region. */
const TAGS = new RegExp(`(\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{1,8}\\u{e007f})|[${TAG_CHARACTERS}]`, "gu");
/** Variation selectors, joiners, Hangul fillers and Mongolian selectors: they belong to the characters around them, and elsewhere hide something. */
const SELECTORS = "\\u{fe00}-\\u{fe0f}\\u{e0100}-\\u{e01ef}";
const JOINERS = "\\u{200c}\\u{200d}\\u{115f}\\u{1160}\\u{180b}-\\u{180d}\\u{180f}";
const SELECTOR = new RegExp(`[${SELECTORS}]`, "gu");
const ATTACHED = new RegExp(`[${SELECTORS}${JOINERS}]+`, "gu");
const ASCII = /^\p{ASCII}?$/u;

/** `<|im_start|>` and kin (also with the full-width bars of DeepSeek), and the named markers of Llama 2, Mistral, Gemma, T5, and the thoughts and tool calls of reasoning models. */
const BARRED = /<(?=[|｜][^|｜<>\s]{1,64}[|｜]>)/gu;
const CHAT =
  /<(?=\/?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_calls|tool_response|function_call|extra_id_\d+|unused\d+|(?:start|end)_of_(?:turn|image|text|role))>)|<(?=<\/?sys>>)/giu;
const CHAT_BRACKETS = /\[(?=\/?(?:inst|system_prompt|available_tools|tool_calls|tool_results|tool_content)\])/giu;
/** Those of models of code and of pictures. */
const CODE = /<(?=\/?(?:(?:fim|repo|file|jupyter|issue|gh)_\w{1,24}|reponame|filename)>)/giu;
const CODE_BRACKETS = /\[(?=\/?(?:prefix|suffix|middle|img)\])/giu;

export interface NeutraliseTextOptions {
  /** Names of tags that the prompt delimits this text with, as `message`: in the text they are neutralised, closing, spaced and in any case. @default none */
  readonly tags?: readonly string[] | undefined;
  /** Fences that the prompt delimits this text with, as `"""`: in the text each of their characters becomes an apostrophe. @default none */
  readonly fences?: readonly string[] | undefined;
  /** Markers of chat models, or those of models of code and pictures too. @default "all" */
  readonly markers?: "chat" | "all" | undefined;
}

/**
 * Returns text that cannot pass for a part of a prompt: chat markers and the prompt's own delimiters get a look-alike for their first character
 * and stay readable; what is invisible is gone. Text without any of these comes back as it is; done twice is done once.
 */
export function neutraliseText(text: string, options: NeutraliseTextOptions = {}): string {
  const { fences = [], markers = "all", tags = [] } = options;
  let out = visibleText(text).replace(BARRED, OPEN).replace(CHAT, OPEN).replace(CHAT_BRACKETS, SQUARE);
  if (markers === "all") out = out.replace(CODE, OPEN).replace(CODE_BRACKETS, SQUARE);
  for (const tag of tags) out = out.replace(new RegExp(`<(?=\\s*(?:/\\s*)?${tag}(?![\\w-]))`, "giu"), OPEN);
  return fences.reduce((rest, fence) => rest.replaceAll(fence, "'".repeat(fence.length)), out);
}

/** Returns text without what is invisible (bidirectional controls, joiners that join nothing, selectors that select nothing, hidden tags, control characters), so that nothing can hide in it. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(TAGS, (_, flag: string | undefined) => flag ?? "")
    .replace(ATTACHED, attached);
}

/**
 * Returns what of a run belongs to the characters around it: one selector that chooses the glyph before it (the second block's only a Han character's, ASCII's only in a
 * keycap), then joiners between two characters that are not ASCII. A chain of selectors spells hidden text.
 */
function attached(run: string, at: number, whole: string): string {
  const [before, after] = [whole.charAt(at - 1), whole.charAt(at + run.length)];
  if (ASCII.test(before)) return run === "\ufe0f" && after === "\u20e3" && /[0-9#*]/.test(before) ? run : "";
  const first = String.fromCodePoint(run.codePointAt(0) ?? 0);
  const isSelector = first.replace(SELECTOR, "") === "";
  const chosen = isSelector && (first.length === 1 || /\p{Script=Han}$/u.test(whole.slice(Math.max(0, at - 2), at))) ? first : "";
  return chosen + (ASCII.test(after) ? "" : run.replace(SELECTOR, ""));
}
