import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastDiscordant, mcnemar } from "./mcnemar.ts";
import { pairedT } from "./paired-t.ts";
import { signFlipTest } from "./sign-flip.ts";
import { tangoInterval } from "./tango.ts";
import { twoProportionEstimate } from "./two-proportions.ts";
import { cliffDelta, mannWhitney, welchT } from "./two-samples.ts";
import { hodgesLehmann, wilcoxon } from "./wilcoxon.ts";

// Values without another source: statistics.md 4.1 and 4.2.
const depressionX = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const depressionY = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - (b[i] ?? 0));

describe("mcnemar", () => {
  it("gives the tables of the reference page", () => {
    expect(mcnemar({ wins: 6, losses: 16 }).pValue).toBeCloseTo(0.0524787903, 10);
    expect(mcnemar({ wins: 6, losses: 16 }, { method: "mid-p" }).pValue).toBeCloseTo(0.0346896648, 10);
    const corrected = mcnemar({ wins: 6, losses: 16 }, { method: "corrected" });
    expect([corrected.statistic, corrected.pValue]).toEqual([expect.closeTo(3.681818, 6), expect.closeTo(0.0550088, 7)]);
    const plain = mcnemar({ wins: 6, losses: 16 }, { method: "chi-squared" });
    expect([plain.statistic, plain.pValue]).toEqual([expect.closeTo(4.545455, 6), expect.closeTo(0.0330063, 7)]);
    expect(mcnemar({ wins: 121, losses: 59 }).pValue / 4.43445e-6).toBeCloseTo(1, 5);
    const large = mcnemar({ wins: 121, losses: 59 }, { method: "chi-squared" });
    expect([large.statistic, large.pValue / 3.815136e-6]).toEqual([expect.closeTo(21.355556, 6), expect.closeTo(1, 6)]);
    expect([5, 6].map((wins) => mcnemar({ wins, losses: 0 }).pValue)).toEqual([expect.closeTo(0.0625, 12), expect.closeTo(0.03125, 12)]);
  });

  it("is 1 without discordant pairs and refuses counts that are none", () => {
    expect(
      (["exact", "mid-p", "chi-squared", "corrected"] as const).map((method) => mcnemar({ wins: 0, losses: 0 }, { method }).pValue),
    ).toEqual([1, 1, 1, 1]);
    expect(() => mcnemar({ wins: -1, losses: 0 })).toThrow(RangeError);
    expect([leastDiscordant(0.95), leastDiscordant(0.9), leastDiscordant(0.99)]).toEqual([6, 5, 8]);
  });
});

describe("tangoInterval", () => {
  it("gives the value of the reference page", () => {
    const { value, interval } = tangoInterval({ wins: 16, losses: 6, n: 161 });
    expect([value, ...interval]).toEqual([expect.closeTo(0.0621118, 7), expect.closeTo(0.0054334, 7), expect.closeTo(0.1240234, 7)]);
  });

  it("holds the difference, mirrors, lies in −1..1 and never has width zero", () => {
    fc.assert(
      fc.property(fc.nat({ max: 80 }), fc.nat({ max: 80 }), fc.nat({ max: 200 }), (wins, losses, rest) => {
        const n = wins + losses + rest + 1;
        const { value, interval } = tangoInterval({ wins, losses, n });
        const mirrored = tangoInterval({ wins: losses, losses: wins, n }).interval;
        expect(interval[0]).toBeLessThanOrEqual(value);
        expect(interval[1]).toBeGreaterThanOrEqual(value);
        expect(interval[1] - interval[0]).toBeGreaterThan(0);
        expect(interval[0]).toBeGreaterThanOrEqual(-1);
        expect(interval[0]).toBeCloseTo(-mirrored[1], 9);
      }),
      { seed: 4, numRuns: 300 },
    );
    expect(tangoInterval({ wins: 3, losses: 0, n: 3 }).interval[1]).toBe(1);
    // All pairs won: (1 − δ)² n = z²(1 − δ²), Wilson's bound of the share won.
    expect(tangoInterval({ wins: 10, losses: 0, n: 10 }).interval[0]).toBeCloseTo(2 * 0.722467 - 1, 5);
    expect(tangoInterval({ wins: 0, losses: 10, n: 10 }).interval).toEqual([-1, expect.closeTo(1 - 2 * 0.722467, 5)]);
    expect(() => tangoInterval({ wins: 0, losses: 0, n: 0 })).toThrow(RangeError);
    expect(() => tangoInterval({ wins: 2, losses: 2, n: 3 })).toThrow(RangeError);
  });
});

