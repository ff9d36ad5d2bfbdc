import type { Pair } from "./pairs.ts";

/** One item's score; null is missing. */
export interface ScoredItem {
  readonly id: string;
  readonly score: number | null;
  readonly cluster?: string | undefined;
}

export interface PairedById {
  /** Items that both have, in the champion's order. */
  readonly pairs: readonly Pair[];
  /** Ids that only one side has: never dropped silently. */
  readonly unmatched: { readonly champion: readonly string[]; readonly candidate: readonly string[] };
}

/**
 * Returns the pairs of two lists of scores by item id, and the ids that found no partner. The cluster is the champion's, else the candidate's. Linear in the items.
 * @throws RangeError for an id twice in one list: average repeats first
 */
export function pairById(lists: { readonly champion: readonly ScoredItem[]; readonly candidate: readonly ScoredItem[] }): PairedById {
  const candidates = byId("candidate", lists.candidate);
  const champions = byId("champion", lists.champion);
  const pairs: Pair[] = [];
  const alone: string[] = [];
  for (const { id, score, cluster } of lists.champion) {
    const other = candidates.get(id);
    if (other === undefined) alone.push(id);
    else pairs.push({ id, cluster: cluster ?? other.cluster, champion: score, candidate: other.score });
  }
  return {
    pairs,
    unmatched: { champion: alone, candidate: lists.candidate.filter(({ id }) => !champions.has(id)).map(({ id }) => id) },
  };
}

function byId(name: string, items: readonly ScoredItem[]): Map<string, ScoredItem> {
  const found = new Map<string, ScoredItem>();
  for (const item of items) {
    if (found.has(item.id)) throw new RangeError(`${name} must have ids of their own, "${item.id}" is there twice. Average repeats first.`);
    found.set(item.id, item);
  }
  return found;
}
