import { expect } from "vitest";
import * as stats from "../index.ts";
import { few, type Row, zeros } from "./row.fixture.ts";

const asPairs = (values: readonly number[]): stats.Pair[] => values.map((candidate, i) => ({ id: `${i}`, champion: 0, candidate }));
const real = { metric: "m", scale: "real", direction: "higher", minimumUsefulEffect: 0.1 } as const;

/** Functions of a list of scores, or of two. */
export const LIST_ROWS: readonly Row[] = [
  {
    name: "meanEstimate",
    many: 1_000_000,
    call: (v) => stats.meanEstimate(v),
    single: RangeError,
    constant: { value: 2, interval: [2, 2], method: "t, no variance seen" },
  },
  {
    name: "meanEstimate, in a range",
    many: 1_000_000,
    call: (v) => stats.meanEstimate(v, { range: [-8e307, 8e307] }),
    single: { value: 2, n: 1 },
    constant: { value: 2, n: 12, method: expect.stringContaining("betting") },
    huge: { interval: [expect.any(Number), expect.any(Number)] },
  },
  {
    name: "meanEstimate, with clusters",
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
    infinite: /Variance$/,
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
          return v.every(Number.isFinite) ? most : Number.NaN;
        },
        { n: v.length, ...few, method: "basic" },
      ),
    single: { value: 2, interval: [2, 2] },
    constant: { value: 2, interval: [2, 2] },
  },
  {
    name: "maxT",
    infinite: /^critical$/,
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
    huge: /at most 1e300/,
  },
  {
    name: "pairedVariance",
    infinite: /^between$|^within/,
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