it("gives the intervals of two independent shares", () => {
  const samples = { a: { successes: 56, n: 70 }, b: { successes: 48, n: 80 } };
  // Score: the root of Miettinen and Nurminen's cubic (1985) by SciPy's brentq. The reference page's (.052552, .344039) comes from statsmodels,
  // which has count0·diff in the cubic's linear term where the paper has nobs0·diff; its null shares do not solve the likelihood equation.
  const want = { newcombe: [0.052431, 0.333873], "agresti-caffo": [0.052453, 0.335758], score: [0.0528297, 0.3381729] } as const;
  for (const method of ["newcombe", "agresti-caffo", "score"] as const) {
    const { interval } = twoProportionEstimate(samples, { method });
    expect([method, ...interval]).toEqual([method, expect.closeTo(want[method][0], 6), expect.closeTo(want[method][1], 6)]);
  }
});

it("keeps the score interval of two shares wide where no trial of either varies", () => {
  const of = (a: number, b: number): readonly number[] =>
    twoProportionEstimate({ a: { successes: a, n: 10 }, b: { successes: b, n: 10 } }, { method: "score" }).interval;
  // Null shares solved by hand: 1 and 1 − δ, so δ = k/(1 + k), k = z²N/(n(N − 1)); and (1 ± δ)/2, so (1 − δ)/(1 + δ) = z²/(2n)·N/(N − 1).
  for (const equal of [0, 10]) expect(of(equal, equal)).toEqual([expect.closeTo(-0.2879339, 6), expect.closeTo(0.2879339, 6)]);
  expect(of(10, 0)).toEqual([expect.closeTo(0.6636416, 6), 1]);
  expect(of(0, 10)).toEqual([-1, expect.closeTo(-0.6636416, 6)]);
});

describe("wilcoxon", () => {
  it("gives the exact values of the reference page", () => {
    const d = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
    const test = wilcoxon(d);
    expect([120 - test.statistic, test.pValue]).toEqual([24, expect.closeTo(0.041259765625, 12)]);
    const differences = minus(depressionX, depressionY);
    expect(wilcoxon(differences)).toMatchObject({ statistic: 40, pValue: expect.closeTo(0.0390625, 12) });
    expect(wilcoxon(differences, { alternative: "greater" }).pValue).toBeCloseTo(0.01953125, 12);
    expect(wilcoxon(differences, { alternative: "less" }).pValue).toBeGreaterThan(0.97);
  });

  it("gives each tool's value with ties and zeros", () => {
    const d = minus([3, 3, 5, 4, 2, 5, 4, 3, 4, 5, 1, 2], [3, 2, 4, 4, 3, 3, 4, 2, 5, 3, 1, 1]);
    expect(wilcoxon(d, { zeros: "drop", method: "normal" }).pValue).toBeCloseTo(0.1067188163, 10);
    expect(wilcoxon(d, { zeros: "drop", method: "normal", continuity: true }).pValue).toBeCloseTo(0.1236104024, 10);
    expect(wilcoxon(d, { zeros: "pratt", method: "normal" }).pValue).toBeCloseTo(0.1214383718, 10);
    expect(wilcoxon(d, { zeros: "drop" }).pValue).toBeCloseTo(0.171875, 12);
  });

  it("is 1 for nothing but zeros and agrees with enumeration", () => {
    expect(wilcoxon([0, 0]).pValue).toBe(1);
    expect(() => wilcoxon([])).toThrow(RangeError);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 }), (d) => {
        // The signed ranks flipped: the same conditional distribution by the sign-flip test.
        const absolute = d.map(Math.abs);
        const signedRanks = d.map(
          (x) =>
            Math.sign(x) * (absolute.filter((y) => y < Math.abs(x)).length + (absolute.filter((y) => y === Math.abs(x)).length + 1) / 2),
        );
        expect(wilcoxon(d).pValue).toBeCloseTo(signFlipTest(signedRanks).pValue, 9);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("gives R's pseudo-median and interval", () => {
    const { value, interval } = hodgesLehmann(minus(depressionX, depressionY));
    expect([value, ...interval]).toEqual([expect.closeTo(0.46, 9), expect.closeTo(0.01, 9), expect.closeTo(0.786, 9)]);
    expect(hodgesLehmann([3]).interval).toEqual([3, 3]);
    expect(hodgesLehmann(Array.from({ length: 60 }, (_, i) => i)).value).toBeCloseTo(29.5, 12);
  });
});

describe("signFlipTest", () => {
  it("enumerates small samples", () => {
    expect(signFlipTest([0.1, 0.3, -0.05, 0.2, 0.15, 0, 0.25, -0.1, 0.05, 0.2]).pValue).toBe(44 / 1024);
    expect(signFlipTest([0]).pValue).toBe(1);
  });

  it("draws large ones from the seed, near the normal value", () => {
    const d = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? -1 : 1));
    const p = signFlipTest(d, { seed: 1 });
    expect(p).toEqual(signFlipTest(d, { seed: 1 }));
    // Exact: sign test of 26 wins, 14 losses.
    expect(p.pValue).toBeCloseTo(mcnemar({ wins: 26, losses: 14 }).pValue, 1);
  });
});

