import type { Estimate, Example, Id, Verdict } from "@pawl/core";
import type { RunOutline } from "@pawl/eval";
import {
  type ChangedItem,
  comparisonReportHtml,
  comparisonReportJson,
  comparisonReportJUnit,
  comparisonReportMarkdown,
  type ItemTexts,
  runReportHtml,
  runReportJson,
  runReportJUnit,
  runReportMarkdown,
} from "@pawl/eval/report";
import { insightMarkdown, insightProperties } from "./insight-markdown.ts";
import { insightSections } from "./insight-sections.ts";
import type { RunInsight } from "./run-insight.ts";

export type ReportFormat = "html" | "markdown" | "junit" | "json";

/** A report in each format, made when it is asked for. */
export type InsightReports = { readonly [Format in ReportFormat]: () => string };

export interface InsightReportsOptions {
  readonly insight: RunInsight;
  readonly examples: readonly Example[];
  /** Of a run that is only outlined. */
  readonly texts?: ReadonlyMap<Id, ItemTexts> | undefined;
}

/** Returns the reports of a run with what it says beyond its scores. */
export function insightReports(run: RunOutline, { examples, insight, texts }: InsightReportsOptions): InsightReports {
  const shown = { examples, texts };
  return {
    html: () => {
      const { estimate } = runReportJson(run).summary.metrics.find(({ metric }) => metric === insight.metric) ?? {};
      return runReportHtml(run, { ...shown, ...insightSections(insight, { whole: estimate ?? undefined }) });
    },
    markdown: () => `${runReportMarkdown(run, shown)}\n${insightMarkdown(insight)}`,
    junit: () => runReportJUnit(run, { ...shown, properties: insightProperties(insight) }),
    json: () => written({ ...runReportJson(run), insight }),
  };
}

export interface ComparisonReportsOptions extends InsightReportsOptions {
  readonly champion: RunOutline;
  /** What `changedItems` gave for the two. @default asked for again */
  readonly changes?: readonly ChangedItem<string>[] | undefined;
  /** What the reports are about. */
  readonly verdict: Verdict;
}

/** Returns the reports of two runs beside each other, with what the difference is made of. */
export function comparisonReports(run: RunOutline, options: ComparisonReportsOptions): InsightReports {
  const { champion, changes, examples, insight, texts, verdict } = options;
  const shown = { verdict, changes, examples, texts };
  return {
    html: () => comparisonReportHtml(champion, run, { ...shown, ...insightSections(insight, { whole: wholeEffect(verdict) }) }),
    markdown: () => `${comparisonReportMarkdown(champion, run, shown)}\n${insightMarkdown(insight)}`,
    junit: () => comparisonReportJUnit(champion, run, { ...shown, properties: insightProperties(insight) }),
    json: () => written({ ...comparisonReportJson(champion, run, { verdict, changes }), insight }),
  };
}

/** An effect without ends is not drawn. */
function wholeEffect({ effect, interval: [low, high], level, method, n }: Verdict): Estimate | undefined {
  return effect === null || low === null || high === null ? undefined : { value: effect, interval: [low, high], level, n, method };
}

function written(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
