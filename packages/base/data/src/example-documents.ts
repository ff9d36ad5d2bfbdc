import type { Dataset, Json, SearchHit } from "@pawl/core";
import { inputText, type TextOf } from "./input-text.ts";

export interface ExampleDocumentsOptions<I> {
  /** What of an input is searched. @default all its texts */
  readonly text?: TextOf<I> | undefined;
  /** @default "train" */
  readonly split?: "train" | "dev" | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Returns a split's examples as documents to retrieve demonstrations from: a hit's id is its example's. Their cluster, tags and source stand in the metadata. */
export async function exampleDocuments<I, E>(
  dataset: Dataset<I, E>,
  options: ExampleDocumentsOptions<NoInfer<I>> = {},
): Promise<readonly Pick<SearchHit, "id" | "text" | "metadata">[]> {
  const { text = inputText, split = "train", abortSignal } = options;
  const documents: Pick<SearchHit, "id" | "text" | "metadata">[] = [];
  for await (const { id, input, cluster, tags, source } of dataset.read(split)) {
    abortSignal?.throwIfAborted();
    const metadata: { readonly [key: string]: Json } = {
      ...(cluster === undefined ? {} : { cluster }),
      ...(tags === undefined ? {} : { tags }),
      ...(source === undefined ? {} : { source }),
    };
    documents.push({ id, text: text(input), metadata });
  }
  return documents;
}
