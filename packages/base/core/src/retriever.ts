import type { CallOptions } from "./call-options.ts";
import type { Json } from "./json.ts";
import type { Sha256 } from "./scalars.ts";

export type SearchHit = {
  readonly id: string;
  readonly text: string;
  /** Higher is better. */
  readonly score: number;
  /** From 1. */
  readonly rank: number;
  readonly start?: number;
  readonly end?: number;
  readonly metadata: { readonly [key: string]: Json };
};

export interface RetrieveOptions extends CallOptions {
  readonly count?: number | undefined;
  readonly where?: { readonly [field: string]: Json } | undefined;
  readonly exclude?: ReadonlySet<string> | undefined;
}

/** What a retriever may find, as a whole. */
type IndexedDocument = { readonly id: string; readonly text: string };

export interface Retriever {
  readonly name: string;
  /** Of corpus, settings and embedding model. */
  readonly hash: Sha256;
  readonly retrieve: (query: string, options?: RetrieveOptions) => Promise<readonly SearchHit[]>;
  /** All documents, in any order, where they can be listed: what a leak check looks through. */
  readonly documents?: (() => Iterable<IndexedDocument> | AsyncIterable<IndexedDocument>) | undefined;
}
