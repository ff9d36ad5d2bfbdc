import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../distributions/normal.ts";
import { asymptoticHalfWidth } from "./asymptotic-sequence.ts";
import { bettingInterval } from "./betting-interval.ts";
import { bettingSequence } from "./betting-sequence.ts";
import { createPlugin } from "./capital.ts";
import { mixtureEValue } from "./mixture-e-value.ts";

it("gives the asymptotic half-widths of the reference page", () => {
  // statistics.md 4.2: α .05, variance .25, default ρ .2963410.
  for (const [n, width] of [
    [100, 0.1613334],
    [400, 0.0758862],
    [1000, 0.048838],
  ] as const) {
    expect(asymptoticHalfWidth(n, { variance: 0.25 })).toBeCloseTo(width, 7);
    expect(asymptoticHalfWidth(n, { variance: 0.25, rho: 0.296341 })).toBeCloseTo(width, 6);
  }
  expect(() => asymptoticHalfWidth(0, { variance: 1 })).toThrow(RangeError);
  expect(() => asymptoticHalfWidth(10, { variance: -1 })).toThrow(RangeError);
});

it("gives 36.9 % false alarms when a fixed-n test of 5 % is read after each item from 20 to 400", () => {
  // statistics.md 4.2, 4,000 runs: error .008.
  const random = seededRandom(42);
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const z = normalQuantile(0.975);
  let alarms = 0;
  for (let run = 0; run < 4000; run++) {
    let sum = 0;
    for (let n = 1; n <= 400; n++) {
      sum += gauss();
      if (n < 20 || Math.abs(sum) <= z * Math.sqrt(n)) continue;
      alarms += 1;
      break;
    }
  }
  expect(Math.abs(alarms / 4000 - 0.369)).toBeLessThan(3 * Math.hypot(0.008, 0.008));
});

it("has half-widths above those of a single look at n", () => {
  // statistics.md 4.2, fixed n: .098, .049, .031.
  const fixed = [100, 400, 1000].map((n) => normalQuantile(0.975) * Math.sqrt(0.25 / n));
  expect(fixed).toEqual([expect.closeTo(0.098, 3), expect.closeTo(0.049, 3), expect.closeTo(0.031, 3)]);
  fixed.forEach((width, i) => {
    const ratio = asymptoticHalfWidth([100, 400, 1000][i] ?? 0, { variance: 0.25 }) / width;
    expect(ratio).toBeGreaterThan(1.5);
    expect(ratio).toBeLessThan(1.7);
  });
});

describe("mixtureEValue", () => {
  it("is 1 without pairs and the Beta mixture with them", () => {
    // B(1.5, ½)/(B(½, ½)/2) = 1; six wins: B(6.5, ½)/π·64 = 231/1024·64 = 14.4375; eight: 6435/32768·256 = 50.2734375.
    expect(mixtureEValue({ wins: 0, losses: 0 })).toBeCloseTo(1, 12);
    expect(mixtureEValue({ wins: 1, losses: 0 })).toBeCloseTo(1, 12);
    expect(mixtureEValue({ wins: 6, losses: 0 })).toBeCloseTo(14.4375, 9);
    expect(mixtureEValue({ wins: 0, losses: 8 })).toBeCloseTo(50.2734375, 9);
    expect(() => mixtureEValue({ wins: -1, losses: 0 })).toThrow(RangeError);
  });

  it("keeps its digits with very many pairs", () => {
    // Wallis: B(k + ½, k + ½)/(B(½, ½)·4^−k) → √(1/(πk)).
    expect(mixtureEValue({ wins: 5e14, losses: 5e14 }) / Math.sqrt(1 / (Math.PI * 5e14))).toBeCloseTo(1, 9);
  });

  it("has expectation 1 under fair pairs, summed exactly", () => {
    for (const n of [1, 5, 20]) {
      let sum = 0;
      let ways = 1;
      for (let k = 0; k <= n; k++) {
        sum += (ways / 2 ** n) * mixtureEValue({ wins: k, losses: n - k });
        ways *= (n - k) / (k + 1);
      }
      expect(sum).toBeCloseTo(1, 10);
    }
  });
});

