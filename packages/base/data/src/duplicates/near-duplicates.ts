import { bandKeys, bandsFor } from "./min-hash.ts";
import { comparable, jaccard, shingles } from "./shingles.ts";
import { unionFind } from "./union-find.ts";

export interface NearDuplicateOptions {
  /** The least Jaccard similarity of two near duplicates, in 0..1. @default 0.7 */
  readonly threshold?: number | undefined;
  /** Characters of a shingle. @default 5 */
  readonly shingle?: number | undefined;
}

/** Two texts by their places in the list, `a < b`, and the Jaccard similarity of their shingles. */
export type DuplicatePair = { readonly a: number; readonly b: number; readonly similarity: number };

export type NearDuplicates = {
  /** For each text the place of the first one of its cluster. */
  readonly clusters: readonly number[];
  /** By `a`, then `b`. Of texts that are equal but for case and punctuation only the pairs with the first one. */
  readonly pairs: readonly DuplicatePair[];
};

/**
 * Returns which texts are near duplicates of each other: candidates by MinHash and bands, each pair then checked exactly, clusters by
 * what is linked through any chain of pairs. The same texts give the same result. A pair at the threshold is missed with a chance of at
 * most .0005, a more similar one less often. An empty list gives empty lists.
 * @throws RangeError for a threshold outside (0, 1] or a shingle below 1.
 */
export function nearDuplicates(texts: readonly string[], options: NearDuplicateOptions = {}): NearDuplicates {
  const { threshold, shingle } = checkNearDuplicateOptions(options);
  const sets = unionFind(texts.length);
  const pairs: DuplicatePair[] = [];
  const firsts = new Map<string, number>();
  for (const [i, text] of texts.entries()) {
    const same = comparable(text);
    const first = firsts.get(same);
    if (first === undefined) firsts.set(same, i);
    else pairs.push({ a: first, b: i, similarity: 1 });
  }
  for (const pair of similarPairs(firsts, { threshold, shingle })) pairs.push(pair);
  for (const { a, b } of pairs) sets.unite(a, b);
  return { clusters: texts.map((_, i) => sets.find(i)), pairs: pairs.sort((one, other) => one.a - other.a || one.b - other.b) };
}

/** Returns the options with what is left out. @throws RangeError for a threshold outside (0, 1] or a shingle below 1. */
export function checkNearDuplicateOptions({ threshold = 0.7, shingle = 5 }: NearDuplicateOptions): {
  readonly threshold: number;
  readonly shingle: number;
} {
  if (!(threshold > 0 && threshold <= 1)) throw new RangeError(`threshold is above 0 and at most 1; got ${threshold}.`);
  if (!Number.isInteger(shingle) || shingle < 1) throw new RangeError(`shingle is a whole number from 1; got ${shingle}.`);
  return { threshold, shingle };
}

function similarPairs(
  texts: ReadonlyMap<string, number>,
  { threshold, shingle }: { readonly threshold: number; readonly shingle: number },
): readonly DuplicatePair[] {
  const layout = bandsFor(threshold);
  const places = [...texts.values()];
  const sets = [...texts.keys()].map((text) => shingles(text, shingle));
  const keys = sets.map((set) => bandKeys(set, layout));
  const checked = new Set<number>();
  const pairs: DuplicatePair[] = [];
  for (let band = 0; band < layout.bands; band++) {
    const buckets = new Map<number, number[]>();
    for (const [i, own] of keys.entries()) {
      const key = own[band] ?? 0;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [i]);
      else {
        for (const other of bucket) {
          const pair = other * sets.length + i;
          if (checked.has(pair)) continue;
          checked.add(pair);
          const similarity = jaccard(sets[other] ?? EMPTY, sets[i] ?? EMPTY);
          if (similarity >= threshold) pairs.push({ a: places[other] ?? 0, b: places[i] ?? 0, similarity });
        }
        bucket.push(i);
      }
    }
  }
  return pairs;
}

const EMPTY = new Uint32Array(0);
