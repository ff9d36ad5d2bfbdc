import { seededRandom, shuffled } from "@pawl/core";
import { heldOutAgreement } from "./held-out-agreement.ts";
import { percent } from "./item-group.ts";
import { byCost, byDiscrimination, byGaps, SUBSET_METHODS, type SubsetMethod, systemMeans } from "./item-orders.ts";
import { rankAgreement } from "./rank-agreement.ts";
import { type ScoreEnds, type ScoreTable, type SystemScores, scoreTable } from "./score-table.ts";

export interface CheapestSubsetOptions extends ScoreEnds {
  /** How much of the full set's agreement with items held out the subset must reach, in 0..1. @default 0.95 */
  readonly keep?: number | undefined;
  /** @default 200, fewer from 10,000 items on, 20 at least */
  readonly resamples?: number | undefined;
  readonly seed: number | string;
}

export type CheapestSubset = {
  /** Whether a smaller set was found; else `ids` are all complete items. */
  readonly found: boolean;
  /** The items to keep, the most telling for their cost first. */
  readonly ids: readonly string[];
  readonly count: number;
  readonly method: SubsetMethod | null;
  /** Of the complete items' count and cost, in 0..1. */
  readonly shareOfItems: number;
  readonly shareOfCost: number;
  /** Kendall's τ of the subset's ranking with that of all items: seen on the items it was chosen from, hence flattering. */
  readonly tau: number | null;
  /** Mean τ of a system left out with its place by items held out: of subsets of this size chosen in this way, of all items, of as many drawn at random. */
  readonly heldOut: { readonly subset: number | null; readonly all: number | null; readonly random: number | null };
  /** Items left out because some system has no score. */
  readonly incomplete: number;
  readonly sentence: string;
};

/**
 * Returns the cheapest items that still rank systems. Items are put into order at random, by cost, by what they discriminate for their cost, and by turns for each gap in the
 * ranking; on equal cost the first of these ways is taken. Kept is the beginning of an order that costs least and places a system it was not chosen by, as judged by items it was not chosen from: each resample
 * (a bootstrap of the items, one system left out in turn) makes its own order from the drawn items and the other systems, and the left-out system's place by the beginning is compared with its place by the items
 * that were not drawn. The mean τ must be `keep` times that of all drawn items, at this size and the next. τ is Kendall's over the pairs with that system, one that the subset ties counting as half right.
 * A chosen subset keeps an order, while its mean scores are not those of the full set; one drawn at random keeps both. With two systems only random ones are sound.
 * @throws PawlError `data.invalid-scores`; RangeError for options that mean nothing.
 */
