import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { createElimination } from "./elimination.ts";

const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));

describe("createElimination", () => {
  it("stops what is beaten, keeps the rest, and says by whom and what was saved", () => {
    const random = seededRandom(31);
    const race = createElimination({ arms: [{ name: "a" }, { name: "b", cost: 3 }, { name: "c" }], range: [0, 1] });
    for (let i = 0; i < 300; i++) {
      const item = 0.4 * random.next();
      race.add({ a: item + 0.3 * random.next() + 0.3, b: item, c: item + 0.3 * random.next() + 0.29 });
    }
    const [a, b, c] = race.arms();
    expect(race.running()).toEqual(["a", "c"]);
    expect(b).toMatchObject({ running: false, beatenBy: expect.stringMatching(/a|c/) });
    expect(b?.n).toBeLessThan(60);
    expect([a?.n, c?.n]).toEqual([300, 300]);
    expect(b?.spent).toBe(3 * (b?.n ?? 0));
    expect(race.saved()).toBe(3 * (300 - (b?.n ?? 0)));
  });

  it("stops the truly best arm in at most one run of twenty, looked at after each of 120 items", () => {
    const random = seededRandom(32);
    const runs = 250;
    let lost = 0;
    for (let run = 0; run < runs; run++) {
      const race = createElimination({ arms: named("a", "b", "c", "d"), range: [0, 1], steps: 200 });
      for (let i = 0; i < 120 && race.running().length > 1; i++) {
        const item = random.next() < 0.5 ? 1 : 0;
        const score = (): number => (random.next() < 0.3 ? 1 - item : item);
        race.add({ a: score(), b: score(), c: score(), d: score() });
      }
      if (!race.running().includes("a")) lost += 1;
    }
    // All are equal, so any may be called the best.
    expect(lost / runs).toBeLessThanOrEqual(0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs));
  });

  it("takes a low score as good when told so and does not ask for scores of a stopped arm", () => {
    const race = createElimination({ arms: named("slow", "fast"), range: [0, 10], direction: "lower" });
    for (let i = 0; i < 20 && race.running().length > 1; i++) race.add({ slow: 9, fast: 1 });
    expect(race.running()).toEqual(["fast"]);
    expect(race.add({ fast: 2 })).toEqual(["fast"]);
    expect(race.arms()[0]).toMatchObject({ beatenBy: "fast", mean: 9 });
  });

  it("refuses what it cannot use and stays as it was", () => {
    const race = createElimination({ arms: named("a", "b"), range: [0, 1] });
    expect(() => race.add({ a: 1 })).toThrow(RangeError);
    expect(() => race.add({ a: 1, b: 2 })).toThrow(RangeError);
    expect(() => race.add({ a: 1, b: Number.NaN })).toThrow(TypeError);
    expect(race.arms()[0]).toMatchObject({ n: 0, mean: null });
    expect(() => createElimination({ arms: named("a"), range: [0, 1] })).toThrow(RangeError);
    expect(() => createElimination({ arms: named("a", "a"), range: [0, 1] })).toThrow(RangeError);
    expect(() => createElimination({ arms: [{ name: "a", cost: 0 }, { name: "b" }], range: [0, 1] })).toThrow(RangeError);
  });
});
