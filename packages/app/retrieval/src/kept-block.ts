import { hashOf, type Retriever, type SearchHit } from "@pawl/core";
import { checkCount, DEFAULT_COUNT } from "./check-count.ts";
import { checkDocuments } from "./check-documents.ts";
import { copiedDocument } from "./copied-document.ts";
import { corpusHash } from "./corpus-hash.ts";
import { documentFilter } from "./document-filter.ts";
import type { RetrievalDocument } from "./retrieval-document.ts";

export interface KeptBlockOptions {
  /** The block, in prompt order: the first one stands first in the prompt. At least one. */
  readonly documents: readonly RetrievalDocument[];
  /** How many of the inner retriever's hits come with it at most. At least 0. */
  readonly nearest: number;
  /** @default the inner retriever's name with "-kept" */
  readonly name?: string | undefined;
}

/**
 * Returns a retriever that gives a block of documents with every query, plus the inner retriever's nearest few. Prompts put the best hit last, next to
 * the question, so the block is ranked last, its first document lowest: prompts of different inputs then begin with the same block, which an engine's
 * prefix cache computes once. Hits: nearest first with their own scores, then the block from its last document to its first, one apart, below 0 and
 * below the nearest. `count` is met by fewer nearest, then by the block's first documents; ask for at least block + nearest. `where` and `exclude`
 * hold for the block too. Settings are in the hash.
 * @throws RangeError where the block is empty or `nearest` is not a whole number of at least 0; otherwise as `bm25Retriever` of its documents.
 */
export function keptBlock(retriever: Retriever, options: KeptBlockOptions): Retriever {
  const { nearest, name = `${retriever.name}-kept` } = options;
  if (!Number.isSafeInteger(nearest) || nearest < 0)
    throw new RangeError(`keptBlock: nearest is a whole number of at least 0; got ${nearest}.`);
  if (options.documents.length === 0)
    throw new RangeError("keptBlock: documents hold at least one document; without a block, use the retriever alone.");
  checkDocuments(options.documents, name);
  const block = options.documents.map(copiedDocument);
  const ids = new Set(block.map(({ id }) => id));
  return {
    name,
    hash: hashOf({ kind: "pawl.kept-block/1", retriever: retriever.hash, documents: corpusHash(block), nearest }),
    ...(retriever.documents === undefined ? {} : { documents: () => both(block, retriever.documents?.() ?? []) }),
    retrieve: async (query, retrieveOptions = {}) => {
      const { count = DEFAULT_COUNT, exclude, where } = retrieveOptions;
      checkCount(count, name);
      retrieveOptions.abortSignal?.throwIfAborted();
      const accepts = documentFilter({ where, exclude });
      const kept = (accepts ? block.filter(accepts) : block).slice(0, count);
      const wanted = Math.min(nearest, count - kept.length);
      const hits =
        wanted === 0
          ? []
          : await retriever.retrieve(query, { ...retrieveOptions, count: wanted, exclude: new Set([...ids, ...(exclude ?? [])]) });
      return [...hits, ...below(hits, kept)].map((hit, index) => ({ ...hit, rank: index + 1 }));
    },
  };
}

/** The block stands in for what the inner retriever has under the same ids. */
async function* both(
  block: readonly IndexedDocument[],
  inner: Iterable<IndexedDocument> | AsyncIterable<IndexedDocument>,
): AsyncGenerator<IndexedDocument> {
  yield* block;
  const ids = new Set(block.map(({ id }) => id));
  for await (const document of inner) if (!ids.has(document.id)) yield document;
}

type IndexedDocument = Pick<SearchHit, "id" | "text">;

function below(
  hits: readonly SearchHit[],
  kept: readonly Pick<SearchHit, "id" | "text" | "metadata">[],
): readonly Omit<SearchHit, "rank">[] {
  const least = Math.min(0, ...hits.map(({ score }) => score));
  return kept.toReversed().map((document, index) => ({ ...document, score: least - 1 - index }));
}
