import type { MetricFacts } from "../evaluation.ts";

/** Returns a metric's name with what has to be known before its numbers are believed: a judge nobody compared with people, a direction that surprises, scores that decide nothing. */
export function metricLabel(metric: string, facts: Pick<MetricFacts, "direction" | "judge" | "role">): string {
  const said = [
    ...(facts.judge === undefined
      ? []
      : [
          facts.judge.calibration !== null
            ? "judge"
            : facts.judge.stale
              ? "judge, not calibrated since it changed"
              : "judge, not calibrated",
        ]),
    ...(facts.direction === "lower" ? ["lower is better"] : []),
    ...(facts.role === "recorded" ? ["recorded only"] : []),
  ];
  return said.length === 0 ? metric : `${metric} (${said.join("; ")})`;
}
