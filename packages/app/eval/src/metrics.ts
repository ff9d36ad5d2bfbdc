export { type Assignment, bestAssignment } from "./metrics/best-assignment.ts";
export { type CalibrationMetrics, type CalibrationOptions, calibrationMetrics } from "./metrics/calibration-metrics.ts";
export { type LabelEstimateOptions, type LabelMeasure, labelEstimate } from "./metrics/label-estimate.ts";
export { type ClassMetrics, type LabelAverages, type LabelMetrics, type LabelPair, labelMetrics } from "./metrics/label-metrics.ts";
export { type LabelPairs, type LabelPairsOptions, labelPairs } from "./metrics/label-pairs.ts";
export {
  type CutoffMetrics,
  type Judgements,
  type RankingMetrics,
  type RankingOptions,
  rankingMetrics,
} from "./metrics/ranking-metrics.ts";
export { type Qrels, type RetrievalRun, type RunMetrics, type RunMetricsOptions, rankedIds, runMetrics } from "./metrics/run-metrics.ts";
