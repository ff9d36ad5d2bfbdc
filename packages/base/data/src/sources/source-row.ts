import type { RowMistake } from "../row-mistake.ts";

/** A row as its file has it, before any map: its value, or what is wrong with the place. */
export type SourceRow = { readonly line: number; readonly value: unknown } | { readonly line: number; readonly mistake: RowMistake };

/** Rows come in batches, so that a million of them do not cost a million awaits at each stage. */
export type RowBatches = AsyncIterable<readonly SourceRow[]>;

/** The mistake of bytes that are no text. */
export function notUtf8(line: number): SourceRow {
  const says = "the text is not UTF-8. Save the file as UTF-8 and load it again.";
  return { line, mistake: { field: null, problem: "invalid-utf8", says } };
}

/** Returns the value of a JSON text, or the mistake, which says where but repeats none of the text. */
export function parsedJson(text: string, line: number): SourceRow {
  try {
    const value: unknown = JSON.parse(text);
    return { line, value };
  } catch (error) {
    return { line, mistake: { field: null, problem: "invalid-json", says: `${whereOf(error, text)}.` } };
  }
}

function whereOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? null : Number(position);
  if (/^Unexpected end/.test(message) || at === text.length) return "the JSON is not valid: it ends too early";
  return at === null ? "the JSON is not valid" : `the JSON is not valid at character ${at + 1}`;
}
