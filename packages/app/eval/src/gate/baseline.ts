import type { Evaluation } from "../evaluation.ts";
import { type GateRun, gateRun } from "./gate-run.ts";
import { type Criteria, criteriaOf, type GateSettings } from "./gate-settings.ts";

/** What a branch is held against: the scores of a blessed run and the criteria it was blessed by. */
export type Baseline = Omit<GateRun, "firstTokenMs" | "metrics"> & {
  readonly format: "pawl.baseline/1";
  readonly criteria: Criteria;
};

/** Returns a run as a baseline, by the settings it will gate with. */
export function baselineOf<Name extends string>(evaluation: Evaluation<unknown, unknown, Name>, settings: GateSettings): Baseline {
  const { firstTokenMs: _, metrics, ...run } = gateRun(evaluation, { abstainBelow: settings.abstainBelow ?? undefined });
  return { format: "pawl.baseline/1", ...run, criteria: criteriaOf(settings, metrics) };
}
