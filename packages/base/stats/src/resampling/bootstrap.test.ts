import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { moments } from "../internal/moments.ts";
import { acceleration, bcaInterval, biasCorrection, sortedQuantile } from "./bca.ts";
import { bootstrap } from "./bootstrap.ts";
import { bootstrapMean } from "./bootstrap-mean.ts";
import { indexSource } from "./index-source.ts";
import { jackknife } from "./jackknife.ts";
import { resamplingUnits, type Statistic } from "./replicates.ts";

const meanOf =
  (values: readonly number[]): Statistic =>
  (positions) => {
    let sum = 0;
    for (const position of positions) sum += values[position] ?? 0;
    return sum / positions.length;
  };

// Law school, Efron and Tibshirani 1993, table 3.1.
const lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
const gpa = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];
const correlation: Statistic = (positions) => {
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const p of positions) {
    const [a, b] = [(lsat[p] ?? 0) - 600, (gpa[p] ?? 0) - 3];
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const n = positions.length;
  const spread = (n * xx - x * x) * (n * yy - y * y);
  return spread <= 0 ? 0 : (n * xy - x * y) / Math.sqrt(spread);
};

describe("all 6⁶ resamples of a mean", () => {
  const x = [2, 3, 5, 7, 11, 20];
  const means: number[] = [];
  for (let code = 0; code < 6 ** 6; code++) {
    let sum = 0;
    for (let rest = code, k = 0; k < 6; k++, rest = Math.floor(rest / 6)) sum += x[rest % 6] ?? 0;
    means.push(sum / 6);
  }
  const sorted = Float64Array.from(means).sort();

  it("give the reference page's error, percentile and basic intervals", () => {
    const se = Math.sqrt(sorted.reduce((sum, m) => sum + (m - 8) ** 2, 0) / sorted.length);
    expect(se).toBeCloseTo(2.4944382578, 9);
    const [low, high] = [sortedQuantile(sorted, 0.025), sortedQuantile(sorted, 0.975)];
    expect([low, high, 16 - high, 16 - low]).toEqual([3.833333, 13.333333, 2.666667, 12.166667].map((v) => expect.closeTo(v, 6)));
  });

  it("give BCa with either tie rule", () => {
    const a = acceleration(jackknife(meanOf(x), resamplingUnits({ n: 6 })));
    expect(a).toBeCloseTo(0.0689032889, 9);
    expect(biasCorrection({ sorted, value: 8, ties: "strict" })).toBeCloseTo(0.0389610185, 9);
    expect(biasCorrection({ sorted, value: 8, ties: "mid-rank" })).toBeCloseTo(0.0725934619, 9);
    const input = { sorted, value: 8, acceleration: a, level: 0.95 };
    // R's boot and SciPy.
    expect(bcaInterval({ ...input, ties: "strict" })).toEqual([expect.closeTo(4.166667, 6), expect.closeTo(14.5, 6)]);
    expect(bcaInterval({ ...input, ties: "mid-rank" })).toEqual([expect.closeTo(4.333333, 6), expect.closeTo(14.833333, 6)]);
  });

  it("is the percentiles' with the value where no replicate lies on one side of it", () => {
    const sorted = Float64Array.from({ length: 101 }, (_, i) => i / 100);
    const beyond = { sorted, acceleration: 0, level: 0.9, ties: "mid-rank" } as const;
    expect(bcaInterval({ ...beyond, value: -0.001 })).toEqual([-0.001, expect.closeTo(0.95, 12)]);
    expect(bcaInterval({ ...beyond, value: 1.001 })).toEqual([expect.closeTo(0.05, 12), 1.001]);
  });
});

describe("bootstrap", () => {
  it("gives the law-school correlation, within the noise of 10,000 resamples", () => {
    // R boot with 199,999: SE .1334, percentile (.4614, .9623), BCa (.3273, .9412); tolerance three Monte Carlo errors.
    const percentile = bootstrap(correlation, { n: 15, method: "percentile", seed: 1 });
    expect(percentile.value).toBeCloseTo(0.7763745, 7);
    expect(Math.abs(percentile.standardError - 0.1334)).toBeLessThan(0.004);
    expect(Math.abs(percentile.interval[0] - 0.4614)).toBeLessThan(0.025);
    expect(Math.abs(percentile.interval[1] - 0.9623)).toBeLessThan(0.004);
    const bca = bootstrap(correlation, { n: 15, seed: 1 });
    expect(Math.abs(bca.interval[0] - 0.3273)).toBeLessThan(0.045);
    expect(Math.abs(bca.interval[1] - 0.9412)).toBeLessThan(0.006);
  });

  it("is the same for the same seed and draws whole clusters", () => {
    const values = Array.from({ length: 40 }, (_, i) => Math.floor(i / 4) % 2);
    const clusters = values.map((_, i) => `${i >> 2}`);
    const items = bootstrap(meanOf(values), { n: 40, resamples: 2000 });
    const whole = bootstrap(meanOf(values), { n: 40, resamples: 2000, clusters });
    expect(bootstrap(meanOf(values), { n: 40, resamples: 2000 })).toEqual(items);
    expect(whole.standardError / items.standardError).toBeGreaterThan(1.8);
  });

  it("mirrors percentile and basic around the value", () => {
    const values = [1, 2, 2, 3, 9, 4, 4, 1, 0, 3];
    const p = bootstrap(meanOf(values), { n: 10, method: "percentile", resamples: 500 });
    const b = bootstrap(meanOf(values), { n: 10, method: "basic", resamples: 500 });
    expect(b.interval[0]).toBeCloseTo(2 * p.value - p.interval[1], 12);
  });

  it("refuses BCa under ten items, no items and a statistic that is no number", () => {
    expect(() => bootstrap(meanOf([1, 2, 3]), { n: 3 })).toThrow(RangeError);
    expect(bootstrap(meanOf([1, 2, 3]), { n: 3, method: "percentile", resamples: 200 }).value).toBe(2);
    expect(() => bootstrap(meanOf([]), { n: 0 })).toThrow(RangeError);
    expect(() => bootstrap(() => Number.NaN, { n: 12, resamples: 10 })).toThrow(RangeError);
    expect(() => bootstrap(meanOf([1]), { n: 12, clusters: ["a"] })).toThrow(RangeError);
  });

  it("gives one point for a constant", () => {
    expect(bootstrap(() => 4, { n: 12, resamples: 50 }).interval).toEqual([4, 4]);
  });
});

