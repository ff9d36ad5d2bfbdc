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

/** Returns the index of a run's cases, built once for each list of items. A case whose trace names no example stands for itself. */
export function exampleIndex({ items }: Pick<RunOutline<never>, "items">): ExampleIndex {
  const known = built.get(items);
  if (known !== undefined && known.exampleOf.length === items.length) return known;
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
  const index = { ids, clusters, numberOf, exampleOf, ...unitsOf(ids, clusters) };
  built.set(items, index);
  return index;
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
