import { expect } from "vitest";
import * as stats from "../index.ts";
import { beside, bits, type Row } from "./row.fixture.ts";

const value = (x: number): object => ({ value: x });
const absolute = (values: readonly number[]): number[] => values.map(Math.abs);
const few = { resamples: 40 } as const;

/** Functions of the ratings of several raters. */
export const RATING_ROWS: readonly Row[] = [
  { name: "cohenKappa", call: (v) => stats.cohenKappa(v, v), empty: null, single: null, constant: null, huge: value(1), rising: value(1) },
  {
    name: "confusionMatrix",
    call: (v) => stats.confusionMatrix(v, v),
    empty: { categories: [], counts: [], n: 0 },
    single: { categories: [2], counts: [[1]] },
    constant: { counts: [[12]], n: 12 },
    huge: { categories: [-7e307, 1e-308, 3e307, 7e307] },
  },
  {
    name: "binaryAgreement",
    call: (v) => stats.binaryAgreement({ judge: bits(v), human: bits(v) }),
    empty: { n: 0, agreement: null },
    single: { truePositives: 1, specificity: null },
    constant: { truePositives: 12, specificity: null },
  },
  { name: "gwetAc1", call: (v) => stats.gwetAc1(beside(v)), empty: null, single: null, constant: null, huge: value(-1 / 3) },
  { name: "fleissKappa", call: (v) => stats.fleissKappa(beside(v)), empty: null, single: null, constant: null },
  { name: "randolphKappa", call: (v) => stats.randolphKappa(beside(v)), empty: null, single: null, constant: null },
  ...(["nominal", "ordinal", "interval"] as const).map(
    (metric): Row => ({
      name: `krippendorffAlpha, ${metric}`,
      call: (v) => stats.krippendorffAlpha(beside(v), { ...few, metric }),
      empty: null,
      single: null,
      constant: null,
      huge: { n: 12 },
      rising: { n: 40 },
    }),
  ),
  {
    name: "krippendorffAlpha, ratio",
    call: (v) => stats.krippendorffAlpha(beside(absolute(v)), { ...few, metric: "ratio" }),
    empty: null,
    single: null,
    constant: null,
    huge: { n: 12 },
    rising: { n: 40 },
  },
  ...(["ICC(1)", "ICC(2,1)", "ICC(3,1)"] as const).map(
    (form): Row => ({
      name: `intraclassCorrelation, ${form}`,
      call: (v) => stats.intraclassCorrelation(beside(v), { form }),
      empty: null,
      single: null,
      constant: null,
      huge: { n: 12 },
      rising: { n: 40 },
    }),
  ),
  {
    name: "pearson",
    many: 200_000,
    call: (v) =>
      stats.pearson(
        v,
        v.map((x) => x / 2),
      ),
    empty: null,
    single: null,
    constant: null,
    huge: value(1),
    rising: value(1),
  },
  { name: "spearman", many: 200_000, call: (v) => stats.spearman(v, v), empty: null, single: null, constant: null, huge: value(1) },
  { name: "kendallTauB", many: 200_000, call: (v) => stats.kendallTauB(v, v), empty: null, single: null, constant: null, huge: value(1) },
  {
    name: "humanCeiling",
    call: (v) => stats.humanCeiling(beside(v), { ...few, judge: v }),
    single: { pairwise: { value: 1, interval: [0, 1] } },
    constant: { pairwise: value(1) },
    huge: { pairwise: value(0) },
  },
  {
    name: "humanCeiling, of scores",
    call: (v) => stats.humanCeiling(beside(v), { ...few, judge: v, measure: "pearson" }),
    single: { pairwise: null, judge: null },
    constant: { pairwise: null, judge: null },
    huge: { pairwise: { n: 12 }, judge: { n: 12 } },
  },
  {
    name: "selfConsistency",
    call: (v) => stats.selfConsistency(beside(v)),
    empty: null,
    single: { agreement: value(1), withinSd: 0 },
    constant: { agreement: value(1), withinSd: 0 },
    huge: { agreement: value(0), withinSd: expect.closeTo(6.652067e307, -302) },
  },
];
