import type { RunRecord } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import { type RunSummary, summarise } from "../summary/summarise.ts";
import { type ConfidenceFigures, confidenceFigures } from "./sections/confidence-section.ts";

export type RunReport = {
  readonly format: "pawl.run-report/1";
  readonly record: RunRecord;
  readonly level: number;
  readonly summary: RunSummary;
  /** How far the answers' confidences keep their word, where they carry some. */
  readonly confidence?: ConfidenceFigures;
};

export interface RunReportOptions {
  /** Confidence of the intervals. @default .95 */
  readonly level?: number | undefined;
}

/** Returns the numbers of a run as plain JSON, without its items: those are in the evaluation. */
export function runReportJson<Name extends string>(evaluation: RunOutline<Name>, options: RunReportOptions = {}): RunReport {
  const { level = 0.95 } = options;
  const confidence = confidenceFigures(evaluation, level);
  return {
    format: "pawl.run-report/1",
    record: evaluation.record,
    level,
    summary: summarise(evaluation, { level }),
    ...(confidence === null ? {} : { confidence }),
  };
}
