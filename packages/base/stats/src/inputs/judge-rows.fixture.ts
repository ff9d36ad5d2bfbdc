import { expect } from "vitest";
import * as stats from "../index.ts";
import { bits, fives, type Row, shares, thirds, turns, zeros } from "./row.fixture.ts";

const value = (x: number): object => ({ value: x });
const detected = (scores: readonly number[]): stats.ScoredLabels => ({ scores, labels: turns(scores) });
const few = { resamples: 40 } as const;
const absolute = (values: readonly number[]): number[] => values.map(Math.abs);
const corrected = { kind: "corrected" };

/** Functions of a judge's scores beside a human's, and of verdicts. */
export const JUDGE_ROWS: readonly Row[] = [
  {
    name: "correctedEstimate",
    call: (v) =>
      stats.correctedEstimate({ judged: v, labelled: v.map((x, i) => ({ judge: x, human: i % 3 === 0 ? 0 : x / 2 })) }, { scale: "score" }),
    single: { reason: "too-few-labels" },
    constant: corrected,
    huge: corrected,
    rising: corrected,
  },
  {
    name: "correctedEstimate, binary",
    call: (v) => stats.correctedEstimate({ judged: bits(v), labelled: bits(v).map((x) => ({ judge: x, human: x })) }, { scale: "binary" }),
    single: { reason: "one-class" },
    constant: { reason: "one-class" },
    huge: corrected,
  },
  {
    name: "ppiMean",
    call: (v) => stats.ppiMean({ labelled: { human: v, judge: v.map((x) => x / 2) }, unlabelled: v }),
    single: RangeError,
    constant: value(2),
    huge: corrected,
    rising: corrected,
  },
  {
    name: "ppiMean, of clusters in a range",
    call: (v) =>
      stats.ppiMean(
        { labelled: { human: v, judge: v.map((x) => x / 2) }, unlabelled: v },
        { range: [-8e307, 8e307], clusters: { labelled: fives(v), unlabelled: fives(v) } },
      ),
    single: RangeError,
    constant: value(2),
    huge: corrected,
    rising: corrected,
  },
  {
    name: "ppiDifference",
    call: (v) =>
      stats.ppiDifference(
        v.flatMap((x) => [
          { judge: { champion: 0, candidate: x }, human: { champion: 0, candidate: x } },
          { judge: { champion: 0, candidate: x }, human: null },
        ]),
      ),
    single: RangeError,
    constant: value(2),
    huge: corrected,
    rising: corrected,
  },
  {
    name: "ppiDifference, of opposite scores",
    call: (v) =>
      stats.ppiDifference(v.map((x) => ({ judge: { champion: -20 * x, candidate: 20 * x }, human: { champion: 0, candidate: 0 } }))),
    single: RangeError,
    constant: RangeError,
    huge: /judge of pairs/,
    rising: /judge of pairs|beyond the largest number/,
  },
  {
    name: "auroc",
    many: 200_000,
    call: (v) => stats.auroc(detected(v)),
    single: null,
    constant: value(0.5),
    huge: value(0),
  },
  { name: "averagePrecision", many: 200_000, call: (v) => stats.averagePrecision(detected(v)), single: null, constant: 0.5 },
  {
    name: "brierScore",
    many: 200_000,
    call: (v) => stats.brierScore(detected(shares(v))),
    single: 1 / 9,
    constant: expect.closeTo(5 / 18, 12),
  },
  {
    name: "logLoss",
    many: 200_000,
    call: (v) => stats.logLoss(detected(shares(v))),
    single: expect.closeTo(Math.log(1.5), 12),
    constant: expect.closeTo(0.752039, 6),
  },
  {
    name: "reliability",
    call: (v) => stats.reliability(detected(shares(v))),
    single: { expectedError: 1 / 3 },
    constant: { expectedError: expect.closeTo(1 / 6, 12) },
  },
  {
    name: "riskCoverage",
    many: 200_000,
    call: (v) => stats.riskCoverage({ confidences: v, losses: v }),
    single: { area: 2, excess: 0 },
    constant: { area: 2, excess: 0 },
    huge: { points: [{ risk: 7e307 }, { risk: 5e307 }, {}, {}] },
    rising: { points: [{ risk: (1e307 * 13) / 7 }, {}, {}, {}, {}, {}, {}] },
  },
  {
    name: "semanticEntropy",
    call: (v) => stats.semanticEntropy(fives(v), { weights: absolute(v) }),
    single: 0,
    constant: expect.closeTo(1.589027, 6),
  },
  {
    name: "errorCorrelation",
    call: (v) =>
      stats.errorCorrelation(
        v.map((x) => [x, x / 2]),
        zeros(v),
        few,
      ),
    single: { mean: null },
    constant: { mean: null },
    huge: { mean: value(1) },
    rising: { mean: value(1) },
  },
  {
    name: "juryVerdict",
    call: (v) => stats.juryVerdict(v),
    empty: { value: null, votes: 0 },
    single: { value: 2, support: 1 },
    constant: { value: 2, votes: 12 },
  },
  {
    name: "juryVerdict, median",
    call: (v) =>
      stats.juryVerdict(
        v.map((x) => 2 * x),
        { rule: "median" },
      ),
    empty: { value: null },
    single: value(4),
    constant: value(4),
    huge: value(3e307),
  },
  {
    name: "juryVerdict, mean",
    call: (v) => stats.juryVerdict(v, { rule: "mean" }),
    empty: { value: null },
    single: value(2),
    constant: value(2),
  },
  {
    name: "juryInfluence",
    call: (v) =>
      stats.juryInfluence(
        v.map((x) => [x, x / 2, x]),
        { rule: "mean", truth: v.map((x) => -x) },
      ),
    empty: [],
    single: [{ errorAdded: expect.any(Number) }, {}, {}],
    constant: [{ errorAdded: expect.closeTo(1 / 6, 12) }, { errorAdded: expect.closeTo(-1 / 3, 12) }, {}],
  },
  {
    name: "missingBounds",
    call: (v) => stats.missingBounds([...v, null], { range: [-8e307, 8e307] }),
    empty: { completed: null, missing: 1 },
    single: { completed: value(2), missing: 1 },
    constant: { completed: value(2), share: 1 / 13 },
  },
  {
    name: "missingness",
    call: (v) => stats.missingness({ champion: v, candidate: v.map((x, i) => (i % 3 === 0 ? x : null)) }),
    single: { kind: "fine", pValue: 1 },
    constant: { kind: "too-many", onlyCandidate: 8 },
  },
  {
    name: "bradleyTerry",
    call: (v) =>
      stats.bradleyTerry(
        thirds(v).map((score, i) => ({ a: "a", b: i % 2 === 0 ? "b" : "c", score })),
        few,
      ),
    single: { players: [{ name: "a" }, { name: "b" }] },
    constant: { players: [{ strength: expect.closeTo(1, 9) }, {}, {}] },
  },
  {
    name: "lengthControlledRate",
    call: (v) => stats.lengthControlledRate({ scores: turns(v), lengthDifferences: v }),
    single: RangeError,
    constant: { rate: value(0.5), lengthEffect: value(0) },
    huge: { rate: { n: 12 } },
  },
  {
    name: "positionConsistency",
    call: (v) => stats.positionConsistency(v.map((x) => ({ ab: x > 0 ? "first" : "second", ba: "first" }))),
    notFinite: "takes",
    empty: { consistency: null, pValue: 1 },
    single: { firstFavoured: 1 },
    constant: { firstFavoured: 12 },
  },
  {
    name: "winRate",
    call: (v) => stats.winRate(thirds(v)),
    empty: { rate: null },
    single: { wins: 1 },
    constant: { rate: value(0.5), ties: 4 },
  },
  {
    name: "sliceEffects",
    call: (v) => stats.sliceEffects(v.flatMap((x, i) => [0, 1].map((k) => ({ slice: `${i % 2}`, champion: k * x, candidate: x / 2 })))),
    empty: { slices: [], pooled: null },
    single: { slices: [{ effect: null, n: 2 }] },
    constant: { pooled: 0, heterogeneity: { q: 0 } },
    huge: { heterogeneity: { df: 1 } },
    rising: { heterogeneity: { df: 1 } },
  },
  {
    name: "sliceEffects, of opposite scores",
    call: (v) => stats.sliceEffects(v.map((x) => ({ slice: "a", champion: -2 * x, candidate: x }))),
    empty: { slices: [], pooled: null },
    single: { pooled: 6 },
    constant: { pooled: 6 },
    huge: /beyond the largest number/,
    rising: { pooled: expect.closeTo(4.23e307, -305) },
  },
  {
    name: "sliceEstimates",
    call: (v) =>
      stats.sliceEstimates(v.flatMap((score, i) => [1, 2, 3, 4].map((k) => ({ slice: `${k}`, score: i % k === 0 ? score : score / 2 })))),
    empty: { slices: [], betweenVariance: null },
    single: { slices: [{ estimate: null }, {}, {}, {}] },
    constant: { slices: [{ estimate: value(2) }, {}, {}, {}] },
    huge: { slices: [{ shrunk: { n: 12 } }, {}, {}, {}] },
    rising: { slices: [{ shrunk: { n: 40 } }, {}, {}, {}] },
    infinite: /^betweenVariance$/,
  },
];
