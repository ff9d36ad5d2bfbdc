import { describe, expect, it } from "vitest";
import * as stats from "./index.ts";
import { COUNT_ROWS } from "./inputs/count-rows.fixture.ts";
import { JUDGE_ROWS } from "./inputs/judge-rows.fixture.ts";
import { LIST_ROWS } from "./inputs/list-rows.fixture.ts";
import { RATING_ROWS } from "./inputs/rating-rows.fixture.ts";
import type { Answer, Row } from "./inputs/row.fixture.ts";

const ROWS: readonly Row[] = [...LIST_ROWS.map((row) => ({ many: 200_000, ...row })), ...RATING_ROWS, ...JUDGE_ROWS, ...COUNT_ROWS];

const constant = new Array<number>(12).fill(2);
const huge = Array.from({ length: 12 }, (_, i) => [7e307, -7e307, 3e307, 1e-308][i % 4] ?? 0);
const rising = Array.from({ length: 40 }, (_, i) => 1e307 * (1 + (i % 7) / 7));

/** Where the answer holds such a number, as a path. */
function places(value: unknown, test: (x: number) => boolean, path = ""): string[] {
  if (typeof value === "number") return test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => places(part, test, path === "" ? key : `${path}.${key}`));
}

function answers(call: () => unknown, want: Answer): void {
  if (want === RangeError || want instanceof RegExp) {
    expect(call).toThrow(want);
    expect(call).toThrow(/must|needs|at least|at most|beyond/);
  } else if (typeof want === "object" && want !== null && !("asymmetricMatch" in want)) expect(call()).toMatchObject(want);
  else expect(call()).toEqual(want);
}

describe.each(ROWS)("$name", (row) => {
  const { call, infinite, million, many } = row;

  it("has its stated answer for no value, one and equal ones", () => {
    answers(() => call([]), "empty" in row ? row.empty : RangeError);
    answers(() => call([2]), row.single);
    answers(() => call(constant), row.constant);
  });

  it("refuses what is no number, by its name", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      if (row.notFinite === "takes") continue;
      expect(() => call([bad, ...constant])).toThrow(/ must be /);
    }
  });

  it.each([
    ["of both signs", huge, row.huge ?? {}],
    ["whose sum overflows", rising, row.rising ?? row.huge ?? {}],
  ] as const)("answers for huge values %s with numbers, or names what it refuses", (_, values, want) => {
    if (want instanceof RegExp) return answers(() => call(values), want);
    const found = call(values);
    if (Object.keys(want ?? {}).length > 0) answers(() => found, row.rising === undefined && values === rising ? {} : want);
    expect(places(found, Number.isNaN)).toEqual([]);
    const beyond = places(found, (x) => Math.abs(x) === Number.POSITIVE_INFINITY);
    expect(beyond.filter((path) => infinite?.test(path) !== true)).toEqual([]);
  });

  if (many === undefined) return;
  it(`takes ${many} values, or says how many it takes`, () => {
    const values = Array.from({ length: many }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.3);
    if (million === RangeError) expect(() => call(values)).toThrow(RangeError);
    else expect(places(call(values), Number.isNaN)).toEqual([]);
  });
});

it("asks every function that the package exports", () => {
  const asked = new Set(ROWS.map(({ name }) => name.split(",")[0]));
  expect(Object.keys(stats).filter((name) => !asked.has(name))).toEqual([]);
});

describe("functions of counts", () => {
  it("answer for none, one and more than can be listed", () => {
    const big = 1e12;
    expect(stats.mcnemar({ wins: big, losses: big }).pValue).toBeCloseTo(1, 5);
    expect(stats.mcnemar({ wins: 2 * big, losses: big }).pValue).toBe(0);
    expect(stats.discordantOdds({ wins: big, losses: big }).interval).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
    const { interval } = stats.tangoInterval({ wins: big / 10, losses: big / 20, n: big });
    expect(interval).toEqual([expect.closeTo(0.05, 5), expect.closeTo(0.05, 5)]);
    for (const method of ["wilson", "clopper-pearson", "jeffreys", "agresti-coull"] as const)
      expect(stats.proportionEstimate({ successes: big / 2, n: big }, { method }).interval).toEqual([
        expect.closeTo(0.5, 5),
        expect.closeTo(0.5, 5),
      ]);
    expect(stats.allPassedBound(big)).toBeCloseTo(1, 10);
    expect(stats.mixtureEValue({ wins: 5000, losses: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(stats.passAtK({ n: 1e9, passed: 1, k: 5e8 })).toBeCloseTo(0.5, 4);
    expect(stats.passHatK({ n: 1e9, passed: 1e9 - 1, k: 5e8 })).toBeCloseTo(0.5, 9);
    expect(stats.passHatK({ n: 1e9, passed: 5e8, k: 6e8 })).toBe(0);
    expect(stats.passAtK({ n: 0, passed: 0, k: 1 })).toBeUndefined();
    expect(stats.signTestPower({ discordant: 1e6, winShare: 0.502 })).toBeGreaterThan(0.95);
    expect(stats.itemsNeeded({ effect: 1e-6, sd: 1 })).toBeGreaterThan(7e12);
    expect(stats.smallestDetectable({ n: big, sd: 1 })).toBeCloseTo(2.8e-6, 7);
    expect(stats.mcnemarDetectable({ n: big, discordant: 0.2 })).toBeLessThan(1e-5);
    expect(stats.asymptoticHalfWidth(big, { variance: 1 })).toBeLessThan(1e-4);
  });

  it.each([
    { name: "mcnemar", call: (x: number) => stats.mcnemar({ wins: x, losses: 1 }) },
    { name: "discordantOdds", call: (x: number) => stats.discordantOdds({ wins: x, losses: 1 }) },
    { name: "tangoInterval", call: (x: number) => stats.tangoInterval({ wins: 0, losses: 0, n: x }) },
    { name: "proportionEstimate", call: (x: number) => stats.proportionEstimate({ successes: x, n: 9 }) },
    {
      name: "twoProportionEstimate",
      call: (x: number) => stats.twoProportionEstimate({ a: { successes: 1, n: 2 }, b: { successes: 1, n: x } }),
    },
    { name: "allPassedBound", call: (x: number) => stats.allPassedBound(x) },
    { name: "passAtK", call: (x: number) => stats.passAtK({ n: 4, passed: x, k: 1 }) },
    { name: "passHatK", call: (x: number) => stats.passHatK({ n: 4, passed: 1, k: x }) },
    { name: "mixtureEValue", call: (x: number) => stats.mixtureEValue({ wins: x, losses: 0 }) },
    { name: "signTestPower", call: (x: number) => stats.signTestPower({ discordant: x, winShare: 0.5 }) },
    { name: "smallestDetectable", call: (x: number) => stats.smallestDetectable({ n: x, sd: 1 }) },
    { name: "mcnemarDetectable", call: (x: number) => stats.mcnemarDetectable({ n: x, discordant: 0.5 }) },
    { name: "repeatedDetectable", call: (x: number) => stats.repeatedDetectable({ n: x, between: 1 }) },
    { name: "asymptoticHalfWidth", call: (x: number) => stats.asymptoticHalfWidth(x, { variance: 1 }) },
    { name: "groupSequential", call: (x: number) => stats.groupSequential({ looks: x }) },
  ])("$name refuses what is no count", ({ call }) => {
    for (const bad of [-1, 0.5, 2 ** 60]) expect(() => call(bad)).toThrow(RangeError);
    expect(() => call(Number.NaN)).toThrow(TypeError);
  });
});
