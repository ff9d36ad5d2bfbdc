import { describe, expect, it } from "vitest";
import { missingBounds } from "./missing-bounds.ts";
import { missingness } from "./missingness.ts";

describe("missingBounds", () => {
  it("gives the headline of completed items within the worst and the best case", () => {
    const { completed, worst, best, missing, share } = missingBounds([1, 1, 1, 0, null, 1, 1, null, 1, 1, 0, 1]);
    // Eight of ten, of twelve with two taken as 0 or as 1; Wilson as in statistics.md 4.1.
    expect(completed).toMatchObject({ value: 0.8, n: 10, interval: [expect.closeTo(0.490162, 6), expect.closeTo(0.943318, 6)] });
    expect([worst.value, best.value]).toEqual([expect.closeTo(8 / 12, 12), expect.closeTo(10 / 12, 12)]);
    expect([missing, share, worst.n]).toEqual([2, 2 / 12, 12]);
  });

  it("takes another range, clusters, and all or none missing", () => {
    const likert = missingBounds([1, 5, 3, null], { range: [1, 5] });
    expect([likert.worst.value, likert.completed?.value, likert.best.value]).toEqual([2.5, 3, 3.5]);
    expect(missingBounds([null, null])).toMatchObject({ completed: null, worst: { value: 0 }, best: { value: 1 }, share: 1 });
    const none = missingBounds([0, 1, 1]);
    expect(none.worst).toEqual(none.best);
    const scores = Array.from({ length: 24 }, (_, i) => (i >> 2) % 2);
    const width = (clusters?: string[]): number => {
      const [low, high] = missingBounds(scores, { clusters }).worst.interval;
      return high - low;
    };
    expect(width(scores.map((_, i) => `${i >> 2}`))).toBeGreaterThan(1.5 * width());
  });

  it("refuses no item, NaN and scores off the range", () => {
    expect(() => missingBounds([])).toThrow(RangeError);
    expect(() => missingBounds([Number.NaN])).toThrow(TypeError);
    expect(() => missingBounds([2])).toThrow(RangeError);
    expect(() => missingBounds([1], { clusters: [] })).toThrow(RangeError);
  });
});

describe("missingness", () => {
  const arm = (missing: (i: number) => boolean): (number | null)[] => Array.from({ length: 200 }, (_, i) => (missing(i) ? null : 1));

  it("tells too many from a difference between arms", () => {
    expect(missingness({ champion: arm(() => false), candidate: arm((i) => i < 20) })).toMatchObject({
      kind: "too-many",
      candidate: { share: 0.1 },
    });
    // Six in one arm only: p = 1/32, as in statistics.md 4.2; five are .0625.
    expect(missingness({ champion: arm(() => false), candidate: arm((i) => i < 6) })).toMatchObject({
      kind: "differs",
      pValue: expect.closeTo(0.03125, 9),
    });
    expect(missingness({ champion: arm(() => false), candidate: arm((i) => i < 5) })).toMatchObject({
      kind: "fine",
      pValue: expect.closeTo(0.0625, 9),
    });
    expect(missingness({ champion: arm((i) => i < 9), candidate: arm((i) => i < 9) })).toMatchObject({
      kind: "fine",
      pValue: 1,
      onlyChampion: 0,
    });
    expect(missingness({ champion: arm(() => true), candidate: arm(() => true) }, { limit: 1 }).kind).toBe("fine");
  });

  it("refuses no items and unequal lengths", () => {
    expect(() => missingness({ champion: [], candidate: [] })).toThrow(RangeError);
    expect(() => missingness({ champion: [1], candidate: [] })).toThrow(RangeError);
    expect(() => missingness({ champion: [1], candidate: [1] }, { limit: 2 })).toThrow(RangeError);
  });
});
