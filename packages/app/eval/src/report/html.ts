/** Markup that is safe to put into a page as it is: only `html` makes it. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: texts and numbers are escaped, markup stays, a list is written one after another, null is nothing. */
export type HtmlPart = string | number | Html | null | readonly HtmlPart[];

/** Returns markup from a template; everything put into it that is not markup already is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = strings[0] ?? "";
  for (const [i, part] of parts.entries()) markup += written(part) + (strings[i + 1] ?? "");
  return { markup };
}

const ESCAPES: { readonly [character: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Returns the text with what has a meaning in markup escaped, and control characters shown as their pictures (␀…). */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/[^\P{Cc}\t\n\r]/gu, (character) => (character < " " ? String.fromCharCode(0x2400 + character.charCodeAt(0)) : "�"));
}

function written(part: HtmlPart): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(written).join("");
}
