import type { Example } from "@pawl/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sliceExamples } from "./slice-examples.ts";

const rows: readonly Example<{ readonly message: string; readonly channel?: string; readonly turns?: number }>[] = [
  { id: "1", input: { message: "aa", channel: "mail", turns: 1 }, tags: ["late", "vip"], cluster: "k" },
  { id: "2", input: { message: "aaaa", channel: "chat", turns: 3 }, tags: ["late"], cluster: "k" },
  { id: "3", input: { message: "a", turns: 3 }, cluster: "m" },
  { id: "4", input: { message: "aaaaaaaa", channel: "mail" }, tags: [] },
];

it("groups by tag, cluster, field and function", () => {
  expect(sliceExamples(rows, { by: "tag" })).toEqual({
    by: "tag",
    slices: [
      { name: "late", ids: ["1", "2"] },
      { name: "vip", ids: ["1"] },
    ],
    unsliced: ["3", "4"],
    overlapping: true,
  });
  expect(sliceExamples(rows, { by: "cluster" })).toMatchObject({
    slices: [{ name: "k" }, { name: "m" }],
    unsliced: ["4"],
    overlapping: false,
  });
  expect(sliceExamples(rows, { by: { field: "input.channel" } })).toMatchObject({
    by: "input.channel",
    slices: [
      { name: "chat", ids: ["2"] },
      { name: "mail", ids: ["1", "4"] },
    ],
    unsliced: ["3"],
  });
  const odd = sliceExamples(rows, { by: ({ id }) => (id === "4" ? null : Number(id) % 2 === 1 ? ["odd", "odd"] : "even") });
  expect(odd).toMatchObject({
    by: "function",
    slices: [
      { name: "even", ids: ["2"] },
      { name: "odd", ids: ["1", "3"] },
    ],
    overlapping: false,
  });
});

it("puts lengths and numbers into bins that are named by their values", () => {
  const text = ({ message }: { readonly message: string }): string => message;
  expect(sliceExamples(rows, { by: "length", bins: 2, text }).slices).toEqual([
    { name: "1 to 2 characters", ids: ["1", "3"] },
    { name: "4 to 8 characters", ids: ["2", "4"] },
  ]);
  expect(sliceExamples(rows, { by: { field: "input.turns", bins: 3 } })).toMatchObject({
    slices: [
      { name: "1", ids: ["1"] },
      { name: "3", ids: ["2", "3"] },
    ],
    unsliced: ["4"],
  });
});

it("puts each example into exactly one bin, parts no equal values, and makes no more bins than asked for", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (values, bins) => {
      const numbered = values.map((input, i) => ({ id: `${i}`, input }));
      const { slices } = sliceExamples(numbered, { by: { field: "input", bins } });
      expect(slices.length).toBeLessThanOrEqual(bins);
      expect(slices.flatMap(({ ids }) => ids).toSorted()).toEqual(numbered.map(({ id }) => id).toSorted());
      const sets = slices.map(({ ids }) => new Set(ids.map((id) => values[Number(id)])));
      for (const [i, set] of sets.entries())
        for (const other of sets.slice(i + 1)) for (const value of set) expect(other.has(value)).toBe(false);
    }),
    { seed: 51, numRuns: 200 },
  );
});

it("has an answer for no example and refuses what means nothing", () => {
  expect(sliceExamples([], { by: "tag" })).toEqual({ by: "tag", slices: [], unsliced: [], overlapping: false });
  expect(sliceExamples([], { by: "length" }).slices).toEqual([]);
  expect(() => sliceExamples(rows, { by: "length", bins: 0 })).toThrow(RangeError);
  expect(() => sliceExamples([{ id: "", input: 1 }], { by: "tag" })).toThrow(expect.objectContaining({ code: "data.invalid-rows" }));
});
