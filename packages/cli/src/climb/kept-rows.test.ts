import type { Example } from "@pawl/core";
import { expect, it } from "vitest";
import { keptRows } from "./kept-rows.ts";
import { outputClass } from "./output-class.ts";

const train: readonly Example[] = Array.from({ length: 30 }, (_, i) => ({
  id: `r${i}`,
  input: `text ${i}`,
  expected: i % 10 === 0 ? "rare" : i % 2 ? "odd" : "even",
}));
const label = ({ expected }: Example): string => String(expected);

it("draws evenly over the classes, the same rows in the same order each time, whatever the order of train", () => {
  const kept = keptRows(train, { count: 6, label });
  const counts = Object.groupBy(kept, label);
  expect([counts["rare"]?.length, counts["odd"]?.length, counts["even"]?.length]).toEqual([2, 2, 2]);
  expect(keptRows(train, { count: 6, label })).toEqual(kept);
  expect(
    keptRows(train.toReversed(), { count: 6, label })
      .map(({ id }) => id)
      .sort(),
  ).toEqual(kept.map(({ id }) => id).sort());
});

it("gives exactly so many, also where the classes do not divide them, and all where there are fewer", () => {
  for (const count of [1, 4, 7, 11]) expect(new Set(keptRows(train, { count, label }).map(({ id }) => id)).size).toBe(count);
  expect(keptRows(train, { count: 99, label })).toHaveLength(30);
});

it("takes the class of an output from its first enum field, or from the label itself", () => {
  expect(outputClass({ outputJsonSchema: { enum: ["a"] } })("a")).toBe("a");
  const ofTicket = outputClass({ outputJsonSchema: { properties: { note: { type: "string" }, intent: { enum: ["x", "y"] } } } });
  expect(ofTicket({ note: "n", intent: "y" })).toBe("y");
  expect(outputClass({ outputJsonSchema: { type: "object" } })({ a: 1 })).toBe("");
});
