import { type Json, PawlError } from "@pawl/core";
import { SHOWN } from "../mistakes.ts";

/** The scores of one system (a variant, a run) by item. */
export interface SystemScores {
  readonly system: string;
  /** An id that stands several times is a repeat, and its scores are averaged; `null` is a score that is missing. */
  readonly items: readonly {
    readonly id: string;
    readonly score: number | null;
    /** What the item costs to run, in any unit from 0. @default 1 */
    readonly cost?: number | undefined;
  }[];
}

/** What scores can be: which end is good decides what "all right" is. */
export interface ScoreEnds {
  /** @default 0 */
  readonly worst?: number | undefined;
  /** @default 1 */
  readonly best?: number | undefined;
}

/** Scores by item and system; 0 is worst, 1 is best, NaN is missing. */
export interface ScoreTable {
  readonly systems: readonly string[];
  /** In the order of their first appearance. */
  readonly ids: readonly string[];
  /** [items, systems], row-major. */
  readonly scores: Float64Array;
  /** By item: the mean of what its systems said, 1 where none did. */
  readonly costs: Float64Array;
}

/** Returns the scores of systems joined by item id. @throws PawlError `data.invalid-scores` with all mistakes; RangeError where worst is best. */
export function scoreTable(systems: readonly SystemScores[], { worst = 0, best = 1 }: ScoreEnds): ScoreTable {
  if (!Number.isFinite(worst) || !Number.isFinite(best) || worst === best) {
    throw new RangeError(`worst and best are two different numbers; got ${worst} and ${best}.`);
  }
  const mistakes = problems(systems, { worst, best });
  if (mistakes.length > 0) throw invalidScores(mistakes);
  const places = new Map<string, number>();
  for (const { items } of systems) for (const { id } of items) if (!places.has(id)) places.set(id, places.size);
  const size = places.size * systems.length;
  const [sums, counts] = [new Float64Array(size), new Uint32Array(size)];
  const [costs, costed] = [new Float64Array(places.size), new Uint32Array(places.size)];
  for (const [column, { items }] of systems.entries()) {
    for (const { id, score, cost } of items) {
      const row = places.get(id) ?? 0;
      if (cost !== undefined) {
        costs[row] = (costs[row] ?? 0) + cost;
        costed[row] = (costed[row] ?? 0) + 1;
      }
      if (score === null) continue;
      const at = row * systems.length + column;
      sums[at] = (sums[at] ?? 0) + (score - worst) / (best - worst);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return {
    systems: systems.map(({ system }) => system),
    ids: [...places.keys()],
    scores: sums.map((sum, at) => sum / (counts[at] ?? 0)),
    costs: costs.map((sum, row) => ((costed[row] ?? 0) === 0 ? 1 : sum / (costed[row] ?? 1))),
  };
}

type Problem = { readonly system: string; readonly id: string | null; readonly says: string };

function problems(systems: readonly SystemScores[], ends: { readonly worst: number; readonly best: number }): readonly Problem[] {
  const found: Problem[] = [];
  const names = new Set<string>();
  const [low, high] = [Math.min(ends.worst, ends.best), Math.max(ends.worst, ends.best)];
  if (systems.length === 0) found.push({ system: "", id: null, says: "there is no system" });
  for (const { system, items } of systems) {
    if (names.has(system)) found.push({ system, id: null, says: "the name stands twice" });
    names.add(system);
    if (items.length === 0) found.push({ system, id: null, says: "it has no item" });
    for (const [i, { id, score, cost }] of items.entries()) {
      if (typeof id !== "string" || id === "") found.push({ system, id: null, says: `item ${i + 1} has no id` });
      else if (score !== null && !(score >= low && score <= high))
        found.push({ system, id, says: `its score is ${score}, expected ${low} to ${high}, or null` });
      else if (cost !== undefined && !(cost >= 0 && cost < Number.POSITIVE_INFINITY))
        found.push({ system, id, says: `its cost is ${cost}, expected a number from 0` });
    }
  }
  return found;
}

function invalidScores(found: readonly Problem[]): PawlError {
  const lines = found
    .slice(0, SHOWN)
    .map(({ system, id, says }) => `System ${JSON.stringify(system)}${id === null ? "" : `, item ${id}`}: ${says}.`);
  if (found.length > SHOWN) lines.push(`… and ${found.length - SHOWN} more mistakes.`);
  const mistakes: readonly Json[] = found.slice(0, SHOWN);
  return new PawlError("data.invalid-scores", lines.join("\n"), { facts: { count: found.length, mistakes } });
}
