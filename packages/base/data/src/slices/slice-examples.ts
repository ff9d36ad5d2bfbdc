import type { Example } from "@pawl/core";
import { checkIds } from "../check-ids.ts";
import { fieldAt } from "../field-at.ts";
import { inputText, type TextOf } from "../input-text.ts";

/** By what examples are grouped. A function that gives several names puts the example into each, one that gives null into none. */
export type SliceBy<R> =
  | "tag"
  | "cluster"
  | "length"
  | { readonly field: string; readonly bins?: number | undefined }
  | ((row: R) => string | readonly string[] | null | undefined);

export interface SliceExamplesOptions<R extends Example> {
  /**
   * `tag`: each tag; `cluster`: each cluster; `length`: the input's characters in bins; `field`: the values at a dotted path such as `input.channel`, `expected` or `input.items.0.kind`, each
   * member of a list for itself, numbers in bins where `bins` is given; or a function.
   */
  readonly by: SliceBy<R>;
  /** Bins of `length`: with equally many examples, as far as equal values allow. @default 4 */
  readonly bins?: number | undefined;
  /** What of an input is measured for `length`. @default all its texts */
  readonly text?: TextOf<R["input"]> | undefined;
}

export type ExampleSlice = { readonly name: string; readonly ids: readonly string[] };

export type ExampleSlices = {
  /** `tag`, `input.channel`, …; `function` for a function. */
  readonly by: string;
  /** By name; bins by their values. */
  readonly slices: readonly ExampleSlice[];
  /** Ids of the examples in no slice: without a tag, a cluster or the field. */
  readonly unsliced: readonly string[];
  /** Whether some example is in several slices, so that they do not add up. */
  readonly overlapping: boolean;
};

/**
 * Returns the examples' ids grouped into slices, for a figure on each. An example without what is asked for is in none. An empty list has none.
 * @throws PawlError `data.invalid-rows` with all examples that have no id, or one that stood before; RangeError for bins below 1.
 */
export function sliceExamples<R extends Example>(rows: readonly R[], options: SliceExamplesOptions<R>): ExampleSlices {
  const { by, text = inputText } = options;
  checkIds(rows, "example");
  const bins = (typeof by === "object" ? by.bins : options.bins) ?? 4;
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`bins is a whole number from 1; got ${bins}.`);
  if (by === "length") {
    return binned(rows, { by, bins, value: (row) => text(row.input).length, name: (low, high) => `${range(low, high)} characters` });
  }
  if (typeof by === "object" && by.bins !== undefined)
    return binned(rows, { by: by.field, bins, value: (row) => fieldAt(row, by.field), name: range });
  const namesOf = typeof by === "function" ? by : (row: R): readonly string[] => names(valueUnder(row, by));
  const members = new Map<string, string[]>();
  const unsliced: string[] = [];
  let overlapping = false;
  for (const row of rows) {
    const given = namesOf(row);
    const own = new Set(given === null || given === undefined ? [] : typeof given === "string" ? [given] : given);
    if (own.size === 0) unsliced.push(row.id);
    overlapping ||= own.size > 1;
    for (const name of own) {
      const ids = members.get(name);
      if (ids === undefined) members.set(name, [row.id]);
      else ids.push(row.id);
    }
  }
  const slices = [...members].map(([name, ids]) => ({ name, ids })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { by: typeof by === "function" ? "function" : typeof by === "object" ? by.field : by, slices, unsliced, overlapping };
}

function valueUnder(row: Example, by: "tag" | "cluster" | { readonly field: string }): unknown {
  if (by === "tag") return row.tags;
  return by === "cluster" ? row.cluster : fieldAt(row, by.field);
}

/** A list is several values; an object is none that could be a name. */
function names(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(names);
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}

function range(low: number, high: number): string {
  return low === high ? `${low}` : `${low} to ${high}`;
}

function binned<R extends Example>(
  rows: readonly R[],
  {
    by,
    bins,
    value,
    name,
  }: {
    readonly by: string;
    readonly bins: number;
    readonly value: (row: R) => unknown;
    readonly name: (low: number, high: number) => string;
  },
): ExampleSlices {
  const unsliced: string[] = [];
  const valued: { readonly id: string; readonly at: number; readonly place: number }[] = [];
  for (const [place, row] of rows.entries()) {
    const at = value(row);
    if (typeof at === "number" && Number.isFinite(at)) valued.push({ id: row.id, at, place });
    else unsliced.push(row.id);
  }
  const sorted = valued.toSorted((a, b) => a.at - b.at);
  const slices: ExampleSlice[] = [];
  for (let from = 0, bin = 1; from < sorted.length; bin++) {
    let to = bin >= bins ? sorted.length : Math.max(from + 1, Math.round((bin * sorted.length) / bins));
    // Equal values are not parted.
    while (to < sorted.length && sorted[to]?.at === sorted[to - 1]?.at) to++;
    const own = sorted.slice(from, to);
    const ids = own.toSorted((a, b) => a.place - b.place).map(({ id }) => id);
    slices.push({ name: name(own[0]?.at ?? 0, own.at(-1)?.at ?? 0), ids });
    from = to;
  }
  return { by, slices, unsliced, overlapping: false };
}
