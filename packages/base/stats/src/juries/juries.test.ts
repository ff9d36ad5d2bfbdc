import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { effectiveJudges, errorCorrelation } from "./error-correlation.ts";
import { juryInfluence } from "./jury-influence.ts";
import { juryVerdict } from "./jury-verdict.ts";

describe("juryVerdict", () => {
  it("takes the majority, the mean or the median of the votes cast", () => {
    expect(juryVerdict([1, 1, 0, null])).toEqual({ value: 1, support: 2 / 3, votes: 3 });
    expect(juryVerdict([1, 2, 6, null], { rule: "mean" })).toEqual({ value: 3, support: 0.75, votes: 3 });
    expect(juryVerdict([1, 2, 6, 4], { rule: "median" }).value).toBe(3);
    expect(juryVerdict([6, 1, 2], { rule: "median" }).value).toBe(2);
  });

  it("abstains on a tie, without votes and under the threshold", () => {
    expect(juryVerdict([1, 0]).value).toBeNull();
    expect(juryVerdict([]).value).toBeNull();
    expect(juryVerdict([null])).toEqual({ value: null, support: 0, votes: 0 });
    expect(juryVerdict([1, 1, 0], { abstainUnder: 0.7 }).value).toBeNull();
    expect(juryVerdict([1, 1, 1], { abstainUnder: 1 }).value).toBe(1);
    expect(juryVerdict([3, null, null], { rule: "mean", abstainUnder: 0.5 }).value).toBeNull();
    expect(() => juryVerdict([Number.NaN])).toThrow(TypeError);
    expect(() => juryVerdict([1], { abstainUnder: 2 })).toThrow(RangeError);
  });
});

describe("juryInfluence", () => {
  it("counts the verdicts that change without a judge, and the error it adds", () => {
    // Judge 2 always says 1. Without it 1,0 ties; the others agree on the rest.
    const votes = [
      [1, 0, 1],
      [0, 0, 1],
      [1, 1, 1],
      [0, 0, 1],
    ];
    const [first, , third] = juryInfluence(votes, { truth: [1, 0, 1, 0] });
    expect(third?.changed?.value).toBe(0.25);
    // Without the first: 0,1 ties in the first, second and fourth item.
    expect(first?.changed?.value).toBe(0.75);
    expect(third?.errorAdded).toBe(0);
    const bad = juryInfluence(
      [
        [1, 1, 5],
        [2, 2, 6],
      ],
      { rule: "mean", truth: [1, 2] },
    );
    // Means 7/3 and 10/3 err by 4/3 each; without the third there is no error.
    expect(bad[2]?.errorAdded).toBeCloseTo(4 / 3, 12);
  });

  it("has nothing to say of no items, and refuses unequal lists", () => {
    expect(juryInfluence([])).toEqual([]);
    expect(juryInfluence([[1]])[0]?.changed?.value).toBe(1);
    expect(() => juryInfluence([[1]], { truth: [] })).toThrow(RangeError);
    expect(() => juryInfluence([[1, Number.NaN]])).toThrow(TypeError);
  });
});

describe("errorCorrelation", () => {
  it("finds that nine judges who copy each other are few", () => {
    const random = seededRandom(5);
    const truth = Array.from({ length: 400 }, () => (random.next() < 0.5 ? 1 : 0));
    // Each takes a shared slip half of the time: errors correlate by about ½ of a common cause.
    const votes = truth.map((right) => {
      const shared = random.next() < 0.25;
      return Array.from({ length: 9 }, () => ((random.next() < 0.7 ? shared : random.next() < 0.25) ? 1 - right : right));
    });
    const { mean, effectiveJudges: worth, pairs } = errorCorrelation(votes, truth, { resamples: 100 });
    // Correlation .7² = .49: 9/(1 + 8·.49) = 1.83.
    expect(Math.abs((mean?.value ?? 0) - 0.49)).toBeLessThan(0.08);
    expect(worth?.interval[0]).toBeLessThan(1.83);
    expect(worth?.interval[1]).toBeGreaterThan(1.83);
    expect([pairs.length, pairs[0]?.[0]]).toEqual([9, 1]);
  });

  it("is null without errors or with one judge", () => {
    expect(
      errorCorrelation(
        [
          [1, 1],
          [0, 0],
        ],
        [1, 0],
      ),
    ).toMatchObject({ mean: null, effectiveJudges: null, judges: 2 });
    expect(errorCorrelation([[1], [0]], [1, 1]).mean).toBeNull();
    expect(() => errorCorrelation([], [])).toThrow(RangeError);
    expect(() => errorCorrelation([[1]], [])).toThrow(RangeError);
  });

  it("counts k judges as k without correlation and as one with full", () => {
    expect([effectiveJudges(5, 0), effectiveJudges(5, 1), effectiveJudges(5, -0.3), effectiveJudges(9, 0.5)]).toEqual([5, 1, 5, 1.8]);
    expect(() => effectiveJudges(0, 0)).toThrow(RangeError);
    expect(() => effectiveJudges(2, Number.NaN)).toThrow(TypeError);
  });
});
