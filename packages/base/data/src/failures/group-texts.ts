import { sha256 } from "@pawl/core";
import type { SparseVector } from "../baselines/tf-idf.ts";
import { averageLinkage } from "./average-linkage.ts";

/** A text to group. Without any known word its vector is empty, and it is alone. */
export interface TextItem {
  readonly id: string;
  readonly vector: SparseVector;
}

export interface GroupTextsOptions {
  /** Least mean cosine between two groups that become one. */
  readonly similarity: number;
  /** Smaller groups are none. */
  readonly minSize: number;
}

/** So many are compared with each other: 1,000² similarities take 4 MB and a fraction of a second. The others join the group that is nearest to them. */
const COMPARED = 1_000;

/** Returns groups of items with similar texts, the largest first, of equally large ones the one with the first item; each in the order of items. What fits nowhere is in none. */
export function groupTexts<T extends TextItem>(items: readonly T[], { similarity, minSize }: GroupTextsOptions): readonly (readonly T[])[] {
  const drawn = items.length <= COMPARED ? items : inHashOrder(items).slice(0, COMPARED);
  const firsts = averageLinkage(drawn.length, similarity, (a, b) => cosine(drawn[a]?.vector, drawn[b]?.vector));
  const groups = new Map<number, T[]>();
  for (const [i, first] of firsts.entries()) {
    const item = drawn[i];
    if (item === undefined) continue;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [item]);
    else group.push(item);
  }
  // A tenth of the least size among those compared may be a group of all items.
  const kept = [...groups.values()].filter((group) => group.length >= Math.max(2, (minSize * drawn.length) / items.length));
  if (drawn.length < items.length) join(items, new Set(drawn), kept, similarity);
  const places = new Map(items.map((item, i) => [item, i]));
  const placeOf = (item: T | undefined): number => (item === undefined ? 0 : (places.get(item) ?? 0));
  return kept
    .filter((group) => group.length >= minSize)
    .map((group) => group.toSorted((a, b) => placeOf(a) - placeOf(b)))
    .sort((a, b) => b.length - a.length || placeOf(a[0]) - placeOf(b[0]));
}

/** Returns the sum of vectors by feature. */
export function sumOf(items: readonly TextItem[]): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const { vector } of items)
    for (const [i, feature] of vector.features.entries()) sum.set(feature, (sum.get(feature) ?? 0) + (vector.values[i] ?? 0));
  return sum;
}

/** Returns the inner product of a vector with a sum of vectors. */
export function nearness({ features, values }: SparseVector, sum: ReadonlyMap<number, number>): number {
  let product = 0;
  for (const [i, feature] of features.entries()) product += (values[i] ?? 0) * (sum.get(feature) ?? 0);
  return product;
}

function join<T extends TextItem>(items: readonly T[], drawn: ReadonlySet<T>, groups: readonly T[][], similarity: number): void {
  const centres = groups.map((group) => ({ group, sum: sumOf(group), size: group.length }));
  for (const item of items) {
    if (drawn.has(item)) continue;
    let best: T[] | null = null;
    let highest = similarity;
    for (const { group, sum, size } of centres) {
      const mean = nearness(item.vector, sum) / size;
      if (mean >= highest && (best === null || mean > highest)) {
        highest = mean;
        best = group;
      }
    }
    best?.push(item);
  }
}

function inHashOrder<T extends TextItem>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => ({ item, order: sha256(item.id) }));
  return keyed.sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ item }) => item);
}

/** Vectors have length 1 and sorted features. */
function cosine(a: SparseVector | undefined, b: SparseVector | undefined): number {
  if (a === undefined || b === undefined) return 0;
  let product = 0;
  for (let i = 0, j = 0; i < a.features.length && j < b.features.length; ) {
    const [left, right] = [a.features[i] ?? 0, b.features[j] ?? 0];
    if (left === right) product += (a.values[i] ?? 0) * (b.values[j] ?? 0);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return product;
}
