import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discordantOdds } from "./discordant-odds.ts";
import { equivalenceTest } from "./equivalence-test.ts";
import { mcnemar } from "./mcnemar.ts";
import { signTest } from "./sign-test.ts";
import { walshSelect } from "./walsh.ts";
import { hodgesLehmann } from "./wilcoxon.ts";

describe("signTest", () => {
  it("is McNemar's exact test of wins and losses, ties left out and counted", () => {
    const votes = [...new Array<number>(16).fill(1), ...new Array<number>(6).fill(-1), 0, 0, 0];
    // R and SciPy: binomtest(16, 22), the exact McNemar of 4.1.
    expect(signTest(votes)).toMatchObject({ wins: 16, ties: 3, losses: 6, statistic: 16, pValue: expect.closeTo(0.0524787903, 10) });
    expect(signTest(votes, { alternative: "greater" }).pValue).toBeCloseTo(0.0524787903 / 2, 10);
    expect(signTest(votes, { alternative: "less" }).pValue).toBeGreaterThan(0.99);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 60 }), (d) => {
        const { wins, losses, pValue } = signTest(d);
        expect(pValue).toBeCloseTo(mcnemar({ wins, losses }).pValue, 12);
      }),
      { seed: 15, numRuns: 100 },
    );
  });

  it("is 1 for ties alone and refuses none and NaN", () => {
    expect(signTest([0, 0]).pValue).toBe(1);
    expect(() => signTest([])).toThrow(RangeError);
    expect(() => signTest([Number.NaN])).toThrow(TypeError);
  });
});

describe("discordantOdds", () => {
  it("gives the odds of Clopper–Pearson's interval", () => {
    // SciPy 1.10: binomtest(16, 22).proportion_ci(.95, "exact") as odds.
    const { value, interval, n } = discordantOdds({ wins: 16, losses: 6 });
    expect([value, n]).toEqual([16 / 6, 22]);
    expect(interval).toEqual([expect.closeTo(0.9911544902, 9), expect.closeTo(8.3205984308, 9)]);
  });

  it("has stated answers without losses, without wins and without both", () => {
    expect(discordantOdds({ wins: 3, losses: 0 })).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      interval: [expect.any(Number), Number.POSITIVE_INFINITY],
    });
    expect(discordantOdds({ wins: 0, losses: 3 })).toMatchObject({ value: 0, interval: [0, expect.any(Number)] });
    expect(discordantOdds({ wins: 0, losses: 0 })).toMatchObject({ value: Number.NaN, interval: [0, Number.POSITIVE_INFINITY], n: 0 });
    expect(() => discordantOdds({ wins: 0.5, losses: 0 })).toThrow(RangeError);
  });
});

describe("equivalenceTest", () => {
  const d = [0.1, 0.3, -0.05, 0.2, 0.15, 0, 0.25, -0.1, 0.05, 0.2];

  it("gives the two one-sided tests", () => {
    // statsmodels 0.13.5: ttost_paired(d, 0, −.3, .3) and (−.12, .12).
    const got = equivalenceTest(d, { margin: 0.3 });
    expect([got.pValue, got.pLower / 2.1994324138e-6]).toEqual([expect.closeTo(0.0007229881975, 12), expect.closeTo(1, 8)]);
    expect(got).toMatchObject({ equivalent: true, nonInferior: true, n: 10, difference: expect.closeTo(0.11, 12) });
    expect(equivalenceTest(d, { margin: 0.12 }).pValue).toBeCloseTo(0.408637358326, 11);
    expect(equivalenceTest(d, { margin: 0.12 })).toMatchObject({ equivalent: false, nonInferior: true });
  });

  it("says equivalent exactly where its interval lies within the margin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 30 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, margin) => {
          const { equivalent, nonInferior, interval, pValue } = equivalenceTest(values, { margin });
          if (Number.isNaN(pValue)) return;
          expect(nonInferior).toBe(interval[0] >= -margin);
          expect(equivalent).toBe(interval[0] >= -margin && interval[1] <= margin);
        },
      ),
      { seed: 16, numRuns: 200 },
    );
  });

  it("shows nothing without variance and takes clusters' degrees of freedom", () => {
    expect(equivalenceTest([0, 0, 0], { margin: 0.1 })).toMatchObject({ pValue: Number.NaN, equivalent: false, nonInferior: false });
    const clusters = d.map((_, i) => `${i >> 1}`);
    expect(equivalenceTest(d, { margin: 0.3, clusters }).pValue).toBeGreaterThan(equivalenceTest(d, { margin: 0.3 }).pValue);
    expect(() => equivalenceTest(d, { margin: 0 })).toThrow(RangeError);
    expect(() => equivalenceTest([1], { margin: 1 })).toThrow(RangeError);
  });
});

describe("walshSelect", () => {
  it("finds the k-th pairwise mean as a full list does", () => {
    // Halves of subnormal numbers are rounded.
    const value = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => x === 0 || Math.abs(x) > 1e-300),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), fc.nat(), (values, at) => {
        const sorted = Float64Array.from(values, (x) => x + 0).sort();
        const all: number[] = [];
        for (let i = 0; i < sorted.length; i++)
          for (let j = i; j < sorted.length; j++) all.push((sorted[i] ?? 0) / 2 + (sorted[j] ?? 0) / 2);
        all.sort((a, b) => a - b);
        const k = (at % all.length) + 1;
        expect(walshSelect(sorted, k) + 0).toBe((all[k - 1] ?? 0) + 0);
      }),
      { seed: 17, numRuns: 300 },
    );
  });

  it("takes a hundred thousand values, whose pairwise means would not fit into memory", () => {
    const { value, interval } = hodgesLehmann(Array.from({ length: 100_000 }, (_, i) => i / 100_000));
    expect(value).toBeCloseTo(0.499995, 9);
    expect(interval[1] - interval[0]).toBeLessThan(0.01);
  });
});
