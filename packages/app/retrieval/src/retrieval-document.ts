import type { Json } from "@pawl/core";

/** What can be found: hits carry its text and metadata as they were when the index was built. */
export interface RetrievalDocument {
  /** Unique in its corpus, not empty. */
  readonly id: string;
  readonly text: string;
  /** What `where` compares with. @default {} */
  readonly metadata?: { readonly [key: string]: Json } | undefined;
}
