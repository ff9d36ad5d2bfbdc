import { expect, it } from "vitest";
import { takePerClass } from "./take-per-class.ts";

const rows = Array.from({ length: 60 }, (_, i) => ({ id: `${i}`, label: `${i % 3}` }));
const label = (row: { readonly label: string }): string => row.label;

it("takes so many of each class, in the rows' order", () => {
  const taken = takePerClass(rows, { count: 5, label, seed: 1 });
  for (const name of ["0", "1", "2"]) expect(taken.filter((row) => row.label === name)).toHaveLength(5);
  expect(taken).toEqual(rows.filter((row) => taken.includes(row)));
});

it("keeps the rows of a smaller count in a larger one, and draws others by another seed", () => {
  const [few, more] = [takePerClass(rows, { count: 4, label, seed: 1 }), takePerClass(rows, { count: 9, label, seed: 1 })];
  expect(few.every((row) => more.includes(row))).toBe(true);
  expect(takePerClass(rows, { count: 4, label, seed: 2 })).not.toEqual(few);
});

it("gives all of a class that has fewer, and refuses a count that is none", () => {
  expect(takePerClass(rows, { count: 100, label, seed: 1 })).toEqual(rows);
  expect(() => takePerClass(rows, { count: 1.5, label, seed: 1 })).toThrow(RangeError);
});
