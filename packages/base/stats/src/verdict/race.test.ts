import { describe, expect, it } from "vitest";
import { createRace } from "./race.ts";

const options = { metric: "f1", direction: "higher", minimumUsefulEffect: 0.02 } as const;

describe("createRace", () => {
  it("is inconclusive before the first example", () => {
    const race = createRace(options);
    expect(race.verdict()).toMatchObject({ kind: "inconclusive", effect: null, interval: [null, null], n: 0, needed: null });
    expect([race.lowerBound(), race.upperBound()]).toEqual([-1, 1]);
  });

  it("decides six straight wins and mirrors for a score that should be low", () => {
    const race = createRace(options);
    const mirrored = createRace({ ...options, direction: "lower" });
    const kinds = Array.from({ length: 8 }, () => [race.add(1).kind, mirrored.add(1).kind]);
    expect(kinds[4]).toEqual(["inconclusive", "inconclusive"]);
    expect(kinds[7]).toEqual(["better", "worse"]);
    expect(mirrored.verdict().effect).toBe(-1);
  });

  it("drops its upper bound under the minimum useful effect before the candidate is shown worse", () => {
    const race = createRace({ ...options, minimumUsefulEffect: 0.1 });
    let futile = 0;
    let n = 0;
    for (; n < 400 && race.upperBound() >= 0.1; n++) race.add(n % 2 === 0 ? -0.25 : 0.2);
    futile = n;
    expect(futile).toBeLessThan(150);
    expect(race.verdict().kind).not.toBe("worse");
  });

  it("keeps the missing at their worst and best, also when they come first", () => {
    const race = createRace(options);
    race.add(null);
    for (let i = 0; i < 10; i++) race.add(1);
    expect(race.verdict()).toMatchObject({ kind: "better", n: 10 });
    const doubtful = createRace(options);
    for (let i = 0; i < 8; i++) doubtful.add({ least: -1, most: 0 });
    for (let i = 0; i < 8; i++) doubtful.add(1);
    expect(doubtful.verdict()).toMatchObject({ kind: "inconclusive", n: 8, notes: [expect.stringContaining("8 of 16")] });
  });

  it("takes yes/no scores by their discordant pairs, missing ones too, and refuses what they cannot differ by", () => {
    const race = createRace({ ...options, scale: "binary" });
    const bounded = createRace(options);
    for (const difference of [1, 0, 1, 1, 0, 1, 1, 1, 1]) for (const each of [race, bounded]) each.add(difference);
    expect(race.verdict()).toMatchObject({ kind: "better", n: 9, method: expect.stringContaining("discordant") });
    const open = createRace({ ...options, scale: "binary" });
    for (let i = 0; i < 6; i++) open.add(1);
    open.add(null);
    expect(open.add({ least: 0, most: 1 })).toMatchObject({ kind: "inconclusive", n: 6 });
    for (let i = 0; i < 12; i++) open.add(1);
    expect(open.verdict()).toMatchObject({ kind: "better", n: 18 });
    expect(() => race.add(0.5)).toThrow(RangeError);
    expect(() => race.add({ least: -0.5, most: 1 })).toThrow(RangeError);
    expect(race.verdict().n).toBe(9);
    expect(() => createRace({ ...options, scale: "binary", range: [0, 1] })).toThrow(RangeError);
  });

  it("says how many pairs would decide yes/no scores, near to what it takes", () => {
    const race = createRace({ ...options, scale: "binary" });
    // Three won, two lost and five equal of ten: .1, and what decides it is 60 % of the discordant.
    const add = (): void => {
      for (const difference of [1, 0, 0, -1, 1, 0, 0, -1, 1, 0]) race.add(difference);
    };
    for (let i = 0; i < 10; i++) add();
    const { kind, needed } = race.verdict();
    let n = 100;
    for (; race.verdict().kind === "inconclusive" && n < 5000; n += 10) add();
    expect([kind, race.verdict().kind]).toEqual(["inconclusive", "better"]);
    expect(n / (needed ?? 0)).toBeGreaterThan(0.7);
    expect(n / (needed ?? 0)).toBeLessThan(1.4);
  });

  it("says how many pairs would decide it", () => {
    const race = createRace(options);
    for (let i = 0; i < 10; i++) race.add(i % 2 === 0 ? 0.5 : -0.3);
    expect(race.verdict().needed).toBeGreaterThan(10);
  });

  it("refuses what lies outside the range and leaves the race as it was", () => {
    const race = createRace(options);
    expect(() => race.add(1.5)).toThrow(RangeError);
    expect(() => race.add(Number.NaN)).toThrow(TypeError);
    expect(() => race.add({ least: 1, most: 0 })).toThrow(RangeError);
    expect(race.verdict().n).toBe(0);
    expect(() => createRace({ ...options, minimumUsefulEffect: 0 })).toThrow(RangeError);
    expect(() => createRace({ ...options, range: [1, -1] })).toThrow(RangeError);
  });
});
