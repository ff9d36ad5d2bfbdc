import type { InvertedIndex } from "./inverted-index.ts";

export interface RankedDocument {
  /** Place in the list that was indexed. */
  readonly document: number;
  readonly score: number;
}

export interface RankOptions {
  readonly count: number;
  readonly accepts?: ((document: number) => boolean) | undefined;
}

/** Ranks the documents that have at least one of the terms, best first; of equal scores the earlier document. Fewer where fewer have one. */
export type RankDocuments = (terms: readonly string[], options: RankOptions) => readonly RankedDocument[];

/**
 * Returns a ranker over an index of `size` documents. A term given twice counts twice, as in Lucene. O(postings of the terms), and one number
 * a document kept between calls.
 */
export function documentRanker(index: InvertedIndex, size: number): RankDocuments {
  const { terms: ids, offsets, documents, impacts } = index;
  const scores = new Float64Array(size);
  const touched = new Uint32Array(size);
  return (terms, { count, accepts }) => {
    let met = 0;
    for (const [id, weight] of weights(terms, ids)) {
      const end = offsets[id + 1] ?? 0;
      for (let at = offsets[id] ?? 0; at < end; at++) {
        const document = documents[at] ?? 0;
        const score = scores[document] ?? 0;
        if (score === 0) touched[met++] = document;
        scores[document] = score + weight * (impacts[at] ?? 0);
      }
    }
    const best: RankedDocument[] = [];
    let least = 0;
    for (let at = 0; at < met; at++) {
      const document = touched[at] ?? 0;
      const score = scores[document] ?? 0;
      scores[document] = 0;
      if ((best.length === count && score < least) || count === 0 || (accepts && !accepts(document))) continue;
      insert(best, { document, score });
      if (best.length > count) best.pop();
      least = best.at(-1)?.score ?? 0;
    }
    return best;
  };
}

function weights(terms: readonly string[], ids: ReadonlyMap<string, number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const term of terms) {
    const id = ids.get(term);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function insert(best: RankedDocument[], one: RankedDocument): void {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = best[middle];
    if (other && (other.score > one.score || (other.score === one.score && other.document < one.document))) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, one);
}
