import type { RandomSource } from "@pawl/core";
import { SUBSET_METHODS, type SubsetMethod, systemMeans } from "./item-orders.ts";
import { rankAgreement } from "./rank-agreement.ts";
import type { ScoreTable } from "./score-table.ts";

export interface HeldOutOptions {
  /** Each puts rows of a table into the order in which they are taken. */
  readonly orders: { readonly [method in SubsetMethod]: (table: ScoreTable, rows: readonly number[]) => readonly number[] };
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly resamples: number;
  readonly random: RandomSource;
}

export interface HeldOutAgreement {
  /** Of all drawn rows; null where the rows held out tell no systems apart. */
  readonly all: number | null;
  /** By size; null where no resample had so many rows. */
  readonly by: { readonly [method in SubsetMethod]: readonly (number | null)[] };
}

/**
 * Returns how well the first rows of each order place a system that the order never saw, by rows that it never saw: the mean over bootstrap resamples of the rows, each of which leaves one system out
 * (in turn). The order is made from the drawn rows' scores of the other systems; compared are the left-out system's pairs with the others, by the first rows and by the rows that were not drawn. Without both, a handful of rows
 * that happen to spell the ranking of the systems already known would be taken for a test of systems.
 */
export function heldOutAgreement(table: ScoreTable, { orders, sizes, resamples, random }: HeldOutOptions): HeldOutAgreement {
  const n = table.ids.length;
  const columns = table.systems.length;
  const all = meansOf(1);
  const of = (): MeansOf => meansOf(sizes.length);
  const by = { random: of(), cheapest: of(), discrimination: of(), balanced: of() };
  const others = table.systems.map((_, left) => without(table, left));
  for (let b = 0; b < resamples; b++) {
    const left = b % columns;
    const inside = new Uint8Array(n);
    for (let i = 0; i < n; i++) inside[Math.floor(random.next() * n)] = 1;
    const [drawn, outside]: [number[], number[]] = [[], []];
    for (let i = 0; i < n; i++) (inside[i] === 1 ? drawn : outside).push(i);
    const truth = systemMeans(table, outside);
    all.add(0, rankAgreement(systemMeans(table, drawn), truth, left));
    for (const method of SUBSET_METHODS) {
      const order = orders[method](others[left] ?? table, drawn);
      const sums = new Float64Array(columns);
      let taken = 0;
      for (const [at, size] of sizes.entries()) {
        if (size > order.length) break;
        for (; taken < size; taken++) {
          const row = order[taken] ?? 0;
          for (let s = 0; s < columns; s++) sums[s] = (sums[s] ?? 0) + (table.scores[row * columns + s] ?? 0);
        }
        by[method].add(at, rankAgreement(sums, truth, left));
      }
    }
  }
  const { random: anyOnes, cheapest, discrimination, balanced } = by;
  return {
    all: all.means()[0] ?? null,
    by: { random: anyOnes.means(), cheapest: cheapest.means(), discrimination: discrimination.means(), balanced: balanced.means() },
  };
}

function without(table: ScoreTable, left: number): ScoreTable {
  const columns = table.systems.length;
  const scores = table.scores.filter((_, at) => at % columns !== left);
  return { ...table, systems: table.systems.filter((_, s) => s !== left), scores };
}

interface MeansOf {
  readonly add: (place: number, value: number | null) => void;
  readonly means: () => readonly (number | null)[];
}

function meansOf(places: number): MeansOf {
  const [sums, counts] = [new Float64Array(places), new Uint32Array(places)];
  return {
    add: (place, value) => {
      if (value === null) return;
      sums[place] = (sums[place] ?? 0) + value;
      counts[place] = (counts[place] ?? 0) + 1;
    },
    means: () => Array.from(sums, (sum, i) => (counts[i] === 0 ? null : sum / (counts[i] ?? 1))),
  };
}
