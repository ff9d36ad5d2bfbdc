import { rankingMetrics } from "@pawl/eval/metrics";
import {
  allPassedBound,
  bradleyTerry,
  brierScore,
  eloGap,
  errorCorrelation,
  gwetAc1,
  humanCeiling,
  intraclassCorrelation,
  krippendorffAlpha,
  lengthControlledRate,
  reliability,
  repeatsEstimate,
  riskCoverage,
  selfConsistency,
  semanticEntropy,
  skewnessCorrectedInterval,
  sliceEffects,
  sliceEstimates,
} from "@pawl/stats";

const ones = (count: number, value: number) => new Array<number>(count).fill(value);
const CODERS = ["123321412---", "1233224125-3", "-3332342251-", "12332441251-"];
const UNITS = Array.from({ length: 12 }, (_, i) => CODERS.map((coder) => (coder[i] === "-" ? null : Number(coder[i]))));
const FOUR = ["9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7"].map((row) => row.split(" ").map(Number));
const players = () => {
  const wins = [
    [0, 7, 9],
    [3, 0, 6],
    [1, 4, 0],
  ];
  const comparisons = wins.flatMap((row, a) => row.flatMap((count, b) => ones(count, 1).map((score) => ({ a: `${a}`, b: `${b}`, score }))));
  return bradleyTerry(comparisons, { resamples: 1 }).players;
};
const TEN = { scores: [0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.2, 0.05], labels: [1, 1, 1, 0, 1, 0, 1, 0, 0, 0] } as const;
const SLICES = [0, 1, 2, 3].map((k) => Array.from({ length: 12 }, (_, i) => ((i * 7 + 3 * k) % 11) / 11 + 0.1 * k));
const heterogeneity = () =>
  sliceEffects(SLICES.slice(0, 3).flatMap((row, k) => row.map((score) => ({ slice: `${k}`, champion: 0, candidate: score }))))
    .heterogeneity;

/** By the reference table's ids: agreement, corrections, pairwise verdicts, detection and slices. */
export const JUDGE_VALUES: { readonly [id: string]: () => readonly (number | undefined | null)[] } = {
  "all passed 8": () => [allPassedBound(8)],
  krippendorff: () =>
    (["nominal", "ordinal", "interval", "ratio"] as const).map((metric) => krippendorffAlpha(UNITS, { metric, resamples: 1 })?.value),
  icc: () => (["ICC(1)", "ICC(2,1)", "ICC(3,1)"] as const).map((form) => intraclassCorrelation(FOUR, { form })?.value),
  "icc interval": () => (["ICC(1)", "ICC(3,1)"] as const).flatMap((form) => intraclassCorrelation(FOUR, { form })?.interval ?? []),
  "gwet ac1": () => {
    const rows = [
      [90, 1, 1],
      [4, 1, 0],
      [5, 0, 1],
      [1, 0, 0],
    ].flatMap(([count = 0, a = 0, b = 0]) => ones(count, 0).map(() => [a, b]));
    return [gwetAc1(rows)?.value];
  },
  "human ceiling": () => {
    const { pairwise, leaveOneOut } = humanCeiling(FOUR, { measure: "pearson", resamples: 1 });
    return [pairwise?.value, leaveOneOut?.value];
  },
  "error correlation": () => {
    const { mean, effectiveJudges } = errorCorrelation(
      FOUR.map((row) => row.slice(0, 3)),
      FOUR.map((row) => row[3] ?? null),
      { resamples: 1 },
    );
    return [mean?.value, effectiveJudges?.value];
  },
  "variance split": () => {
    const { withinVariance, betweenVariance } = repeatsEstimate(FOUR);
    return [withinVariance, betweenVariance, selfConsistency(FOUR)?.withinSd];
  },
  "bradley-terry": () => players().map(({ strength }) => strength),
  "bradley-terry elo": () => {
    const [best, ...others] = players();
    return others.map(({ strength }) => eloGap(best?.strength ?? 0, strength));
  },
  "length controlled": () => {
    const { rate, lengthEffect } = lengthControlledRate({
      scores: [1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1],
      lengthDifferences: [40, 25, -10, 60, 5, -20, 30, -35, 15, 10, -50, 45],
    });
    return [rate.value, lengthEffect.value];
  },
  "calibration error ten": () => [reliability(TEN, { bins: 5 }).expectedError],
  "brier ten": () => [brierScore(TEN)],
  "ndcg five": () => [rankingMetrics(["e", "d", "c", "b", "a"], { a: 10, b: 0, c: 0, d: 1, e: 5 }).ndcg],
  "semantic entropy": () => [semanticEntropy("aaabbc"), semanticEntropy("abc", { weights: [0.5, 0.2, 0.1] })],
  "risk coverage": () => {
    const { area, excess } = riskCoverage({ confidences: [0.9, 0.8, 0.7, 0.6, 0.5], losses: [0, 1, 0, 0, 1] });
    return [area, excess];
  },
  "slices cochran": () => [heterogeneity()?.q, heterogeneity()?.iSquared],
  "slices welch": () => [heterogeneity()?.pValue],
  "slices between": () => [sliceEstimates(SLICES.flatMap((row, k) => row.map((score) => ({ slice: `${k}`, score })))).betweenVariance],
  "skewness-corrected": () => skewnessCorrectedInterval([2, 3, 5, 7, 11, 20]).interval,
};
