import type { Json } from "@pawl/core";
import { looseJson } from "./loose-json.ts";
import type { OutputForm } from "./output-form.ts";

export type ParsedOutput = { readonly success: true; readonly value: Json } | { readonly success: false; readonly message: string };

/**
 * Returns the value that a model's answer says. A label may be quoted, fenced or of another case; a text is taken as it is, without white space
 * around it; JSON is sliced out of fences and prose, read strictly first and then forgivingly. An answer that ends too early is never completed.
 */
export function parseOutput(text: string, form: OutputForm): ParsedOutput {
  const answer = withoutReasoning(text).trim();
  switch (form.kind) {
    case "closed":
      return parseLabel(answer, form);
    case "text":
      return answer === "" ? failed("The answer is empty.") : { success: true, value: quotedText(answer) ?? answer };
    case "json":
      return parseJson(answer);
  }
}

/** Returns the first JSON value in a text: the whole of it, a fenced block, or the first object or array in prose. */
export function parseJson(text: string): ParsedOutput {
  if (text.trim() === "") return failed("The answer is empty; expected JSON.");
  const strict = strictJson(text);
  if (strict !== undefined) return { success: true, value: strict };
  for (const [index, piece] of text.split(/```|~~~/).entries()) {
    // Every second piece stands between fences; it begins with the language's name.
    const fenced = index % 2 === 1 ? strictJson(piece.replace(/^[\w-]+/, "")) : undefined;
    if (fenced !== undefined) return { success: true, value: fenced };
  }
  return sliced(text);
}

/** A brace in prose is passed over; an answer that broke off or broke inside is not searched for smaller ones, which would be parts of it. */
function sliced(text: string): ParsedOutput {
  let at = text.search(/[{[]/);
  if (at < 0) return failed("The answer holds no JSON.");
  let seen = failed("The answer holds no JSON.");
  while (at >= 0) {
    const found = looseJson(text, at);
    if (found.kind === "value") {
      const value = strictJson(text.slice(at, found.end)) ?? found.value;
      if (!isProse(value)) return { success: true, value };
      at = next(text, found.end);
      continue;
    }
    if (found.kind === "truncated") return failed("The JSON of the answer ends before it is complete.");
    seen = failed(`The answer is not valid JSON: unexpected text at character ${found.at} of it.`);
    if (found.begun) return seen;
    at = next(text, Math.max(found.at, at + 1));
  }
  return seen;
}

/** `[1]` and `[]` in prose are references and check boxes, `{}` a name for nothing. */
function isProse(value: Json): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (Array.isArray(value) ? value.every((item) => typeof item === "number") : Object.keys(value).length === 0)
  );
}

function next(text: string, from: number): number {
  const found = text.slice(from).search(/[{[]/);
  return found < 0 ? -1 : from + found;
}

function strictJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Quotes, fences and stops that may stand around a label. */
const MARKS = 40;

function parseLabel(answer: string, form: OutputForm & { readonly kind: "closed" }): ParsedOutput {
  const longest = Math.max(...form.labels.map((label) => label.length));
  const wrong = failed(`Expected exactly one of: ${form.labels.join(", ")}.`);
  if (answer.length > longest + MARKS) return wrong;
  const bare = quotedText(answer) ?? answer.replace(/^(?:```[\w-]*\s*)?["'`*]*|["'`*.]*(?:\s*```)?$/g, "").trim();
  for (const text of [answer, bare]) if (form.labels.includes(text)) return { success: true, value: form.valueOf(text) };
  const folded = form.labels.filter((label) => label.toLowerCase() === bare.toLowerCase());
  if (folded.length === 1 && folded[0] !== undefined) return { success: true, value: form.valueOf(folded[0]) };
  return wrong;
}

function quotedText(answer: string): string | null {
  if (!answer.startsWith('"') || !answer.endsWith('"')) return null;
  const value = strictJson(answer);
  return typeof value === "string" ? value : null;
}

/** Some engines leave the reasoning of a thinking model in its text. */
function withoutReasoning(text: string): string {
  return text.replace(/^\s*<think>[\s\S]*?<\/think>/, "");
}

function failed(message: string): ParsedOutput & { readonly success: false } {
  return { success: false, message };
}
