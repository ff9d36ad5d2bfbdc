import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { datasetOf, numbers, right } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { runOf } from "./gate.fixture.ts";
import { differenceVariance, planDifference } from "./plan-differences.ts";

const noisy = (seed: number): Promise<Evaluation<number, number, "right">> =>
  evaluate({
    dataset: datasetOf(numbers(200)),
    run: (input: number, { seed: own = 0 }) => (own % 10 < (input % 2 === 0 ? 9 : 3) ? 2 * input : -1),
    scorers: [right],
    repeats: 6,
    seed,
  });

describe("differenceVariance", () => {
  it("comes from two runs where there are, paired: what both answer alike does not count", async () => {
    const [a, b] = [await runOf(100, { wrong: (input) => input < 50 }), await runOf(100, { wrong: (input) => input < 60 })];
    const paired = differenceVariance([a, b], "right");
    // Ten of a hundred differ by 1: variance (.1 − .01)·100/99.
    expect(paired).toMatchObject({ basis: "paired", within: 0 });
    expect(paired.between).toBeCloseTo((0.09 * 100) / 99, 12);
    const alone = differenceVariance([a], "right");
    expect(alone).toMatchObject({ basis: "one-run" });
    expect(alone.between).toBeCloseTo((2 * 0.25 * 100) / 99, 12);
  });

  it("says nothing where nothing was run, scored, or varies", async () => {
    const none = { basis: "none", between: 0.25 };
    expect(differenceVariance([], "right")).toMatchObject(none);
    expect(differenceVariance([await runOf(20)], "right")).toMatchObject(none);
    expect(differenceVariance([await runOf(20, { away: () => true })], "right")).toMatchObject(none);
  });

  it("tells the noise of repeats from the difference between items", async () => {
    const paired = differenceVariance([await noisy(1), await noisy(2)], "right");
    // σ² of each side: half of the items .9·.1, half .3·.7; the variants are one, so ω² of their difference is 0.
    expect(paired.within).toBeCloseTo(2 * 0.15, 1);
    expect(paired.between).toBeLessThan(0.02);
  });
});

describe("planDifference", () => {
  const input = { effect: 0.1, power: 0.8, level: 0.95, present: 60 };

  it("is by half the range where nothing was measured", () => {
    // (1.96 + .8416)² × .5² / .1² = 196.2, and two or so for the t distribution.
    const plan = planDifference({ basis: "none", between: 0.25, within: 0, usefulRepeats: null }, input);
    expect(plan).toMatchObject({ needed: 199, repeats: [{ repeats: 1, items: 199, cases: 398 }], repeatsOnPresent: null });
    expect(plan.detectable).toBeCloseTo(0.184, 3);
  });

  it("trades repeats for items up to the useful ones", () => {
    const plan = planDifference({ basis: "paired", between: 0.04, within: 0.16, usefulRepeats: 16 }, input);
    expect(plan.repeats).toHaveLength(5);
    expect(plan.repeats.map(({ items }) => items)).toEqual([...plan.repeats.map(({ items }) => items)].sort((a, b) => b - a));
    // ω² + σ²/K ≤ 60·.01/7.85: K is 5 by the normal formula, one more by t.
    expect(plan.repeatsOnPresent).toBeGreaterThanOrEqual(5);
    expect(plan.repeatsOnPresent).toBeLessThanOrEqual(6);
  });

  it("has no number of repeats where the items themselves differ too much", () => {
    expect(planDifference({ basis: "paired", between: 0.2, within: 0.16, usefulRepeats: 4 }, input)).toMatchObject({
      repeatsOnPresent: null,
      repeats: { length: 4 },
    });
  });
});
