import { createHash } from "node:crypto";
import { canonicalJson, hashOf, type Json, type Retriever, type SearchHit, type Sha256 } from "@pawl/core";
import { type Analyzer, type AnalyzerSettings, createAnalyzer } from "./analyzer.ts";
import { checkCount, DEFAULT_COUNT } from "./check-count.ts";
import { checkDocuments } from "./check-documents.ts";
import { type CopiedDocument, copiedDocument } from "./copied-document.ts";
import { corpusHash } from "./corpus-hash.ts";
import { documentFilter } from "./document-filter.ts";
import { type InvertedIndex, invertedIndex } from "./inverted-index.ts";
import { documentRanker } from "./rank-documents.ts";
import type { RetrievalDocument } from "./retrieval-document.ts";

export interface Bm25Options {
  readonly name: string;
  /** In any order: neither results nor hash depend on it. None is allowed; then nothing is ever found. */
  readonly documents: readonly RetrievalDocument[];
  /** How soon repeats of a word stop counting: 0 is at once. In 0..100. @default 1.2 */
  readonly k1?: number | undefined;
  /** How much longer texts are marked down: 0 not at all, 1 in full. In 0..1. @default 0.75 */
  readonly b?: number | undefined;
  /** How texts and queries become terms: settings of the built-in analyser, or a function of your own. @default English */
  readonly analyzer?: AnalyzerSettings | Analyzer | undefined;
}

/**
 * Returns a retriever that ranks documents by BM25 (Robertson and Zaragoza 2009, with Lucene's idf) over an index in memory, built before it
 * returns. Hits have at least one term of the query; scores are above 0 and grow with relevance, ties go by id (UTF-16 order). An empty query, one
 * of stop words alone and an empty corpus find nothing. `where` keeps documents whose metadata has equal values, `exclude` leaves ids out; both
 * before counting. `documents` lists them all by id. The hash is of documents, settings and, for an analyser function, the index it made. Documents are copied. O(words) to build.
 * @throws PawlError `data.duplicate-document`. RangeError where k1, b or a `count` is out of range. TypeError where an id or text is no text.
 */
export function bm25Retriever(options: Bm25Options): Retriever {
  const { name, k1 = 1.2, b = 0.75, analyzer = {} } = options;
  if (typeof name !== "string" || name === "") throw new TypeError("bm25Retriever: name is a text that is not empty.");
  if (!(k1 >= 0 && k1 <= 100)) throw new RangeError(`bm25Retriever: k1 is in 0..100; got ${k1}.`);
  if (!(b >= 0 && b <= 1)) throw new RangeError(`bm25Retriever: b is in 0..1; got ${b}.`);
  checkDocuments(options.documents, name);

  const documents = options.documents.map(copiedDocument).sort((a, c) => (a.id < c.id ? -1 : 1));
  const analyze = typeof analyzer === "function" ? analyzer : createAnalyzer(analyzer);
  const index = invertedIndex(termsOf(documents, analyze), { k1, b });
  const rank = documentRanker(index, documents.length);
  const hash = hashOf({
    kind: "pawl.bm25/1",
    k1,
    b,
    analyzer: typeof analyzer === "function" ? { index: indexHash(index) } : settingsOf(analyzer),
    documents: corpusHash(documents),
  });

  return {
    name,
    hash,
    documents: () => documents,
    retrieve: async (query, retrieveOptions = {}) => {
      const { count = DEFAULT_COUNT, abortSignal } = retrieveOptions;
      abortSignal?.throwIfAborted();
      checkCount(count, name);
      const found = rank(analyze(query), { count, accepts: filterOf(documents, retrieveOptions) });
      return found.flatMap(({ document, score }, index): SearchHit[] => {
        const hit = documents[document];
        return hit === undefined ? [] : [{ ...hit, score, rank: index + 1 }];
      });
    },
  };
}

function* termsOf(documents: readonly CopiedDocument[], analyze: Analyzer): Iterable<readonly string[]> {
  for (const { text } of documents) yield analyze(text);
}

function filterOf(
  documents: readonly CopiedDocument[],
  options: Parameters<typeof documentFilter>[0],
): ((document: number) => boolean) | undefined {
  const accepts = documentFilter(options);
  if (accepts === undefined) return undefined;
  return (at) => {
    const document = documents[at];
    return document !== undefined && accepts(document);
  };
}

function settingsOf({ stem = "porter", stopWords = "english" }: AnalyzerSettings): Json {
  return { stem, stopWords: typeof stopWords === "string" ? stopWords : [...new Set(stopWords)].sort() };
}

function indexHash({ terms, offsets, documents, impacts }: InvertedIndex): Sha256 {
  const hash = createHash("sha256").update(canonicalJson([...terms.keys()].map((term) => term.toWellFormed())));
  for (const values of [offsets, documents, impacts]) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest("hex");
}