describe("bettingSequence", () => {
  /** The same process with plain logarithms and all points, from the formula. */
  function slow(values: readonly number[], alpha: number): readonly [number, number] {
    const steps = 100;
    let [low, high] = [0, 1];
    for (let i = 1; i < steps; i++) {
      const m = i / steps;
      let [up, down] = [0, 0];
      const plugin = createPlugin();
      values.forEach((y, t) => {
        const bet = plugin.bet((2 * Math.log(2 / alpha)) / ((t + 1) * Math.log(t + 2)));
        up += Math.log(1 + Math.min(bet, 0.9 / m) * (y - m));
        down += Math.log(1 - Math.min(bet, 0.9 / (1 - m)) * (y - m));
        plugin.see(y);
        if (up >= Math.log(2 / alpha)) low = Math.max(low, m);
        if (down >= Math.log(2 / alpha)) high = Math.min(high, m);
      });
    }
    return [low, high];
  }

  it("agrees with the formula at every grid point", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 }), (values) => {
        const sequence = bettingSequence({ range: [0, 1], steps: 100 });
        for (const value of values) sequence.add(value);
        const [low, high] = slow(values, 0.05);
        // Bounds at the outermost point that was ever excluded; 1 % of the range for the points at the very ends.
        expect(Math.abs((sequence.interval()?.[0] ?? 2) - low)).toBeLessThan(0.01 + 1e-9);
        expect(Math.abs((sequence.interval()?.[1] ?? 2) - high)).toBeLessThan(0.01 + 1e-9);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("never widens, holds one-sided bounds inside the two-sided ones and mirrors", () => {
    const random = seededRandom(8);
    const sequence = bettingSequence({ range: [-1, 1] });
    const mirror = bettingSequence({ range: [-1, 1] });
    let last: readonly [number, number] = [-1, 1];
    for (let i = 0; i < 200; i++) {
      const value = 2 * random.next() - 0.8 > 1 ? 1 : Math.min(1, 2 * random.next() - 0.8);
      sequence.add(value);
      mirror.add(-value);
      const now = sequence.interval() ?? [9, -9];
      expect(now[0]).toBeGreaterThanOrEqual(last[0]);
      expect(now[1]).toBeLessThanOrEqual(last[1]);
      expect(sequence.lowerBound()).toBeGreaterThanOrEqual(now[0]);
      expect(sequence.upperBound()).toBeLessThanOrEqual(now[1]);
      expect(mirror.interval()?.[0]).toBeCloseTo(-now[1], 9);
      last = now;
    }
    expect(sequence.n()).toBe(200);
    expect(last[1] - last[0]).toBeLessThan(0.4);
  });

  it("is the whole range before the first value and refuses what lies outside", () => {
    const sequence = bettingSequence({ range: [0, 5] });
    expect([sequence.interval(), sequence.mean(), sequence.lowerBound(), sequence.upperBound()]).toEqual([[0, 5], null, 0, 5]);
    expect(() => sequence.add(6)).toThrow(RangeError);
    expect(() => sequence.add(Number.NaN)).toThrow(TypeError);
    expect(sequence.n()).toBe(0);
    expect(() => bettingSequence({ range: [1, 0] })).toThrow(RangeError);
    expect(() => bettingSequence({ range: [0, 1], steps: 1 })).toThrow(RangeError);
  });

  it("says when values contradict each other", () => {
    const sequence = bettingSequence({ range: [0, 1] });
    for (let i = 0; i < 100; i++) sequence.add(0);
    for (let i = 0; i < 2000; i++) sequence.add(1);
    expect(sequence.interval()).toBeUndefined();
  });
});

describe("bettingInterval", () => {
  it("does not depend on the order and mirrors", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const { interval } = bettingInterval(values, { range: [0, 1] });
        expect(bettingInterval([...values].reverse(), { range: [0, 1] }).interval).toEqual(interval);
        const mirror = bettingInterval(
          values.map((value) => 1 - value),
          { range: [0, 1] },
        ).interval;
        expect(mirror).toEqual([expect.closeTo(1 - interval[1], 9), expect.closeTo(1 - interval[0], 9)]);
        expect(interval[0]).toBeGreaterThanOrEqual(0);
        expect(interval[1]).toBeLessThanOrEqual(1);
        expect(interval[0]).toBeLessThan(interval[1]);
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  it("takes six ones of six to be above a half and five of five not", () => {
    // 1.9⁶ = 47.0 ≥ 40 > 24.8 = 1.9⁵.
    expect(bettingInterval([1, 1, 1, 1, 1, 1], { range: [0, 1] }).interval[0]).toBeGreaterThan(0.5);
    expect(bettingInterval([1, 1, 1, 1, 1], { range: [0, 1] }).interval[0]).toBeLessThan(0.5);
  });

  it("refuses none and values outside the range", () => {
    expect(() => bettingInterval([], { range: [0, 1] })).toThrow(RangeError);
    expect(() => bettingInterval([2], { range: [0, 1] })).toThrow(RangeError);
  });
});
