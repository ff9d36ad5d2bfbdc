import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusteredError } from "./clusters.ts";
import { meanEstimate } from "./mean-estimate.ts";
import { allPassedBound, exactCoverage, type ProportionMethod, proportionEstimate } from "./proportion.ts";
import { passAtK, passHatK, repeatsEstimate } from "./repeats.ts";
import { skewnessCorrectedInterval } from "./skewness-corrected.ts";

// Values without another source: statistics.md 4.1 and 4.2 (statsmodels 0.13.5, SciPy, R), given to 6 digits unless more are shown.
const near = (got: readonly [number, number], want: readonly [number, number]): void => {
  expect(got[0]).toBeCloseTo(want[0], 6);
  expect(got[1]).toBeCloseTo(want[1], 6);
};

describe("proportionEstimate", () => {
  it.each([
    { method: "wilson", successes: 8, n: 10, want: [0.490162, 0.943318] },
    { method: "wilson", successes: 0, n: 10, want: [0, 0.277533] },
    { method: "wilson", successes: 10, n: 10, want: [0.722467, 1] },
    { method: "wilson", successes: 81, n: 263, want: [0.255289, 0.36621] },
    { method: "wilson", successes: 450, n: 500, want: [0.870578, 0.923322] },
    { method: "clopper-pearson", successes: 8, n: 10, want: [0.443905, 0.974789] },
    { method: "clopper-pearson", successes: 81, n: 263, want: [0.252737, 0.367622] },
    { method: "jeffreys", successes: 8, n: 10, want: [0.497226, 0.955941] },
    { method: "agresti-coull", successes: 8, n: 10, want: [0.479368, 0.954113] },
  ] as const)("gives $want for $successes of $n by $method", ({ method, successes, n, want }) => {
    near(proportionEstimate({ successes, n }, { method }).interval, want);
  });

  it("covers at n = 20, p = .9 as summed exactly", () => {
    const by = (method: ProportionMethod) => (successes: number, n: number) => proportionEstimate({ successes, n }, { method }).interval;
    const wald = (k: number, n: number): readonly [number, number] => {
      const reach = 1.959963984540054 * Math.sqrt(((k / n) * (1 - k / n)) / n);
      return [k / n - reach, k / n + reach];
    };
    expect(exactCoverage(wald, { n: 20, p: 0.9 })).toBeCloseTo(0.876, 3);
    expect(exactCoverage(by("wilson"), { n: 20, p: 0.9 })).toBeCloseTo(0.9568, 4);
    expect(exactCoverage(by("clopper-pearson"), { n: 20, p: 0.9 })).toBeCloseTo(0.9887, 4);
  });

  it("never covers under the level by Clopper–Pearson", () => {
    const interval = (successes: number, n: number): readonly [number, number] =>
      proportionEstimate({ successes, n }, { method: "clopper-pearson" }).interval;
    for (let p = 0.05; p < 1; p += 0.1) expect(exactCoverage(interval, { n: 12, p })).toBeGreaterThanOrEqual(0.95);
  });

  it("stays in 0..1, holds the share and mirrors with failures", () => {
    const methods = fc.constantFrom<ProportionMethod>("wilson", "clopper-pearson", "jeffreys", "agresti-coull");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), methods, (n, share, method) => {
        const successes = Math.round(n * share);
        const { value, interval } = proportionEstimate({ successes, n }, { method });
        const mirrored = proportionEstimate({ successes: n - successes, n }, { method }).interval;
        expect(interval[0]).toBeGreaterThanOrEqual(0);
        expect(interval[1]).toBeLessThanOrEqual(1);
        expect(value).toBeGreaterThanOrEqual(interval[0] - 1e-12);
        expect(value).toBeLessThanOrEqual(interval[1] + 1e-12);
        expect(interval[0]).toBeCloseTo(1 - mirrored[1], 9);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("bounds the share of an all-pass run by the rule of three", () => {
    expect(allPassedBound(100)).toBeCloseTo(0.05 ** 0.01, 12);
    expect(1 - allPassedBound(300)).toBeCloseTo(3 / 300, 3);
  });

  it("refuses no trials and more successes than trials", () => {
    expect(() => proportionEstimate({ successes: 0, n: 0 })).toThrow(RangeError);
    expect(() => proportionEstimate({ successes: 3, n: 2 })).toThrow(RangeError);
    expect(() => proportionEstimate({ successes: Number.NaN, n: 2 })).toThrow(TypeError);
    expect(() => proportionEstimate({ successes: 1, n: 2 }, { level: 1 })).toThrow(RangeError);
  });
});

const scores = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0];
const clusters = [..."aaaabbbccccddeee"];

describe("clusteredError", () => {
  it("gives CR0 and CR1 of the reference page", () => {
    const error = clusteredError(scores, clusters);
    expect(error.uncorrected).toBeCloseTo(0.1648974291, 10);
    expect(error.standardError).toBeCloseTo(0.1843609303, 10);
    expect(error).toMatchObject({ clusters: 5, few: true });
  });

  it("is the plain error when each item is a cluster", () => {
    const error = clusteredError(
      scores,
      scores.map((_, i) => `${i}`),
    );
    const { interval, value } = meanEstimate(scores);
    expect(error.standardError).toBeCloseTo((interval[1] - value) / 2.131449545559323, 9);
    // The central limit theorem of independent items, statistics.md 4.2.
    expect(error.standardError).toBeCloseTo(0.1280868846, 10);
    expect(error).toMatchObject({ intraclassCorrelation: 0, designEffect: 1, few: false });
  });

  it("finds full correlation in clusters that each say one thing", () => {
    const error = clusteredError([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], [..."aaabbbcccddd"]);
    expect(error.intraclassCorrelation).toBeCloseTo(1, 12);
    expect(error.designEffect).toBeCloseTo(3, 12);
  });

  it("refuses one cluster and lists of two lengths", () => {
    expect(() => clusteredError([1, 2], ["a", "a"])).toThrow(RangeError);
    expect(() => clusteredError([1, 2], ["a"])).toThrow(RangeError);
  });
});

describe("meanEstimate", () => {
  it("gives the t interval", () => {
    // SciPy 1.17: t.interval(.95, 4, mean, sem) of 1..5.
    near(meanEstimate([1, 2, 3, 4, 5]).interval, [3 - 2.776445105198 * Math.sqrt(0.5), 3 + 2.776445105198 * Math.sqrt(0.5)]);
  });

  it("clusters with C − 1 degrees of freedom", () => {
    const { value, interval, method } = meanEstimate(scores, { clusters });
    expect(interval[1] - value).toBeCloseTo(2.776445105198 * 0.1843609303, 9);
    expect(method).toBe("clustered t (CR1), rough: only 5 clusters");
  });

  it("never has width zero within a range", () => {
    const { interval } = meanEstimate([1, 1, 1, 1], { range: [0, 1] });
    // Forty items that say the same in four clusters are four: clusters may all differ from a fifth.
    const forty = new Array<number>(40).fill(1);
    const four = meanEstimate(forty, { range: [0, 1], clusters: forty.map((_, i) => `${i % 4}`) });
    expect(four).toMatchObject({ interval, n: 40, method: expect.stringContaining("clusters") });
    // Each cluster has the same mean, though its items differ.
    const halves = meanEstimate([0, 1, 0, 1, 0, 1, 0, 1], { range: [0, 1], clusters: ["a", "a", "b", "b", "c", "c", "d", "d"] });
    expect(halves.interval).toEqual(meanEstimate([0.5, 0.5, 0.5, 0.5], { range: [0, 1] }).interval);
    expect(interval[1]).toBe(1);
    expect(interval[0]).toBeLessThan(0.7);
  });

  it("answers for constant, huge and single values and refuses none and NaN", () => {
    expect(meanEstimate([2, 2]).interval).toEqual([2, 2]);
    expect(meanEstimate([2, 2]).method).toContain("no variance");
    expect(meanEstimate([1e308, 1e308, 9e307]).value).toBeCloseTo(9.6666666666e307, -300);
    expect(meanEstimate([0.5], { range: [0, 1] }).n).toBe(1);
    expect(() => meanEstimate([0.5])).toThrow(RangeError);
    expect(() => meanEstimate([])).toThrow(RangeError);
    expect(() => meanEstimate([1, Number.NaN])).toThrow(TypeError);
  });
});

describe("skewnessCorrectedInterval", () => {
  it("is the t interval for symmetric values and reaches further on the long side otherwise", () => {
    const even = skewnessCorrectedInterval([1, 2, 3, 4, 5]).interval;
    near(even, meanEstimate([1, 2, 3, 4, 5]).interval);
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.9];
    const t = meanEstimate(values).interval;
    const wider = skewnessCorrectedInterval(values).interval;
    expect(wider[0]).toBeCloseTo(t[0], 12);
    expect(wider[1]).toBeGreaterThan(t[1]);
  });
});

