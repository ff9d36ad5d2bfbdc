import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";

describe("decide", () => {
  it.each([
    { lower: -0.01, upper: 0.01, kind: "equivalent", useful: false },
    { lower: 0.001, upper: 0.019, kind: "equivalent", useful: false },
    { lower: 0.001, upper: 0.02, kind: "better", useful: false },
    { lower: 0.02, upper: 0.3, kind: "better", useful: true },
    { lower: -0.3, upper: -0.001, kind: "worse", useful: false },
    { lower: -0.02, upper: 0.01, kind: "inconclusive", useful: false },
    { lower: 0, upper: 0.5, kind: "inconclusive", useful: false },
    { lower: null, upper: -0.1, kind: "worse", useful: false },
    { lower: null, upper: null, kind: "inconclusive", useful: false },
  ] as const)("says $kind for $lower to $upper at a minimum useful effect of .02", ({ lower, upper, kind, useful }) => {
    expect(decide({ lower, upper, minimumUsefulEffect: 0.02 })).toEqual({ kind, useful });
  });

  it("turns better into worse when the interval is mirrored", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (lower, width) => {
        const there = decide({ lower, upper: lower + width, minimumUsefulEffect: 0.1 }).kind;
        const back = decide({ lower: -lower - width, upper: -lower, minimumUsefulEffect: 0.1 }).kind;
        expect(back).toBe({ better: "worse", worse: "better", equivalent: "equivalent", inconclusive: "inconclusive" }[there]);
      }),
      { seed: 10 },
    );
  });

  it("refuses an interval the wrong way round and a minimum useful effect of 0", () => {
    expect(() => decide({ lower: 1, upper: 0, minimumUsefulEffect: 0.1 })).toThrow(RangeError);
    expect(() => decide({ lower: 0, upper: 1, minimumUsefulEffect: 0 })).toThrow(RangeError);
    expect(() => decide({ lower: Number.NaN, upper: 1, minimumUsefulEffect: 0.1 })).toThrow(RangeError);
  });
});