describe("bootstrapMean", () => {
  const random = seededRandom(12);
  const values = Array.from({ length: 90 }, () => random.next() ** 3);

  it("is the bootstrap of a mean, of items and of clusters", () => {
    for (const clusters of [undefined, values.map((_, i) => `${(i * i) % 23}`)]) {
      for (const method of ["percentile", "basic", "bca"] as const) {
        const options = { resamples: 800, seed: 5, method, clusters };
        const fast = bootstrapMean(values, options);
        const slow = bootstrap(meanOf(values), { n: 90, ...options });
        expect(fast.interval).toEqual(slow.interval.map((end) => expect.closeTo(end, 12)));
        expect(fast).toMatchObject({ n: 90, method: slow.method, value: expect.closeTo(slow.value, 12) });
        expect(fast.standardError).toBeCloseTo(slow.standardError, 12);
      }
    }
  });

  it("covers a skewed mean a little under its level at n = 30, as bootstraps do", () => {
    const draw = seededRandom(13);
    const runs = 400;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const sample = Array.from({ length: 30 }, () => -Math.log(1 - draw.next()));
      const { interval } = bootstrapMean(sample, { resamples: 600, seed: run });
      if (interval[0] <= 1 && interval[1] >= 1) covered += 1;
    }
    // Exponential values; about .93, three standard errors are .04.
    expect(covered / runs).toBeGreaterThan(0.89);
    expect(covered / runs).toBeLessThan(0.97);
  });

  it("has stated answers for equal, huge and single values", () => {
    expect(bootstrapMean(new Array<number>(12).fill(0.1))).toMatchObject({ value: 0.1, interval: [0.1, 0.1], standardError: 0 });
    const huge = bootstrapMean([...new Array<number>(10).fill(1e308), ...new Array<number>(10).fill(-1e308)], { resamples: 200 });
    expect(huge.interval.every(Number.isFinite)).toBe(true);
    expect(huge.standardError).toBeGreaterThan(1e307);
    expect(bootstrapMean([3], { method: "percentile", resamples: 20 }).interval).toEqual([3, 3]);
    expect(() => bootstrapMean([])).toThrow(RangeError);
    expect(() => bootstrapMean([1, Number.NaN])).toThrow(TypeError);
    expect(() => bootstrapMean([1, 2, 3])).toThrow(RangeError);
  });
});

describe("jackknife", () => {
  it("leaves out groups above 2,000 units, with the same acceleration to within its noise", () => {
    const random = seededRandom(14);
    const values = Array.from({ length: 4000 }, () => random.next() ** 4);
    const a = acceleration(jackknife(meanOf(values), resamplingUnits({ n: 4000 })));
    const { skewness } = moments(values);
    // γ/(6√n), n = 4,000: .0034.
    expect(a).toBeCloseTo(skewness / (6 * Math.sqrt(4000)), 3);
    expect(a).toBeGreaterThan(0.002);
  });
});

describe("indexSource", () => {
  it("draws each position equally often, the same from the same seed, also across fills", () => {
    const counts = new Float64Array(7);
    const whole = new Uint32Array(70_000);
    indexSource("a").fill(whole, 70_000, 7);
    for (const at of whole) counts[at] = (counts[at] ?? 0) + 1;
    // χ² with 6 degrees of freedom: .001 and .999 quantiles .38 and 22.5.
    const chi2 = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
    expect(chi2).toBeGreaterThan(0.38);
    expect(chi2).toBeLessThan(22.5);
    const parts = new Uint32Array(10);
    const source = indexSource("a");
    for (let k = 0; k < 3; k++) {
      source.fill(parts, 10, 7);
      expect([...parts]).toEqual([...whole.subarray(10 * k, 10 * k + 10)]);
    }
  });
});
