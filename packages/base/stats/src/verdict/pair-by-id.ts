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
  const { champion, candidate } = lists;
  const places = new Map<string, number>();
  candidate.forEach(({ id }, i) => {
    if (places.has(id)) throw twice("candidate", id);
    places.set(id, i);
  });
  const used = new Uint8Array(candidate.length);
  const pairs: Pair[] = [];
  const alone = new Set<string>();
  for (const { id, score, cluster } of champion) {
    const place = places.get(id);
    const other = place === undefined ? undefined : candidate[place];
    if (place === undefined || other === undefined) {
      if (alone.has(id)) throw twice("champion", id);
      alone.add(id);
      continue;
    }
    if (used[place] === 1) throw twice("champion", id);
    used[place] = 1;
    pairs.push({ id, cluster: cluster ?? other.cluster, champion: score, candidate: other.score });
  }
  return {
    pairs,
    unmatched: { champion: [...alone], candidate: candidate.filter((_, i) => used[i] === 0).map(({ id }) => id) },
  };
}

function twice(list: string, id: string): RangeError {
  return new RangeError(`${list} must have ids of their own, "${id}" is there twice. Average repeats first.`);
}
