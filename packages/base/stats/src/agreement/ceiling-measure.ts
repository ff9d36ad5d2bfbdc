import { type Rating, ratingKey, ratingsIn } from "../internal/ratings.ts";
import { midRanks } from "../paired/ranks.ts";
import { productMoment } from "./product-moment.ts";

export type CeilingMeasure = "exact" | "kappa" | "pearson" | "spearman";

/** Returns each column of the rows as numbers: numbers as they are, texts and booleans by their place after sorting; NaN for null. */
export function codes(rows: readonly (readonly Rating[])[]): readonly Float64Array[] {
  const texts = ratingsIn(rows.flat()).filter((rating) => typeof rating !== "number");
  // Places from far outside the numbers that people rate with, so that a text equals no number.
  const places = new Map(texts.map((text, i) => [ratingKey(text), 2 ** 40 + i]));
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, j) =>
    Float64Array.from(rows, (row) => {
      const rating = row[j] ?? null;
      return rating === null ? Number.NaN : typeof rating === "number" ? rating : (places.get(ratingKey(rating)) ?? Number.NaN);
    }),
  );
}

/** Returns what the columns say together of each item: the majority (NaN when tied) or, for correlations, the mean. NaN without any. */
export function consensus(columns: readonly Float64Array[], measure: CeilingMeasure): Float64Array {
  return Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => {
    const given = columns.flatMap((column) => (Number.isNaN(column[i] ?? Number.NaN) ? [] : [column[i] ?? 0]));
    if (given.length === 0) return Number.NaN;
    if (measure === "pearson" || measure === "spearman") return given.reduce((sum, value) => sum + value / given.length, 0);
    const counts = new Map<number, number>();
    for (const value of given) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const winners = [...counts].filter(([, count]) => count === most);
    return winners.length === 1 ? (winners[0]?.[0] ?? Number.NaN) : Number.NaN;
  });
}

/** Returns the measure between two columns over the items at these positions that both rated; null where it is undefined. */
export function similarity(measure: CeilingMeasure, [a, b]: readonly [Float64Array, Float64Array], positions: Uint32Array): number | null {
  const x: number[] = [];
  const y: number[] = [];
  for (const at of positions) {
    const [first, second] = [a[at] ?? Number.NaN, b[at] ?? Number.NaN];
    if (Number.isNaN(first) || Number.isNaN(second)) continue;
    x.push(first);
    y.push(second);
  }
  const n = x.length;
  if (n === 0) return null;
  if (measure === "exact" || measure === "kappa") {
    const observed = x.reduce((sum, value, i) => sum + (value === y[i] ? 1 : 0), 0) / n;
    if (measure === "exact") return observed;
    const shares = new Map<number, [number, number]>();
    for (const [side, list] of [[0, x] as const, [1, y] as const]) {
      for (const value of list) {
        const pair = shares.get(value) ?? [0, 0];
        pair[side] += 1 / n;
        shares.set(value, pair);
      }
    }
    const expected = [...shares.values()].reduce((sum, [p, q]) => sum + p * q, 0);
    return 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);
  }
  return measure === "pearson" ? productMoment(x, y) : productMoment(midRanks(x), midRanks(y));
}
