import fc from "fast-check";
import { expect, it } from "vitest";
import { type Adjustment, adjustPValues } from "./adjust-p-values.ts";

// statistics.md 4.1, R and statsmodels.
it.each([
  { method: "holm", want: [0.04, 0.09, 0.09, 0.025, 0.2] },
  { method: "hochberg", want: [0.04, 0.08, 0.08, 0.025, 0.2] },
  { method: "hommel", want: [0.04, 0.08, 0.06, 0.025, 0.2] },
  { method: "benjamini-hochberg", want: [0.025, 0.05, 0.05, 0.025, 0.2] },
  { method: "benjamini-yekutieli", want: [0.0570833, 0.1141667, 0.1141667, 0.0570833, 0.4566667] },
] as const)("adjusts by $method as R does", ({ method, want }) => {
  expect(adjustPValues([0.01, 0.04, 0.03, 0.005, 0.2], { method })).toEqual(want.map((p) => expect.closeTo(p, 7)));
});

it("keeps the order, never lowers a value and ranks the methods", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
      const by = (method: Adjustment): readonly number[] => adjustPValues(p, { method });
      by("hommel").forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(p[i] ?? 0);
        expect(value).toBeLessThanOrEqual((by("hochberg")[i] ?? 1) + 1e-12);
        expect(by("hochberg")[i]).toBeLessThanOrEqual((by("holm")[i] ?? 1) + 1e-12);
        expect(by("benjamini-hochberg")[i]).toBeLessThanOrEqual(value + 1e-12);
      });
    }),
    { seed: 6, numRuns: 200 },
  );
});

it("is empty for none and refuses what is no p-value", () => {
  expect(adjustPValues([])).toEqual([]);
  expect(() => adjustPValues([0.5, 1.5])).toThrow(RangeError);
  expect(() => adjustPValues([Number.NaN])).toThrow(TypeError);
});
