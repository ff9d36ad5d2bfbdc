import type { Scorer, Verdict } from "@pawl/core";
import { type MetricFacts, metricFacts } from "@pawl/eval";
import { rawDifferenceNotes } from "@pawl/eval/report";

/** The headline: the first scorer. */
export type Metric = Pick<Scorer<never, never, never>, "name" | "hash" | "direction" | "scale"> & {
  /** Where a model judges: how well it agrees with people, without the items that was measured on; null where nobody knows. */
  readonly judge?: NonNullable<MetricFacts["judge"]>;
};

/** Returns the headline of a list of scorers. @throws RangeError where the list is empty. */
export function metricOf(scorers: readonly Pick<Scorer<never, never, never>, "name" | "hash" | "direction" | "scale" | "judge">[]): Metric {
  const first = scorers[0];
  if (first === undefined) throw new RangeError("climb: scorers must hold at least one scorer; the first is the headline.");
  const { name, hash, direction, scale } = first;
  const { judge } = metricFacts(first);
  if (judge === undefined) return { name, hash, direction, scale };
  if (judge.calibration === null) return { name, hash, direction, scale, judge };
  const { labelled: _, ...calibration } = judge.calibration;
  return { name, hash, direction, scale, judge: { ...judge, calibration } };
}

/** Returns candidate minus champion in the score's own good direction. */
export function gain(metric: Metric, champion: number, candidate: number): number {
  return metric.direction === "higher" ? candidate - champion : champion - candidate;
}

/** Returns a verdict of the metric with what its judge is worth in the notes: a climb is decided on what the judge sees. */
export function withJudgeNotes(verdict: Verdict, metric: Metric): Verdict {
  return metric.judge === undefined ? verdict : { ...verdict, notes: [...verdict.notes, ...rawDifferenceNotes(metric)] };
}
