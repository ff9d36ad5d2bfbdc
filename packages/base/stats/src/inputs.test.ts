import { describe, expect, it } from "vitest";
import * as stats from "./index.ts";

/** A function of one list of numbers, and what it answers: an error, or fields. */
interface Row {
  readonly name: string;
  readonly call: (values: readonly number[]) => unknown;
  readonly empty?: object | typeof RangeError;
  readonly single: object | number | typeof RangeError;
  readonly constant: object | number | typeof RangeError;
  /** Of twelve values of up to ±1e308; no field is NaN. */
  readonly huge?: object | typeof RangeError;
  /** Where a smaller number than a million is stated as the most. */
  readonly million?: typeof RangeError;
  /** Of values taken: a million where that is fast. @default 200000 */
  readonly many?: number;
}

const zeros = (values: readonly number[]): number[] => values.map(() => 0);
const asPairs = (values: readonly number[]): stats.Pair[] => values.map((candidate, i) => ({ id: `${i}`, champion: 0, candidate }));
const few = { resamples: 10 };
const real = { metric: "m", scale: "real", direction: "higher", minimumUsefulEffect: 0.1 } as const;

const ROWS: readonly Row[] = [
  {
    name: "meanEstimate",
    many: 1_000_000,
    call: (v) => stats.meanEstimate(v),
    single: RangeError,
    constant: { value: 2, interval: [2, 2], method: "t, no variance seen" },
  },
  {
    name: "meanEstimate in a range",
    many: 1_000_000,
    call: (v) => stats.meanEstimate(v, { range: [-8e307, 8e307] }),
    single: { value: 2, n: 1 },
    constant: { value: 2, n: 12, method: expect.stringContaining("betting") },
    huge: { interval: [expect.any(Number), expect.any(Number)] },
  },
  {
    name: "meanEstimate with clusters",
    call: (v) => stats.meanEstimate(v, { clusters: v.map((_, i) => `${i >> 1}`) }),
    single: RangeError,
    constant: { value: 2, interval: [2, 2] },
  },
  {
    name: "clusteredError",
    call: (v) =>
      stats.clusteredError(
        v,
        v.map((_, i) => `${i >> 1}`),
      ),
    single: RangeError,
    constant: { standardError: 0, few: true },
  },
  {
    name: "skewnessCorrectedInterval",
    many: 1_000_000,
    call: (v) => stats.skewnessCorrectedInterval(v),
    single: RangeError,
    constant: { interval: [2, 2] },
  },
  {
    name: "repeatsEstimate",

    call: (v) => stats.repeatsEstimate(v.map((x) => [x, x / 2])),
    single: RangeError,
    constant: { estimate: { value: 1.5 }, withinVariance: 0.5, betweenVariance: 0, usefulRepeats: null },
  },
  {
    name: "pairedT",
    many: 1_000_000,
    call: (v) => stats.pairedT({ champion: zeros(v), candidate: v }),
    single: RangeError,
    constant: { difference: 2, interval: [2, 2], t: Number.NaN, pValue: Number.NaN, dz: Number.NaN, correlation: null },
  },
  {
    name: "equivalenceTest",
    many: 1_000_000,
    call: (v) => stats.equivalenceTest(v, { margin: 1 }),
    single: RangeError,
    constant: { pValue: Number.NaN, equivalent: false },
  },
  {
    name: "signTest",
    many: 1_000_000,
    call: (v) => stats.signTest(v),
    single: { wins: 1, pValue: 1 },
    constant: { wins: 12, pValue: expect.closeTo(2 / 4096, 12) },
  },
  { name: "wilcoxon", call: (v) => stats.wilcoxon(v), single: { statistic: 1, pValue: 1 }, constant: { pValue: 2 / 4096 } },
  {
    name: "wilcoxon, exact",
    call: (v) => stats.wilcoxon(v, { method: "exact" }),
    single: { pValue: 1 },
    constant: { pValue: 2 / 4096 },
    million: RangeError,
  },
  {
    name: "hodgesLehmann",
    many: 1_000_000,

    call: (v) => stats.hodgesLehmann(v),
    single: { value: 2, interval: [2, 2] },
    constant: { value: 2, interval: [2, 2] },
  },
  { name: "signFlipTest", call: (v) => stats.signFlipTest(v, few), single: { pValue: 1 }, constant: { pValue: 2 / 4096 } },
  { name: "cliffDelta", call: (v) => stats.cliffDelta(v, v.slice(0, 12)), single: 0, constant: 0 },
  { name: "mannWhitney", call: (v) => stats.mannWhitney({ a: v, b: v.slice(0, 12) }), single: { pValue: 1 }, constant: { pValue: 1 } },
  {
    name: "mannWhitney, exact",
    call: (v) => stats.mannWhitney({ a: v, b: v.slice(0, 12) }, { method: "exact" }),
    single: { pValue: 1 },
    constant: { pValue: 1 },
    million: RangeError,
  },
  {
    name: "welchT",
    many: 1_000_000,
    call: (v) => stats.welchT(v, v),
    single: RangeError,
    constant: { statistic: Number.NaN, pValue: Number.NaN },
  },
  {
    name: "bootstrapMean",
    many: 1_000_000,
    call: (v) => stats.bootstrapMean(v, few),
    single: RangeError,
    constant: { value: 2, interval: [2, 2], standardError: 0 },
  },
  {
    name: "bootstrapMean, percentile",
    call: (v) => stats.bootstrapMean(v, { ...few, method: "percentile" }),
    single: { interval: [2, 2] },
    constant: { interval: [2, 2] },
  },
  {
    name: "bootstrap",
    call: (v) =>
      stats.bootstrap(
        (positions) => {
          let most = Number.NEGATIVE_INFINITY;
          for (const at of positions) most = Math.max(most, v[at] ?? 0);
          return most === Number.POSITIVE_INFINITY || Number.isNaN(most) ? Number.NaN : most;
        },
        { n: v.length, ...few, method: "basic" },
      ),
    single: { value: 2, interval: [2, 2] },
    constant: { value: 2, interval: [2, 2] },
  },
  {
    name: "maxT",
    call: (v) => stats.maxT([v, v], few),
    single: RangeError,
    constant: { comparisons: [{ interval: [null, null], pValue: 4 / 4096 }, {}] },
  },
  {
    name: "bestSet",

    call: (v) => stats.bestSet([v, zeros(v)], few),
    single: RangeError,
    constant: { members: [{ inSet: true }, { inSet: false, pValue: 1 / 4096 }] },
  },
  {
    name: "bettingInterval",
    many: 1_000_000,
    call: (v) => stats.bettingInterval(v, { range: [-8e307, 8e307] }),
    single: { value: 2 },
    constant: { value: 2 },
    huge: {},
  },
  {
    name: "pairedVerdict",

    call: (v) => stats.pairedVerdict({ ...real, pairs: asPairs(v) }),
    empty: { kind: "inconclusive", n: 0, effect: null, interval: [null, null] },
    single: { kind: "inconclusive", interval: [null, null] },
    constant: {
      kind: "inconclusive",
      interval: [null, null],
      notes: [expect.stringContaining("spread cannot be told"), expect.any(String)],
    },
    huge: RangeError,
  },
  {
    name: "pairedVariance",

    call: (v) => stats.pairedVariance({ champion: v.map(() => [0, 0]), candidate: v.map((x) => [x, x]) }),
    single: RangeError,
    constant: { between: 0, within: [0, 0], usefulRepeats: null },
  },
  {
    name: "adjustPValues",

    call: (v) => stats.adjustPValues(v.map((x) => (Number.isFinite(x) && Math.abs(x) > 1 ? 1 / Math.abs(x) : Math.abs(x)))),
    empty: [],
    single: [0.5],
    constant: new Array<number>(12).fill(1),
  },
];

