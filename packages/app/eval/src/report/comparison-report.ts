import type { RunRecord, Verdict } from "@pawl/core";
import { compare, DEFAULT_USEFUL_EFFECT } from "../compare/compare.ts";
import type { RunOutline } from "../evaluation.ts";
import { metricNames, type RunSummary, summarise } from "../summary/summarise.ts";
import { type Change, type ChangedItem, changeCounts, changedItems } from "./changed-items.ts";

export interface ComparisonReportOptions<Name extends string> {
  /** What the report is about. @default the champion's first one that both have */
  readonly metric?: Name | undefined;
  /** Of that metric. @default .05 on a binary or share scale; a real one has none and must be told */
  readonly minimumUsefulEffect?: number | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
  /** What a gate or another analysis found, in place of the fixed-n comparison of that metric. */
  readonly verdict?: Verdict | undefined;
  /** What `changedItems` gave for that metric. @default asked for again */
  readonly changes?: readonly ChangedItem<Name>[] | undefined;
}

export type ComparisonReport = {
  readonly format: "pawl.comparison-report/1";
  readonly champion: { readonly record: RunRecord; readonly summary: RunSummary };
  readonly candidate: { readonly record: RunRecord; readonly summary: RunSummary };
  readonly verdict: Verdict;
  /** Of the other metrics that both have; those on a real scale are left out, since what matters there was not said. */
  readonly others: readonly Verdict[];
  /** Cases that both have, by what became of them under the metric of the verdict. */
  readonly changes: { readonly [Kind in Change]: number };
};

/** Returns the numbers of a comparison as plain JSON. The other metrics' verdicts are each at the given level: descriptions, not gates. @throws as `compare` does */
export function comparisonReportJson<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ComparisonReportOptions<NoInfer<Name>> = {},
): ComparisonReport {
  return comparisonWithItems(champion, candidate, options).report;
}

/** Returns the numbers of a comparison with the cases that they count, paired once. */
export function comparisonWithItems<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ComparisonReportOptions<NoInfer<Name>>,
): { readonly report: ComparisonReport; readonly items: readonly ChangedItem<Name>[] } {
  const { level = 0.95, metric, minimumUsefulEffect } = options;
  const verdict = options.verdict ?? compare(champion, candidate, { level, metric, minimumUsefulEffect }).verdict;
  const others = metricNames(champion).flatMap((name) => {
    const scale = champion.metrics[name].scale;
    if (name === verdict.metric || scale === "real" || !comparableMetric(champion, candidate, name)) return [];
    return [compare(champion, candidate, { level, metric: name, minimumUsefulEffect: DEFAULT_USEFUL_EFFECT }).verdict];
  });
  const items = options.changes ?? changedItems(champion, candidate, nameOf(champion, verdict.metric));
  const report: ComparisonReport = {
    format: "pawl.comparison-report/1",
    champion: { record: champion.record, summary: summarise(champion, { level }) },
    candidate: { record: candidate.record, summary: summarise(candidate, { level }) },
    verdict,
    others,
    changes: changeCounts(items),
  };
  return { report, items };
}

/** Returns the metric of that name. @throws RangeError where the run does not have it */
export function nameOf<Name extends string>(run: RunOutline<Name>, metric: string): Name {
  const found = metricNames(run).find((name) => name === metric);
  if (found === undefined) throw new RangeError(`The verdict is on "${metric}", which the champion's run does not have.`);
  return found;
}

function comparableMetric<Name extends string>(champion: RunOutline<Name>, candidate: RunOutline<Name>, name: Name): boolean {
  if (!Object.hasOwn(candidate.metrics, name) || champion.metrics[name].hash !== candidate.metrics[name].hash) return false;
  const scored = ({ items }: RunOutline<Name>): boolean => items.some(({ scores }) => scores[name].kind === "score");
  return scored(champion) && scored(candidate);
}
