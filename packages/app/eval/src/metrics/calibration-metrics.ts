import type { Estimate } from "@pawl/core";
import { auroc, brierScore, type Reliability, type RiskCoverage, reliability, riskCoverage } from "@pawl/stats";
import type { RunOutline } from "../evaluation.ts";
import { unitOf } from "../summary/unit-of.ts";

export interface CalibrationOptions<Name extends string> {
  /** A binary metric: what counts as right. */
  readonly metric: Name;
  /** Bins of equal width for the expected calibration error. @default 10 */
  readonly bins?: number | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
}

export interface CalibrationMetrics {
  /** Answers with a confidence and a score. */
  readonly n: number;
  /** Cases without one of them: not in the numbers. */
  readonly missing: number;
  /** Share of right answers, and the mean confidence it is to be compared with. */
  readonly accuracy: number;
  readonly meanConfidence: number;
  readonly brier: number;
  /** Its `expectedError` is the expected calibration error; intervals clustered where examples are or repeat. */
  readonly reliability: Reliability;
  /** How well confidence tells right from wrong answers, clustered where examples are or repeat; null where all are right or all wrong. */
  readonly auroc: Estimate | null;
  /** Of answering only what one is confident of; its losses are 1 for wrong answers. */
  readonly riskCoverage: RiskCoverage;
}

/**
 * Returns how far the confidence that a run's answers carry (`outcome.confidence`, 0..1) keeps its word, by the estimators of `@pawl/stats`. Null
 * where no answer has both a confidence and a score, as in an outline. @throws TypeError for a metric that is not binary
 */
export function calibrationMetrics<Name extends string>(
  { items, metrics }: RunOutline<Name>,
  options: CalibrationOptions<NoInfer<Name>>,
): CalibrationMetrics | null {
  const { bins, level, metric } = options;
  const { direction, scale } = metrics[metric];
  if (scale !== "binary")
    throw new TypeError(`"${metric}" is on a ${scale} scale; calibration asks for right or wrong. Take passAt of it.`);
  const scores: number[] = [];
  const labels: boolean[] = [];
  const clusters: string[] = [];
  for (const { scores: given, trace } of items) {
    const score = given[metric];
    const { outcome } = trace;
    const confidence = confidenceOf(outcome);
    if (confidence === null || score.kind === "unscored") continue;
    const example = trace.origin.example;
    scores.push(confidence);
    labels.push((score.value === 1) === (direction === "higher"));
    clusters.push(unitOf(example ?? { id: trace.id }));
  }
  const n = labels.length;
  if (n === 0) return null;
  const grouped = new Set(clusters).size < n ? { clusters } : {};
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  return {
    n,
    missing: items.length - n,
    accuracy: mean(labels.map(Number)),
    meanConfidence: mean(scores),
    brier: brierScore({ scores, labels }),
    reliability: reliability({ scores, labels }, { bins, level, ...grouped }),
    auroc: auroc({ scores, labels }, { level, ...grouped }),
    riskCoverage: riskCoverage({ confidences: scores, losses: labels.map((right) => (right ? 0 : 1)) }),
  };
}

/** An outline knows the kind of an outcome alone. */
function confidenceOf(outcome: RunOutline["items"][number]["trace"]["outcome"]): number | null {
  return outcome.kind === "ok" && "confidence" in outcome && typeof outcome.confidence === "number" ? outcome.confidence : null;
}
