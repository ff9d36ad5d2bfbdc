import { canonicalJson, type Json, type SearchHit } from "@pawl/core";
import type { RetrievalDocument } from "./retrieval-document.ts";

/** A document as hits carry it. */
export type CopiedDocument = Pick<SearchHit, "id" | "text" | "metadata">;

const NO_METADATA: CopiedDocument["metadata"] = Object.freeze({});

/** Returns a copy that later changes of the document do not reach. @throws TypeError where its metadata is not JSON. */
export function copiedDocument({ id, text, metadata }: RetrievalDocument): CopiedDocument {
  if (metadata === undefined) return { id, text, metadata: NO_METADATA };
  const copy: { [key: string]: Json } = JSON.parse(canonicalJson(metadata));
  return { id, text, metadata: Object.freeze(copy) };
}
