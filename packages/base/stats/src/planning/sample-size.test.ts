import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { normal } from "../distributions/normal.ts";
import { equivalenceTest } from "../paired/equivalence-test.ts";
import { mcnemarDetectable, mcnemarItems, signTestPower, twoProportionItems } from "./binary-items.ts";
import { pairedVariance } from "./paired-variance.ts";
import {
  equivalenceItems,
  itemsNeeded,
  nonInferiorityItems,
  pairedTItems,
  repeatedDetectable,
  repeatedItems,
  smallestDetectable,
} from "./sample-size.ts";

// Values without another source: statistics.md 4.2.
describe("planning", () => {
  it("gives Miller's items and smallest effects with repeats", () => {
    const between = 1 / 9;
    expect(repeatedItems({ between, effect: 0.03 })).toBeCloseTo(968.9975, 4);
    expect(repeatedItems({ between, within: [1 / 6, 1 / 6], effect: 0.03 })).toBeCloseTo(3875.99, 2);
    expect(repeatedItems({ between, within: [1 / 6, 1 / 6], repeats: [10, 10], effect: 0.03 })).toBeCloseTo(1259.7, 2);
    expect(repeatedDetectable({ between, within: [1 / 6, 1 / 6], n: 198 })).toBeCloseTo(0.1327333, 7);
    expect(repeatedDetectable({ between, within: [1 / 6, 1 / 6], repeats: [10, 10], n: 198 })).toBeCloseTo(0.0756696, 7);
  });

  it("gives the paired t sample sizes of statsmodels and pwr", () => {
    expect(pairedTItems(0.5)).toBeCloseTo(33.36713, 5);
    expect(pairedTItems(0.2)).toBeCloseTo(198.15082, 5);
    expect(pairedTItems(1e-4)).toBeGreaterThan(7e8);
    expect(pairedTItems(100)).toBe(2);
  });

  it("gives McNemar, arcsine and sign-test figures", () => {
    expect(mcnemarItems({ wins: 0.15, losses: 0.1 })).toBeCloseTo(782.53, 2);
    expect(mcnemarItems({ wins: 0.2, losses: 0.1 })).toBeCloseTo(233.09, 2);
    expect(mcnemarItems({ wins: 0.1, losses: 0.05 })).toBeCloseTo(468.57, 2);
    expect(twoProportionItems({ a: 0.75, b: 0.7 })).toBeCloseTo(1249.584, 3);
    expect([0.6, 0.7, 0.8, 0.9].map((winShare) => signTestPower({ discordant: 20, winShare }))).toEqual(
      [0.127, 0.416, 0.804, 0.989].map((p) => expect.closeTo(p, 3)),
    );
    expect(signTestPower({ discordant: 5, winShare: 1 })).toBe(0);
    // The formula says 3.8 and 5.6, of which no test shows anything: it takes six that differ.
    expect(mcnemarItems({ wins: 1, losses: 0 })).toBe(6);
    expect(mcnemarItems({ wins: 0.9, losses: 0 })).toBeCloseTo(6 / 0.9, 12);
  });

  it("inverts: the smallest detectable effect needs the items it came from", () => {
    for (const n of [2, 3, 5, 10, 40, 300, 5000]) {
      const effect = smallestDetectable({ n, sd: 0.31 });
      expect(Math.abs(itemsNeeded({ effect: effect * 1.0000001, sd: 0.31 }) - n), `n = ${n}`).toBeLessThanOrEqual(n === 5000 ? 1 : 0);
    }
    expect(smallestDetectable({ n: 1, sd: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(smallestDetectable({ n: 10, sd: 0 })).toBe(0);
    expect(smallestDetectable({ n: 1e6, sd: 1 })).toBeCloseTo(2.8016e-3, 6);
  });

  it("needs fewer items for equivalence with a wider margin and the same as superiority for non-inferiority", () => {
    // (1.959964 + .841621)²·1/.25² and, with β split, (1.959964 + 1.281552)²/.25².
    expect(nonInferiorityItems({ sd: 1, margin: 0.25 })).toBeCloseTo(125.582, 2);
    expect(equivalenceItems({ sd: 1, margin: 0.25 })).toBeCloseTo(168.119, 2);
    expect(equivalenceItems({ sd: 1, margin: 0.5 })).toBeLessThan(equivalenceItems({ sd: 1, margin: 0.25 }));
    // The chance that an interval of z = 1.96 errors about a normal mean lies within the margin.
    for (const [effect, tolerance] of [
      [0, 1e-9],
      [0.1, 2e-3],
    ] as const) {
      const root = Math.sqrt(equivalenceItems({ sd: 1, margin: 0.25, effect }));
      const { cdf } = normal();
      const power = cdf((0.25 - effect) * root - 1.959963984540054) - cdf(1.959963984540054 - (0.25 + effect) * root);
      expect(Math.abs(power - 0.8)).toBeLessThan(tolerance);
    }
  });

  it("plans equivalence without a leap where the effect counted on is nearly 0", () => {
    const at = (effect: number): number => equivalenceItems({ sd: 1, margin: 0.25, effect });
    expect(at(1e-6) / at(0)).toBeCloseTo(1, 6);
    expect(at(0.02)).toBeGreaterThan(at(0));
    expect(at(-0.1)).toBeCloseTo(at(0.1), 9);
    // Far from 0 only the nearer bound can fail: (1.959964 + .841621)²/.05².
    expect(at(0.2)).toBeCloseTo((2.801585 / 0.05) ** 2, 0);
    const random = seededRandom("equivalence");
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const n = Math.round(at(0.01));
    let shown = 0;
    for (let run = 0; run < 800; run++)
      if (
        equivalenceTest(
          Array.from({ length: n }, () => 0.01 + gauss()),
          { margin: 0.25 },
        ).equivalent
      )
        shown += 1 / 800;
    // Standard error .014.
    expect(Math.abs(shown - 0.8)).toBeLessThan(0.045);
  });

  it("refuses what no number of items can show", () => {
    expect(() => itemsNeeded({ effect: 0, sd: 1 })).toThrow(RangeError);
    expect(() => itemsNeeded({ effect: Number.NaN, sd: 1 })).toThrow(TypeError);
    expect(() => mcnemarItems({ wins: 0.1, losses: 0.1 })).toThrow(RangeError);
    expect(() => twoProportionItems({ a: 0.5, b: 0.5 })).toThrow(RangeError);
    expect(() => equivalenceItems({ sd: 1, margin: 0.1, effect: 0.1 })).toThrow(RangeError);
    expect(() => nonInferiorityItems({ sd: 1, margin: 0.1, effect: -0.2 })).toThrow(RangeError);
    expect(() => pairedTItems(0.5, { power: 1 })).toThrow(RangeError);
    expect(itemsNeeded({ effect: 0.1, sd: 0 })).toBe(2);
  });
});

describe("mcnemarDetectable", () => {
  it("inverts mcnemarItems", () => {
    for (const [wins, losses] of [
      [0.15, 0.1],
      [0.2, 0.1],
      [0.1, 0.05],
    ] as const) {
      const n = Math.round(mcnemarItems({ wins, losses }));
      expect(mcnemarDetectable({ n, discordant: wins + losses })).toBeCloseTo(wins - losses, 4);
    }
  });

  it("is infinite where no difference can be shown", () => {
    expect(mcnemarDetectable({ n: 0, discordant: 0.1 })).toBe(Number.POSITIVE_INFINITY);
    expect(mcnemarDetectable({ n: 50, discordant: 0.1 })).toBe(Number.POSITIVE_INFINITY);
    expect(mcnemarDetectable({ n: 100, discordant: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(mcnemarDetectable({ n: 100, discordant: 1 })).toBeLessThan(0.3);
  });
});

describe("pairedVariance", () => {
  it("splits the variance of a difference", () => {
    // Champion means 1, 3, 5 with σ² = 2, candidate means 2, 2, 8 with σ² = 8: d = 1, −1, 3, Var 4, ω² = 4 − 1 − 4 < 0.
    const champion = [
      [0, 2],
      [2, 4],
      [4, 6],
    ];
    const candidate = [
      [0, 4],
      [0, 4],
      [6, 10],
    ];
    expect(pairedVariance({ champion, candidate })).toEqual({ between: 0, within: [2, 8], repeats: [2, 2], usefulRepeats: null });
    // Without repeats all of it is between.
    expect(pairedVariance({ champion: [[1], [3], [5]], candidate: [[2], [2], [8]] })).toEqual({
      between: 4,
      within: [0, 0],
      repeats: [1, 1],
      usefulRepeats: null,
    });
  });

  it("finds the variances that scores were drawn with, and the repeats beyond which more are waste", () => {
    const random = seededRandom(3);
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const items = Array.from({ length: 4000 }, () => ({ base: gauss(), gain: 0.6 * gauss() }));
    const repeats = (mean: number, sd: number): number[] => Array.from({ length: 4 }, () => mean + sd * gauss());
    const got = pairedVariance({
      champion: items.map(({ base }) => repeats(base, 0.5)),
      candidate: items.map(({ base, gain }) => repeats(base + gain, 0.3)),
    });
    expect(got.between).toBeCloseTo(0.36, 1);
    expect(got.within).toEqual([expect.closeTo(0.25, 1), expect.closeTo(0.09, 1)]);
    // 4·.34/.36 = 3.8.
    expect(got.usefulRepeats).toBe(4);
    expect(repeatedItems({ ...got, effect: 0.1 })).toBeCloseTo((7.849 * (0.36 + 0.34 / 4)) / 0.01, -2);
  });

  it("refuses one item, unequal lists and an item without a score", () => {
    expect(() => pairedVariance({ champion: [[1]], candidate: [[1]] })).toThrow(RangeError);
    expect(() => pairedVariance({ champion: [[1], [2]], candidate: [[1]] })).toThrow(RangeError);
    expect(() => pairedVariance({ champion: [[1], []], candidate: [[1], [2]] })).toThrow(RangeError);
  });
});