export function cheapestSubset(systems: readonly SystemScores[], options: CheapestSubsetOptions): CheapestSubset {
  const { keep = 0.95, seed } = options;
  if (!(keep > 0 && keep <= 1)) throw new RangeError(`keep is above 0 and at most 1; got ${keep}.`);
  const whole = scoreTable(systems, options);
  const table = complete(whole);
  const n = table.ids.length;
  const { resamples = Math.max(20, Math.min(200, Math.floor(2e6 / Math.max(1, n)))) } = options;
  if (!Number.isInteger(resamples) || resamples < 10) throw new RangeError(`resamples is a whole number from 10; got ${resamples}.`);
  const every = Array.from({ length: n }, (_, i) => i);
  const full = systemMeans(table, every);
  const incomplete = whole.ids.length - n;
  const none = (sentence: string, all: number | null = null): CheapestSubset => {
    const heldOut = { subset: null, all, random: null };
    return {
      found: false,
      ids: table.ids,
      count: n,
      method: null,
      shareOfItems: 1,
      shareOfCost: 1,
      tau: rankAgreement(full, full),
      heldOut,
      incomplete,
      sentence,
    };
  };
  if (table.systems.length < 2) return none("One system has no ranking: give the scores of two at least.");
  if (n < LEAST_ITEMS) return none(`${n} items have a score from every system: under ${LEAST_ITEMS} nothing can be held out.`);
  const random = seededRandom(seed);
  const orders: { readonly [method in SubsetMethod]: (of: ScoreTable, rows: readonly number[]) => readonly number[] } = {
    cheapest: (of, rows) => byCost(of, shuffled(rows, random)),
    discrimination: byDiscrimination,
    balanced: byGaps,
    random: (_, rows) => shuffled(rows, random),
  };
  const sizes = sizesTo(Math.floor(n * LARGEST));
  const held = heldOutAgreement(table, { orders, sizes, resamples, random: random.fork("resamples") });
  if (held.all === null || held.all <= 0) {
    return none("The items do not rank the systems: on items held out the order is no better than chance.", held.all);
  }
  const needed = keep * held.all;
  const total = table.costs.reduce((sum, cost) => sum + cost, 0);
  let best: { readonly method: SubsetMethod; readonly at: number; readonly rows: readonly number[]; readonly cost: number } | null = null;
  const priced = table.costs.some((cost) => cost !== table.costs[0]);
  for (const method of SUBSET_METHODS) {
    if (method === "cheapest" && !priced) continue;
    const taus = held.by[method];
    const at = sizes.findIndex((_, i) => (taus[i] ?? -1) >= needed && (taus[i + 1] ?? taus[i] ?? -1) >= needed);
    const size = sizes[at];
    if (size === undefined) continue;
    const rows = orders[method](table, every).slice(0, size);
    const cost = total === 0 ? size / n : rows.reduce((sum, row) => sum + (table.costs[row] ?? 0), 0) / total;
    if (best === null || cost < best.cost) best = { method, at, rows, cost };
  }
  if (best === null) {
    return none(
      `No ${sizes.at(-1)} of the ${n} items keep the ranking: on items held out they agree less than ${percent(keep)} % as well as all do.`,
      held.all,
    );
  }
  const { method, at, rows, cost: shareOfCost } = best;
  const heldOut = { subset: held.by[method][at] ?? null, all: held.all, random: held.by.random[at] ?? null };
  const count = rows.length;
  return {
    found: true,
    ids: rows.map((row) => table.ids[row] ?? ""),
    count,
    method,
    shareOfItems: count / n,
    shareOfCost,
    tau: rankAgreement(systemMeans(table, rows), full),
    heldOut,
    incomplete,
    sentence:
      `${count} of ${n} items (${percent(shareOfCost)} % of the cost), ${SAYS[method]}, keep the ranking of ${table.systems.length} systems: a system left out is placed by them as by items held out with a Kendall τ of ` +
      `${told(heldOut.subset)}, by all items with ${told(heldOut.all)}, by ${count} drawn at random with ${told(heldOut.random)}.` +
      (method === "random" ? "" : " Their mean scores are not those of the full set.") +
      (held.all < WEAK ? " All the items together rank these systems weakly." : ""),
  };
}

/** Half and a bit more of the items is all that a resample has of its own. */
const LARGEST = 0.6;
const LEAST_ITEMS = 10;
const WEAK = 0.5;

const SAYS: { readonly [method in SubsetMethod]: string } = {
  cheapest: "the cheapest ones",
  discrimination: "chosen by discrimination",
  balanced: "chosen by turns for each gap in the ranking",
  random: "drawn at random",
};

function told(tau: number | null): string {
  return tau === null ? "none" : tau.toFixed(2);
}

function sizesTo(most: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1; size <= most; size = Math.max(size + 1, Math.round(size * 1.15))) sizes.push(size);
  return sizes;
}

function complete(table: ScoreTable): ScoreTable {
  const columns = table.systems.length;
  const rows = table.ids.flatMap((_, row) => (table.scores.subarray(row * columns, (row + 1) * columns).some(Number.isNaN) ? [] : [row]));
  const scores = new Float64Array(rows.length * columns);
  for (const [to, row] of rows.entries()) scores.set(table.scores.subarray(row * columns, (row + 1) * columns), to * columns);
  return {
    systems: table.systems,
    ids: rows.map((row) => table.ids[row] ?? ""),
    scores,
    costs: Float64Array.from(rows, (row) => table.costs[row] ?? 1),
  };
}