const constant = new Array<number>(12).fill(2);
const huge = Array.from({ length: 12 }, (_, i) => [7e307, -7e307, 3e307, 1e-308][i % 4] ?? 0);

function nansIn(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isNaN(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => nansIn(part, path === "" ? key : `${path}.${key}`));
}

function answers(call: () => unknown, want: object | number | typeof RangeError): void {
  if (want === RangeError) expect(call).toThrow(RangeError);
  else if (typeof want === "number") expect(call()).toBe(want);
  else expect(call()).toMatchObject(want);
}

describe.each(ROWS)("$name", ({ call, empty = RangeError, single, constant: still, huge: large = {}, million, many = 200_000 }) => {
  it("has its stated answer for no value, one and equal ones", () => {
    answers(() => call([]), empty);
    answers(() => call([2]), single);
    answers(() => call(constant), still);
  });

  it("refuses what is no number", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => call([...constant, bad])).toThrow(/finite|NaN/);
    }
  });

  it("answers for huge and tiny values without NaN", () => {
    if (large === RangeError) expect(() => call(huge)).toThrow();
    else {
      answers(() => call(huge), large);
      expect(nansIn(call(huge))).toEqual([]);
    }
  });

  it(`takes ${many} values, or says how many it takes`, () => {
    const values = Array.from({ length: many }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.3);
    if (million === RangeError) expect(() => call(values)).toThrow(RangeError);
    else expect(nansIn(call(values))).toEqual([]);
  });
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
