import type { OutlinedTrace, RunOutline } from "../evaluation.ts";
import { unitOf } from "./unit-of.ts";

/** Which cases of a run are of which example: examples are numbered in the order they first come. */
export interface ExampleIndex {
  readonly ids: readonly string[];
  readonly clusters: readonly (string | undefined)[];
  /** By example: the number of what its scores are independent by, whose names `units` has. */
  readonly unitOf: Int32Array;
  readonly units: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** By case: the number of its example. */
  readonly exampleOf: Int32Array;
}

const built = new WeakMap<RunOutline["items"], ExampleIndex>();

/**
 * Returns the index of a run's cases, built once for each list of items. A case whose trace names no example stands for itself.
 * `like` is a run that probably has the same examples in the same order: then its names are taken, and no text is looked up.
 */
export function exampleIndex({ items }: Pick<RunOutline<never>, "items">, like?: ExampleIndex): ExampleIndex {
  const known = built.get(items);
  if (known !== undefined && known.exampleOf.length === items.length) return known;
  const same = like === undefined ? null : inTheOrderOf(like, items);
  const index = same === null || like === undefined ? indexOf(items) : { ...like, exampleOf: same };
  built.set(items, index);
  return index;
}

/** Returns the example of each case where the cases have just the examples of the other run, in its order; null where not. */
function inTheOrderOf({ clusters, ids }: ExampleIndex, items: RunOutline<never>["items"]): Int32Array | null {
  const exampleOf = new Int32Array(items.length);
  let number = -1;
  for (let i = 0; i < items.length; i++) {
    const trace = items[i]?.trace;
    if (trace === undefined) return null;
    const { cluster, id } = caseOf(trace);
    if (id !== ids[number]) {
      number++;
      if (id !== ids[number] || cluster !== clusters[number]) return null;
    }
    exampleOf[i] = number;
  }
  return number + 1 === ids.length ? exampleOf : null;
}

function indexOf(items: RunOutline<never>["items"]): ExampleIndex {
  const ids: string[] = [];
  const clusters: (string | undefined)[] = [];
  const numberOf = new Map<string, number>();
  const exampleOf = new Int32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const trace = items[i]?.trace;
    if (trace === undefined) continue;
    const { cluster, id } = caseOf(trace);
    let number = numberOf.get(id);
    if (number === undefined) {
      number = ids.length;
      numberOf.set(id, number);
      ids.push(id);
      clusters.push(cluster);
    }
    exampleOf[i] = number;
  }
  return { ids, clusters, numberOf, exampleOf, ...unitsOf(ids, clusters) };
}

function unitsOf(ids: readonly string[], clusters: readonly (string | undefined)[]): Pick<ExampleIndex, "unitOf" | "units"> {
  const numbers = new Map<string, number>();
  const units: string[] = [];
  const numberOfUnit = new Int32Array(ids.length);
  for (const [i, id] of ids.entries()) {
    const cluster = clusters[i];
    const number = (cluster === undefined ? undefined : numbers.get(cluster)) ?? units.length;
    if (number === units.length) {
      units.push(unitOf({ id, cluster }));
      if (cluster !== undefined) numbers.set(cluster, number);
    }
    numberOfUnit[i] = number;
  }
  return { unitOf: numberOfUnit, units };
}

/** Returns the number of an example in another run, −1 where it is not there. Runs of one split mostly have them in one order. */
export function numberIn(other: ExampleIndex, id: string, likely: number): number {
  return other.ids[likely] === id ? likely : (other.numberOf.get(id) ?? -1);
}

function caseOf({ id, origin }: OutlinedTrace): { readonly id: string; readonly cluster?: string | undefined } {
  return origin.example ?? { id };
}
