import { describe, expect, it } from "vitest";
import { acceleration, bcaInterval, biasCorrection, sortedQuantile } from "./bca.ts";
import { bootstrap, jackknife } from "./bootstrap.ts";
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
