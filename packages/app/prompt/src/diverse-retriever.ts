import { hashOf, type Retriever, type SearchHit } from "@pawl/core";

export interface DiverseOptions {
  /** 1 is by relevance alone, 0 by difference alone. @default 0.7 */
  readonly lambda?: number | undefined;
  /** Hits asked of the inner retriever for each one wanted. @default 4 */
  readonly pool?: number | undefined;
}

/**
 * Returns a retriever that picks hits which are near the query and unlike each other: maximal marginal relevance (Carbonell and Goldstein 1998,
 * §2). Relevance is the inner score scaled to 0..1 over the pool, likeness of two hits the cosine of their word counts. The first is the inner
 * retriever's best; ties go to the better inner rank. Hits keep the inner score; their order and rank are those picked. Settings are in the hash.
 * O(count × pool) comparisons.
 * @throws RangeError where lambda is not in 0..1 or the pool is below 1.
 */
export function diverseRetriever(retriever: Retriever, options: DiverseOptions = {}): Retriever {
  const { lambda = 0.7, pool = 4 } = options;
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`diverseRetriever: lambda is in 0..1; got ${lambda}.`);
  if (!(pool >= 1)) throw new RangeError(`diverseRetriever: pool is at least 1; got ${pool}.`);
  return {
    name: `${retriever.name}-diverse`,
    hash: hashOf({ kind: "pawl.diverse/1", retriever: retriever.hash, lambda, pool }),
    ...(retriever.documents === undefined ? {} : { documents: () => retriever.documents?.() ?? [] }),
    retrieve: async (query, retrieveOptions = {}) => {
      const count = retrieveOptions.count ?? DEFAULT_COUNT;
      const hits = await retriever.retrieve(query, { ...retrieveOptions, count: Math.ceil(count * pool) });
      return picked(hits, count, lambda).map((hit, index) => ({ ...hit, rank: index + 1 }));
    },
  };
}

const DEFAULT_COUNT = 10;

function picked(hits: readonly SearchHit[], count: number, lambda: number): readonly SearchHit[] {
  const relevance = scaled(hits.map(({ score }) => score));
  const rest = hits.map((hit, index) => ({ hit, words: wordCounts(hit.text), relevance: relevance[index] ?? 0, likeness: 0 }));
  const out: SearchHit[] = [];
  while (out.length < count && rest.length > 0) {
    let best = 0;
    for (const [index, one] of rest.entries()) if (worth(one, lambda) > worth(rest[best] ?? one, lambda)) best = index;
    const [taken] = rest.splice(best, 1);
    if (taken === undefined) break;
    out.push(taken.hit);
    for (const one of rest) one.likeness = Math.max(one.likeness, cosine(one.words, taken.words));
  }
  return out;
}

function worth(candidate: { readonly relevance: number; readonly likeness: number }, lambda: number): number {
  return lambda * candidate.relevance - (1 - lambda) * candidate.likeness;
}

function scaled(scores: readonly number[]): readonly number[] {
  const least = Math.min(...scores);
  const span = Math.max(...scores) - least;
  return scores.map((score) => (span === 0 ? 1 : (score - least) / span));
}

function wordCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let dot = 0;
  for (const [word, count] of a) dot += count * (b.get(word) ?? 0);
  return dot === 0 ? 0 : dot / (norm(a) * norm(b));
}

function norm(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count * count;
  return Math.sqrt(sum);
}
