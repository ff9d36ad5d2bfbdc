import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { humanCeiling } from "./human-ceiling.ts";
import { type AlphaLevel, krippendorffAlpha } from "./krippendorff-alpha.ts";
import { selfConsistency } from "./self-consistency.ts";

const CODERS = ["123321412---", "123322412 5-3".replace(" ", ""), "-3332342251-", "1233244125 1-".replace(" ", "")];
// Krippendorff 2011: four coders, twelve units.
const UNITS = Array.from({ length: 12 }, (_, i) => CODERS.map((coder) => (coder[i] === "-" ? null : Number(coder[i]))));

describe("krippendorffAlpha", () => {
  it.each([
    ["nominal", 0.7434211],
    ["ordinal", 0.8153875],
    ["interval", 0.8491071],
    ["ratio", 0.7974028],
  ] as const)("gives the published value on the metric %s", (metric, value) => {
    const result = krippendorffAlpha(UNITS, { metric, resamples: 500 });
    expect(result?.value).toBeCloseTo(value, 7);
    // The last unit has one rating.
    expect(result?.n).toBe(11);
    expect(result?.interval[0]).toBeLessThan(value);
    expect(result?.interval[1]).toBeGreaterThan(value);
  });

  it("is undefined for a single rating of any kind, tells small numbers apart and refuses what has no ratio", () => {
    for (const one of ["a", true, 3] as const)
      expect(
        krippendorffAlpha([
          [one, one],
          [one, one],
        ]),
      ).toBeNull();
    const rows = [
      [1, 2],
      [2, 2],
      [3, 3],
    ];
    const small = rows.map((row) => row.map((x) => x * 1e-9));
    for (const metric of ["interval", "ratio"] as const)
      expect(krippendorffAlpha(small, { metric })?.value).toBeCloseTo(krippendorffAlpha(rows, { metric })?.value ?? 0, 12);
    expect(() => krippendorffAlpha([[1, -1]], { metric: "ratio" })).toThrow(RangeError);
  });

  it("is 1 − Do/De as counted pair by pair", () => {
    const rating = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
    const rows = fc.array(fc.tuple(rating, rating, rating), { minLength: 2, maxLength: 12 });
    const slow = (units: (number | null)[][], metric: AlphaLevel): number | null => {
      const kept = units.map((unit) => unit.filter((r) => r !== null)).filter((unit) => unit.length > 1);
      const all = kept.flat();
      const d = (a: number, b: number): number => {
        if (metric === "nominal") return a === b ? 0 : 1;
        if (metric === "interval") return (a - b) ** 2;
        if (metric === "ratio") return ((a - b) / (a + b)) ** 2;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const count = (test: (r: number) => boolean): number => all.filter(test).length;
        return (count((r) => r >= low && r <= high) - (count((r) => r === low) + count((r) => r === high)) / 2) ** 2;
      };
      const pairs = (list: number[]): number =>
        list.reduce((sum, a) => sum + list.reduce((inner, b) => inner + (a === b ? 0 : d(a, b)), 0), 0);
      const expected = pairs(all) / (all.length - 1);
      return expected === 0 || kept.length === 0
        ? null
        : 1 - kept.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0) / expected;
    };
    fc.assert(
      fc.property(rows, fc.constantFrom<AlphaLevel>("nominal", "ordinal", "interval", "ratio"), (units, metric) => {
        const want = slow(units, metric);
        const got = krippendorffAlpha(units, { metric, resamples: 5 });
        if (want === null) expect(got).toBeNull();
        else expect(got?.value).toBeCloseTo(want, 9);
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  it("takes texts in a given order, and numbers far from 0", () => {
    const names = ["low", "mid", "high"];
    const rows = UNITS.map((unit) => unit.slice(0, 2).map((r) => (r === null ? null : (names[Math.min(2, r - 1)] ?? null))));
    const numbers = UNITS.map((unit) => unit.slice(0, 2).map((r) => (r === null ? null : Math.min(3, r))));
    expect(krippendorffAlpha(rows, { metric: "ordinal", categories: names, resamples: 20 })?.value).toBeCloseTo(
      krippendorffAlpha(numbers, { metric: "ordinal", resamples: 20 })?.value ?? 0,
      12,
    );
    const far = UNITS.map((unit) => unit.map((r) => (r === null ? null : r + 1e6)));
    expect(krippendorffAlpha(far, { metric: "interval", resamples: 20 })?.value).toBeCloseTo(0.8491071, 3);
  });

  it("is null without two ratings of an item or without variation, and not certain of perfect agreement", () => {
    expect(krippendorffAlpha([])).toBeNull();
    expect(krippendorffAlpha([[1, null]])).toBeNull();
    expect(
      krippendorffAlpha([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull();
    const sure = krippendorffAlpha(
      Array.from({ length: 20 }, (_, i) => [i % 2, i % 2]),
      { resamples: 20 },
    );
    expect(sure?.value).toBe(1);
    expect(sure?.interval[0]).toBeLessThan(0.8);
    // Wilson's lower bound of 10 of 10 is .722467. Of eight 1s, six 2s and six 3s: squared distances 4 at most, on average
    // 2·(8·6·1 + 6·6·1 + 8·6·4)/(20·19) = 552/380; ordinal ranks 4, 11 and 17: 169 and 2·(48·49 + 36·36 + 48·169)/380.
    const scores = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3].map((score) => [score, score]);
    const low = (far: number, mean: number): number => 1 - ((1 - 0.722467) * far) / mean;
    expect(krippendorffAlpha(scores, { metric: "interval", resamples: 20 })?.interval).toEqual([expect.closeTo(low(4, 552 / 380), 5), 1]);
    expect(krippendorffAlpha(scores, { metric: "ordinal", resamples: 20 })?.interval).toEqual([
      expect.closeTo(low(169, (2 * (48 * 49 + 36 * 36 + 48 * 169)) / 380), 5),
      1,
    ]);
    expect(krippendorffAlpha(scores, { metric: "ratio", resamples: 20 })?.interval[0]).toBeLessThan(0.5);
    expect(() => krippendorffAlpha([["a", "b"]], { metric: "interval" })).toThrow(TypeError);
    expect(() => krippendorffAlpha([["a", "b"]], { metric: "ordinal" })).toThrow(RangeError);
    expect(() => krippendorffAlpha([[1, 2], [1]])).toThrow(RangeError);
  });
});

describe("humanCeiling", () => {
  const random = seededRandom(7);
  const noisy = (truth: number): number => (random.next() < 0.2 ? 1 - truth : truth);
  const truths = Array.from({ length: 200 }, () => (random.next() < 0.5 ? 1 : 0));
  const ratings = truths.map((truth) => [noisy(truth), noisy(truth), noisy(truth)]);

  it("gives agreement by pairs and against the rest", () => {
    // Three raters right four times of five: pairs agree .68 of the time; against the two others, where they agree (.68), (.8³ + .2³)/.68 = .765.
    const { pairwise, leaveOneOut, raters, judge, difference } = humanCeiling(ratings, { resamples: 300 });
    expect(Math.abs((pairwise?.value ?? 0) - 0.68)).toBeLessThan(0.06);
    expect(Math.abs((leaveOneOut?.value ?? 0) - 0.765)).toBeLessThan(0.06);
    expect(raters).toHaveLength(3);
    expect([judge, difference]).toEqual([null, null]);
  });

  it("puts a judge on equal terms with one more rater", () => {
    const fair = humanCeiling(ratings, { judge: truths.map(noisy), resamples: 300 });
    const [low, high] = fair.difference?.interval ?? [1, 1];
    expect(low < 0 && high > 0).toBe(true);
    const perfect = humanCeiling(ratings, { judge: truths, measure: "kappa", resamples: 300 });
    expect(perfect.difference?.interval[0]).toBeGreaterThan(0);
    const coin = humanCeiling(ratings, { judge: truths.map(() => (random.next() < 0.5 ? 1 : 0)), resamples: 300 });
    expect(coin.difference?.interval[1]).toBeLessThan(0);
  });

  it("takes correlations of scores and texts by equality", () => {
    const scores = truths.map((truth) => [truth + random.next(), truth + random.next(), truth + random.next()]);
    for (const measure of ["pearson", "spearman"] as const) {
      const { pairwise, leaveOneOut } = humanCeiling(scores, { measure, resamples: 100 });
      expect(leaveOneOut?.value).toBeGreaterThan(pairwise?.value ?? 1);
    }
    expect(
      humanCeiling(
        [
          ["a", "a"],
          ["b", "c"],
          ["a", null],
        ],
        { resamples: 20 },
      ).pairwise?.value,
    ).toBe(0.5);
    expect(() => humanCeiling([["a", "b"]], { measure: "pearson" })).toThrow(TypeError);
  });

  it("is null for one rater or no common items, and refuses no item", () => {
    expect(humanCeiling([[1], [0]], { resamples: 5 })).toMatchObject({ pairwise: null, leaveOneOut: null, raters: [null] });
    expect(
      humanCeiling(
        [
          [1, null],
          [null, 0],
        ],
        { resamples: 5 },
      ).pairwise,
    ).toBeNull();
    expect(() => humanCeiling([])).toThrow(RangeError);
    expect(() => humanCeiling([[1, 1]], { judge: [] })).toThrow(RangeError);
  });
});

describe("selfConsistency", () => {
  it("gives the noise floor of verdicts and of scores", () => {
    // Pairs equal: 1, 1/3, 1/3; the fourth item was read once.
    const result = selfConsistency([
      [1, 1, 1],
      [1, 0, 1],
      [0, 0, 1, null],
      [1, null],
    ]);
    expect(result?.agreement.value).toBeCloseTo(5 / 9, 12);
    expect(result?.flipRate.value).toBeCloseTo(4 / 9, 12);
    expect(result).toMatchObject({ items: 3, readings: 9, unanimous: { value: expect.closeTo(1 / 3, 12) } });
    // Variances 0, 1/3, 1/3.
    expect(result?.withinSd).toBeCloseTo(Math.sqrt(2 / 9), 12);
  });

  it("keeps a width when nothing flips, has no sd for texts and is null without repeats", () => {
    const still = selfConsistency(Array.from({ length: 12 }, () => ["yes", "yes"]));
    expect(still?.flipRate.value).toBe(0);
    expect(still?.flipRate.interval[1]).toBeGreaterThan(0.1);
    expect(still?.withinSd).toBeNull();
    expect(selfConsistency([])).toBeNull();
    expect(selfConsistency([[1], [null, 0]])).toBeNull();
    expect(
      selfConsistency(
        [
          [1, 1],
          [0, 1],
        ],
        { clusters: ["a", "a"] },
      )?.agreement.interval,
    ).toEqual([0, 1]);
    expect(() => selfConsistency([[1, Number.NaN]])).toThrow(TypeError);
    expect(() => selfConsistency([[1, 1]], { clusters: [] })).toThrow(RangeError);
  });
});
