import type { RunRecord } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import { type RunSummary, summarise } from "../summary/summarise.ts";

export type RunReport = {
  readonly format: "pawl.run-report/1";
  readonly record: RunRecord;
  readonly level: number;
  readonly summary: RunSummary;
};

export interface RunReportOptions {
  /** Confidence of the intervals. @default .95 */
  readonly level?: number | undefined;
}

/** Returns the numbers of a run as plain JSON, without its items: those are in the evaluation. */
export function runReportJson<Name extends string>(evaluation: RunOutline<Name>, options: RunReportOptions = {}): RunReport {
  const { level = 0.95 } = options;
  return { format: "pawl.run-report/1", record: evaluation.record, level, summary: summarise(evaluation, { level }) };
}
