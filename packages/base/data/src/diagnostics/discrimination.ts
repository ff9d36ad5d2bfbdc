import type { Estimate } from "@pawl/core";
import { normal } from "@pawl/stats";
import type { ScoreTable } from "./score-table.ts";

/** How far an item sides with the rest of the items; null where its scores, or the rest's, are all the same, or fewer than three systems have one. */
export type ItemDiscrimination = { readonly id: string; readonly estimate: Estimate | null };

/**
 * Returns for each item the corrected item–rest correlation: Pearson's r, over the systems, of the item's score with the mean of the other items (point-biserial
 * where scores are 0 and 1; Henrysson 1963), its interval by Fisher's z, tanh(atanh r ± z/√(n − 3)), n the systems. That interval takes n pairs as bivariate normal, which binary scores
 * are not: under ten systems it is a hint. With three systems it is [−1, 1].
 */
export function discrimination(table: ScoreTable, level: number): readonly ItemDiscrimination[] {
  const { ids, systems, scores } = table;
  const columns = systems.length;
  const [sums, counts] = [new Float64Array(columns), new Uint32Array(columns)];
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? Number.NaN;
    if (Number.isNaN(score)) continue;
    sums[at % columns] = (sums[at % columns] ?? 0) + score;
    counts[at % columns] = (counts[at % columns] ?? 0) + 1;
  }
  const z = normal().quantile((1 + level) / 2);
  return ids.map((id, row) => {
    const own: number[] = [];
    const rest: number[] = [];
    for (let column = 0; column < columns; column++) {
      const score = scores[row * columns + column] ?? Number.NaN;
      const others = (counts[column] ?? 0) - 1;
      if (Number.isNaN(score) || others < 1) continue;
      own.push(score);
      rest.push(((sums[column] ?? 0) - score) / others);
    }
    const r = own.length < 3 ? null : correlation(own, rest);
    return { id, estimate: r === null ? null : { value: r, interval: fisher(r, own.length, z), level, n: own.length, method: METHOD } };
  });
}

const METHOD = "item–rest correlation, Fisher z";

/** z of a correlation of 1 is infinite: it is taken for one of .9999. */
const HIGHEST = 0.9999;

function fisher(r: number, n: number, z: number): readonly [number, number] {
  if (n < 4) return [-1, 1];
  const centre = Math.atanh(Math.min(HIGHEST, Math.max(-HIGHEST, r)));
  const reach = z / Math.sqrt(n - 3);
  return [Math.min(r, Math.tanh(centre - reach)), Math.max(r, Math.tanh(centre + reach))];
}

function correlation(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] ?? 0) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  // What rounding leaves of equal values is no variance.
  if (aa < 1e-20 || bb < 1e-20) return null;
  return Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
