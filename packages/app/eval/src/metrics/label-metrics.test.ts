import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelEstimate } from "./label-estimate.ts";
import { type LabelPair, labelMetrics } from "./label-metrics.ts";

const pairsOf = (expected: string, given: string): LabelPair[] =>
  Array.from(expected, (label, i) => ({ expected: label, given: given[i] === "-" ? null : (given[i] ?? null) }));

describe("labelMetrics", () => {
  // Values: scikit-learn, zero_division=0.
  it("equals scikit-learn", () => {
    const metrics = labelMetrics(pairsOf("aaaaabbbccd", "aabbcbbaccc"));
    expect(metrics.n).toBe(11);
    expect(metrics.accuracy).toBeCloseTo(0.5454545, 7);
    expect(metrics.balancedAccuracy).toBeCloseTo(0.5166667, 7);
    expect(metrics.mcc).toBeCloseTo(0.3827452187, 9);
    expect(metrics.macro.precision).toBeCloseTo(0.4166667, 7);
    expect(metrics.macro.recall).toBeCloseTo(0.5166667, 7);
    expect(metrics.macro.f1).toBeCloseTo(0.4345238, 7);
    expect(metrics.micro).toEqual({ precision: 6 / 11, recall: 6 / 11, f1: 12 / 22 });
    expect(metrics.weighted.f1).toBeCloseTo(0.5043290043, 9);
    expect(metrics.perClass.map(({ label, support, predicted }) => [label, support, predicted])).toEqual([
      ["a", 5, 3],
      ["b", 3, 4],
      ["c", 2, 4],
      ["d", 1, 0],
    ]);
    expect(metrics.confusion.counts).toEqual([
      [2, 2, 1, 0],
      [1, 2, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 1, 0],
    ]);
  });

  it("takes a label outside the classes for a class, as scikit-learn, and none given for none", () => {
    const other = labelMetrics(pairsOf("abb", "azb"));
    expect([other.macro.f1, other.balancedAccuracy]).toEqual([(1 + 2 / 3 + 0) / 3, 0.75]);
    expect(other.mcc).toBeCloseTo(0.6123724357, 9);
    const none = labelMetrics(pairsOf("abb", "a-b"));
    expect([none.macro.f1, none.balancedAccuracy, none.accuracy]).toEqual([(1 + 2 / 3) / 2, 0.75, 2 / 3]);
    expect(none.micro).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8 });
    expect(none.mcc).toBeCloseTo(other.mcc, 12);
    expect(none.confusion).toEqual({
      labels: ["a", "b"],
      counts: [
        [1, 0],
        [0, 1],
      ],
      none: [0, 1],
    });
  });

  it("is 0 where it would divide by zero, and needs an item", () => {
    const constant = labelMetrics(pairsOf("aa", "aa"));
    expect([constant.accuracy, constant.mcc]).toEqual([1, 0]);
    expect(labelMetrics(pairsOf("a", "-")).macro.precision).toBe(0);
    expect(() => labelMetrics([])).toThrow(RangeError);
  });

  it("does not depend on the order of the items", () => {
    const pair = fc.record({ expected: fc.constantFrom("a", "b", "c"), given: fc.constantFrom("a", "b", "c", null) });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 20 }), (pairs) => {
        const metrics = labelMetrics(pairs);
        expect(labelMetrics([...pairs].reverse())).toEqual(metrics);
        expect(metrics.micro.recall).toBe(metrics.accuracy);
        expect(Math.abs(metrics.mcc)).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { numRuns: 100, seed: 6 },
    );
  });
});

describe("labelEstimate", () => {
  const pairs = pairsOf("aaaaabbbccd".repeat(4), "aabbcbbaccc".repeat(4));

  it("is the metric of all items with a seeded interval around it", () => {
    const estimate = labelEstimate(pairs, { resamples: 500, seed: 1 });
    expect(estimate.value).toBe(labelMetrics(pairs).macro.f1);
    expect(estimate.interval[0]).toBeLessThan(estimate.value);
    expect(estimate.interval[1]).toBeGreaterThan(estimate.value);
    expect(labelEstimate(pairs, { resamples: 500, seed: 1 })).toEqual(estimate);
  });

  it("takes any number read off the metrics", () => {
    const recall = labelEstimate(pairs, {
      measure: ({ perClass }) => perClass.find(({ label }) => label === "a")?.recall ?? 0,
      resamples: 200,
      method: "percentile",
    });
    expect(recall.value).toBe(0.4);
    expect(labelEstimate(pairs, { measure: "mcc", resamples: 200 }).value).toBeCloseTo(0.3827452187, 9);
  });

  it("draws whole clusters where they are given", () => {
    const clusters = pairs.map((_, i) => `c${i % 11}`);
    const wide = labelEstimate(pairs, { measure: "accuracy", clusters, resamples: 500 });
    const narrow = labelEstimate(pairs, { measure: "accuracy", resamples: 500 });
    expect(wide.standardError).toBeGreaterThan(narrow.standardError);
  });

  it("draws the clusters that the pairs name, of few of them percentiles", () => {
    const grouped = (count: number): LabelPair[] => pairs.map((pair, i) => ({ ...pair, cluster: `c${i % count}` }));
    const clusters = pairs.map((_, i) => `c${i % 11}`);
    const named = labelEstimate(grouped(11), { measure: "accuracy", resamples: 500 });
    expect(named).toEqual(labelEstimate(pairs, { measure: "accuracy", clusters, resamples: 500 }));
    expect(labelEstimate(grouped(4), { resamples: 100 }).method).toBe("bootstrap, percentile, clusters");
    // A pair without one stands alone, whatever a cluster is called.
    const mixed = pairs.map((pair, i) => (i < 4 ? { ...pair, cluster: "4" } : pair));
    expect(labelEstimate(mixed, { resamples: 100 }).method).toBe("bootstrap, bca, clusters");
  });

  it("is not certain of labels that are all right", () => {
    const right = pairsOf("aaaaabbbcc", "aaaaabbbcc");
    // Wilson's lower bound of 10 of 10 is .722467.
    for (const measure of ["accuracy", "macro-f1", "micro-f1", "weighted-f1", "balanced-accuracy"] as const)
      expect(labelEstimate(right, { measure, resamples: 50 }).interval).toEqual([expect.closeTo(0.722467, 5), 1]);
    expect(labelEstimate(right, { measure: "mcc", resamples: 50 }).interval[0]).toBeCloseTo(2 * 0.722467 - 1, 5);
    const two = labelEstimate(
      right.map((pair, i) => ({ ...pair, cluster: `c${i % 2}` })),
      { measure: "accuracy", resamples: 50 },
    );
    expect(two.interval[0]).toBeLessThan(0.5);
  });

  it("refuses BCa under ten items", () => {
    expect(() => labelEstimate(pairs.slice(0, 9))).toThrow(RangeError);
    expect(labelEstimate(pairs.slice(0, 9), { method: "percentile", resamples: 100 }).n).toBe(9);
  });
});
