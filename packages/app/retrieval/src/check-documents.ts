import { PawlError } from "@pawl/core";
import type { RetrievalDocument } from "./retrieval-document.ts";

/** How many mistakes a message names before it counts the rest. */
const SHOWN = 20;

/**
 * Throws where the documents cannot be told apart, all mistakes at once.
 * @throws TypeError where an id is not a text of at least one character, or a text is no string.
 * @throws PawlError `data.duplicate-document` where two have one id.
 */
export function checkDocuments(documents: readonly RetrievalDocument[], name: string): void {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const [index, { id, text }] of documents.entries()) {
    if (typeof id !== "string" || id === "") wrong.push(`documents[${index}].id is a text that is not empty, got ${shown(id)}`);
    else if (seen.has(id)) twice.add(id);
    else seen.add(id);
    if (typeof text !== "string") wrong.push(`documents[${index}].text is a text, got ${shown(text)}`);
  }
  if (wrong.length > 0) throw new TypeError(`Retriever "${name}": ${listed(wrong, "; ")}.`);
  if (twice.size > 0) {
    throw new PawlError(
      "data.duplicate-document",
      `Retriever "${name}" was given several documents of one id: ${listed(
        [...twice].map((id) => JSON.stringify(id)),
        ", ",
      )}. A hit names its document by id, so give each its own, or leave the copies out.`,
      { facts: { retriever: name, ids: [...twice].slice(0, SHOWN), count: twice.size } },
    );
  }
}

function shown(value: unknown): string {
  return value === "" ? '""' : value === null ? "null" : typeof value;
}

function listed(parts: readonly string[], separator: string): string {
  const rest = parts.length - SHOWN;
  return parts.slice(0, SHOWN).join(separator) + (rest > 0 ? `${separator}and ${rest} more` : "");
}