describe("pairedT", () => {
  const a = [..."11010110110111010111"].map(Number);
  const b = [..."10010100111101010011"].map(Number);

  it("gives the comparison of the reference page", () => {
    const got = pairedT({ candidate: a, champion: b });
    expect(got.difference).toBeCloseTo(0.15, 12);
    expect(got.standardError).toBeCloseTo(0.109424331, 9);
    expect(got.unpairedStandardError).toBeCloseTo(0.1551739262, 10);
    expect(got.correlation).toBeCloseTo(0.5044296, 7);
    expect(got.t).toBeCloseTo(1.3708103, 7);
    expect(got.pValue).toBeCloseTo(0.1864114, 7);
    expect(got.unpairedStandardError ** 2 - got.standardError ** 2).toBeCloseTo(got.varianceSaved, 12);
  });

  it("gives the depression data's t", () => {
    const got = pairedT({ candidate: depressionX, champion: depressionY });
    expect([got.t, got.df, got.pValue]).toEqual([expect.closeTo(3.0353754156, 9), 8, expect.closeTo(0.0161766274, 10)]);
    expect(got.dz).toBeCloseTo(3.0353754156 / 3, 9);
    expect([got.wins, got.ties, got.losses]).toEqual([7, 0, 2]);
  });

  it("has no t where no difference varies and refuses unequal lengths", () => {
    expect(pairedT({ candidate: [2, 3], champion: [1, 2] })).toMatchObject({
      t: Number.NaN,
      pValue: Number.NaN,
      dz: Number.NaN,
      difference: 1,
    });
    expect(() => pairedT({ candidate: [1, 2], champion: [1, 2, 3] })).toThrow(RangeError);
    expect(() => pairedT({ candidate: [], champion: [] })).toThrow(RangeError);
  });

  it("clusters the error", () => {
    const clusters = a.map((_, i) => `${i >> 1}`);
    expect(pairedT({ candidate: a, champion: b }, { clusters }).df).toBe(9);
  });
});

describe("two independent samples", () => {
  const a = [3, 4, 2, 6, 2, 5];
  const b = [9, 7, 5, 10, 6, 8];

  it("gives U, its exact p, δ and Welch's t", () => {
    expect(mannWhitney({ a, b }, { method: "exact" })).toMatchObject({ statistic: 2, pValue: expect.closeTo(0.0086580087, 10) });
    expect(cliffDelta(a, b)).toBeCloseTo(-0.8888889, 7);
    expect(welchT(a, b)).toMatchObject({ statistic: expect.closeTo(-3.7811767, 7), pValue: expect.closeTo(0.0037124569, 10) });
    // SciPy 1.17.1 mannwhitneyu(a, b, method="asymptotic").
    expect(mannWhitney({ a, b }).pValue).toBeCloseTo(0.012591911490379705, 10);
  });

  it("is symmetric and has a stated answer without variance", () => {
    expect(mannWhitney({ a: b, b: a }, { method: "exact" }).pValue).toBeCloseTo(0.0086580087, 10);
    expect(mannWhitney({ a: [1, 1], b: [1, 1] }).pValue).toBe(1);
    expect(welchT([1, 1], [1, 1])).toMatchObject({ statistic: Number.NaN, pValue: Number.NaN });
    expect(() => cliffDelta([], [1])).toThrow(RangeError);
  });
});
