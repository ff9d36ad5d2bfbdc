import { judgeNotes } from "../../compare/judge-notes.ts";
import type { RunOutline } from "../../evaluation.ts";
import { summarise } from "../../summary/summarise.ts";
import { formatInterval, formatQuantity } from "../axis.ts";
import { confusions } from "../confusion.ts";
import { costText } from "../cost-text.ts";
import { formatLevel } from "../interval-chart.ts";
import { metricLabel } from "../metric-label.ts";
import { metricNotes, metricRows } from "../metric-rows.ts";
import type { RunReportOptions } from "../run-report-json.ts";
import { confidenceFigures, confidenceSentence } from "../sections/confidence-section.ts";
import { fitText, terminalText } from "./display-width.ts";
import { histogramText } from "./histogram-text.ts";
import { matrixChartText } from "./matrix-chart-text.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrapped.ts";

export interface RunReportTextOptions extends RunReportOptions {
  /** Width of the terminal; no line is wider. @default 80 */
  readonly columns?: number | undefined;
}

/** Returns a run for a terminal: scores with intervals and n, outcomes, time and cost, latency, confusion. Plain text from 24 columns on. */
export function runReportText<Name extends string>(evaluation: RunOutline<Name>, options: RunReportTextOptions = {}): string {
  const { columns = 80, level = 0.95 } = options;
  const { record } = evaluation;
  const summary = summarise(evaluation, { level });
  const metrics = summary.metrics.flatMap(metricRows).map(({ estimate, label, metric: { bounds, missing, scale }, raw }) => {
    const quantity = scale === "real" ? "number" : "share";
    return [
      label,
      estimate ? formatQuantity(estimate.value, quantity) : "–",
      estimate ? formatInterval(estimate.interval, quantity).replace(" to ", "–") : "–",
      String(estimate?.n ?? 0),
      raw
        ? ""
        : missing === 0
          ? "0"
          : bounds
            ? `${missing} (${formatQuantity(bounds.worst.value, quantity)}–${formatQuantity(bounds.best.value, quantity)})`
            : String(missing),
    ];
  });
  const confidence = confidenceFigures(evaluation, level);
  const table = textTable({ columns, head: ["metric", "score", formatLevel(level), "n", "missing"], rows: metrics });
  const notes = [
    // The table cuts long names, and with them what is said of the judge.
    ...summary.metrics.flatMap((metric) => (table.includes(metricLabel(metric.metric, metric)) ? [] : judgeNotes(metric))),
    ...metricNotes(summary.metrics),
    ...(confidence === null ? [] : [confidenceSentence(confidence)]),
  ].flatMap((note) => wrapped(terminalText(note), columns));
  const outcomes = Object.entries(summary.outcomes).map(([kind, count]) => `${kind} ${count}`);
  const facts = [
    `${summary.examples} examples${summary.repeats > 1 ? `, ${summary.repeats} repeats` : ""}: ${outcomes.join(", ")}`,
    `p50 ${formatQuantity(summary.latency.p50, "ms")}, p95 ${formatQuantity(summary.latency.p95, "ms")}, cost ${costText(evaluation, summary.microDollars)}`,
  ];
  if (record.finishedAt === null) facts.push("Not finished: some cases are to be tried again.");
  const times = evaluation.items.map(({ trace }) => trace.totalMs);
  const blocks = [
    [fitText(`${record.task.name} on ${record.split}`, columns).trimEnd(), ...facts.flatMap((fact) => wrapped(fact, columns))].join("\n"),
    ...(metrics.length === 0 ? [] : [table]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
    ...confusions(evaluation).map(({ counts, labels, metric }) => matrixChartText({ title: metric, labels, counts }, { columns })),
    ...(times.some((time) => time > 0)
      ? [histogramText({ title: "Time of a case", axis: { label: "time", quantity: "ms" }, values: times }, { columns })]
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}
