import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { datasetOf, numbers, right } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { aaCheck, flipsTooOften } from "./aa-check.ts";
import { runOf, SETTINGS } from "./gate.fixture.ts";
import type { GateSettings } from "./gate-settings.ts";

/** Right with a chance of .7, drawn by each case's own seed. */
const noisy = (n: number, repeats: number): Promise<Evaluation<number, number, "right">> =>
  evaluate({
    dataset: datasetOf(numbers(n)),
    run: (input: number, { seed = 0 }) => (seed % 10 < 7 ? 2 * input : -1),
    scorers: [right],
    repeats,
    shuffleDemonstrations: true,
    clock: { now: () => 0, sleep: async () => {} },
  });

describe("aaCheck", () => {
  it("calls a deterministic variant so: its flip rate is no evidence", async () => {
    const check = aaCheck(await runOf(60, { repeats: 4, wrong: (input) => input % 7 === 0 }), SETTINGS);
    expect(check).toMatchObject({ comparisons: 2, flips: 0, inconclusive: 0, itemFlips: 0, deterministic: true });
    expect(check.statement).toContain("by construction");
  });

  it("flips at most as often as the level allows on identical noisy input", async () => {
    const check = aaCheck(await noisy(60, 160), SETTINGS);
    expect(check).toMatchObject({ comparisons: 80, unmeasured: 0, deterministic: false });
    // 2·.7·.3 of the items differ from run to run.
    expect(check.itemFlips).toBeCloseTo(0.42, 1);
    expect(check.flipRate?.value).toBeLessThanOrEqual(0.05);
    expect(check.flipRate?.interval[1]).toBeGreaterThan(check.flipRate?.value ?? 1);
    expect(flipsTooOften(check)).toBe(false);
  });

  it("finds a gate that flips: a margin of almost nothing at a level of a half", async () => {
    const loose: GateSettings = { ...SETTINGS, level: 0.5, metrics: { right: { severity: "gate", margin: 0.001 } } };
    const check = aaCheck(await noisy(60, 80), loose);
    expect(check.flips).toBeGreaterThan(4);
    expect(flipsTooOften(check)).toBe(true);
    expect(flipsTooOften(check, 0.9)).toBe(false);
  });

  it("takes a gate that could not be measured for one that flips", async () => {
    const check = aaCheck(await runOf(10, { repeats: 2, away: () => true }), SETTINGS);
    expect(check).toMatchObject({ unmeasured: 1, flipRate: null });
    expect(flipsTooOften(check)).toBe(true);
  });

  it("asks for two repeats", async () => {
    const once = await runOf(10);
    expect(() => aaCheck(once, SETTINGS)).toThrow(RangeError);
  });
});
