import { createHash } from "node:crypto";
import { canonicalJson, type Sha256 } from "@pawl/core";
import type { RetrievalDocument } from "./retrieval-document.ts";

/** What is handed to the hash at a time: fewer, larger pieces are faster. */
const PIECE = 1 << 16;

/** Returns the SHA-256 of documents in the order given, each as a line of JSON: id, text and, where there is any, metadata. One pass, no copy of the whole. */
export function corpusHash(documents: Iterable<RetrievalDocument>): Sha256 {
  const hash = createHash("sha256");
  let piece = "";
  for (const { id, text, metadata } of documents) {
    const more = metadata === undefined || Object.keys(metadata).length === 0 ? "" : `,${canonicalJson(metadata)}`;
    piece += `[${JSON.stringify(id)},${JSON.stringify(text)}${more}]\n`;
    if (piece.length < PIECE) continue;
    hash.update(piece);
    piece = "";
  }
  return hash.update(piece).digest("hex");
}