describe("repeats", () => {
  it("gives pass@k and pass^k of the reference page and nothing with too few repeats", () => {
    expect(passAtK({ n: 10, passed: 3, k: 1 })).toBeCloseTo(0.3, 12);
    expect(passAtK({ n: 10, passed: 3, k: 5 })).toBeCloseTo(0.9166667, 7);
    // 1 − 3003/184756; the reference page rounds its tenth digit up.
    expect(passAtK({ n: 20, passed: 5, k: 10 })).toBeCloseTo(1 - 3003 / 184756, 14);
    expect(passHatK({ n: 8, passed: 6, k: 4 })).toBeCloseTo(0.2142857143, 10);
    expect([passAtK({ n: 3, passed: 3, k: 4 }), passHatK({ n: 3, passed: 3, k: 4 })]).toEqual([undefined, undefined]);
    expect(() => passAtK({ n: 3, passed: 4, k: 1 })).toThrow(RangeError);
  });

  it("splits variance into within and between items", () => {
    // Item means 1, 3, 5: variance 4. Within variances 2, 2, 2: σ² = 2, ω² = 4 − 2/2 = 3, K* = ceil(8/3).
    const got = repeatsEstimate([
      [0, 2],
      [2, 4],
      [4, 6],
    ]);
    expect(got).toMatchObject({ withinVariance: 2, betweenVariance: 3, usefulRepeats: 3 });
    expect(got.estimate).toMatchObject({ value: 3, n: 3 });
    expect(repeatsEstimate([[1], [2]])).toMatchObject({ withinVariance: null, betweenVariance: null, usefulRepeats: null });
    expect(() => repeatsEstimate([[1]])).toThrow(RangeError);
    expect(() => repeatsEstimate([[1], []])).toThrow(RangeError);
  });
});
