import type { Estimate } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import { type MetricSummary, type RunSummary, summarise } from "../summary/summarise.ts";
import { formatInterval, formatQuantity } from "./axis.ts";
import { confusions } from "./confusion.ts";
import { costText } from "./cost-text.ts";
import { dataTable } from "./figure.ts";
import { histogram } from "./histogram.ts";
import { type Html, html } from "./html.ts";
import { htmlPage, type PageSection } from "./html-page.ts";
import { formatLevel, intervalChart } from "./interval-chart.ts";
import { type ItemBrowserOptions, itemBrowser } from "./item-browser.ts";
import { ITEM_BROWSER_SCRIPT } from "./item-list.ts";
import { matrixChart } from "./matrix-chart.ts";
import { type MetricRow, metricNotes, metricRows } from "./metric-rows.ts";
import type { RunReportOptions } from "./run-report-json.ts";
import { confidenceSection } from "./sections/confidence-section.ts";
import { judgeSection } from "./sections/judge-section.ts";
import { tiles } from "./tiles.ts";

export interface RunReportHtmlOptions extends RunReportOptions, ItemBrowserOptions {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** Before the items: what a caller knows beyond the run, a verdict for instance. */
  readonly sections?: readonly PageSection[] | undefined;
}

/** Returns a run as one self-contained page: scores with intervals, outcomes, confusion, latency, and every item to look at. Under 2 MB. */
export function runReportHtml<Name extends string>(evaluation: RunOutline<Name>, options: RunReportHtmlOptions = {}): string {
  const { level = 0.95 } = options;
  const { record } = evaluation;
  const summary = summarise(evaluation, { level });
  const times = evaluation.items.map(({ trace }) => trace.totalMs);
  const matrices = confusions(evaluation);
  const sections: PageSection[] = [
    { title: "Scores", body: scores(summary, level) },
    ...judges(summary),
    { title: "Outcomes", body: outcomes(summary) },
    ...(matrices.length === 0
      ? []
      : [
          {
            title: "What was taken for what",
            body: html`${matrices.map(({ counts, labels, metric }) => matrixChart({ title: metric, labels, counts }))}`,
          },
        ]),
    ...confidence(evaluation, level),
    { title: "Latency", body: histogram({ title: "Time of a case", axis: { label: "time of a case", quantity: "ms" }, values: times }) },
    ...(options.sections ?? []),
    { title: "Items", body: itemBrowser(evaluation, options) },
  ];
  return htmlPage({
    title: options.title ?? `${record.task.name} on ${record.split}`,
    lead: `Run ${record.id}, begun ${new Date(record.startedAt).toISOString().slice(0, 16).replace("T", " ")} UTC${record.finishedAt === null ? ", not finished: some cases are to be tried again" : ""}.`,
    top: tiles(headlines(evaluation, summary)),
    sections,
    footer: `Task ${record.task.hash.slice(0, 12)} · split ${record.splitHash.slice(0, 12)} · variant ${record.variantId?.slice(0, 12) ?? "a function"} · plan ${record.planHash.slice(0, 12)}`,
    script: ITEM_BROWSER_SCRIPT,
  });
}

function confidence<Name extends string>(run: RunOutline<Name>, level: number): PageSection[] {
  const section = confidenceSection(run, level);
  return section === null ? [] : [section];
}

/** Returns the section on a run's judges, where it has some. */
export function judges({ metrics }: RunSummary): PageSection[] {
  const found = metrics.flatMap(({ judge, metric }) => (judge ? [{ metric, ...judge }] : []));
  return found.length === 0 ? [] : [judgeSection(found)];
}

function headlines(run: Pick<RunOutline, "record">, summary: RunSummary): { readonly value: string; readonly label: string }[] {
  const { cases, examples, latency, microDollars, repeats } = summary;
  const [first] = summary.metrics.slice(0, 1).flatMap(metricRows);
  return [
    ...(first
      ? [
          {
            value: first.estimate ? metricValue(first.metric, first.estimate.value) : "–",
            label: first.estimate ? `${first.label}, ${interval(first.estimate, first.metric)}, n = ${first.estimate.n}` : first.label,
          },
        ]
      : []),
    {
      value: examples.toLocaleString("en-US"),
      label: repeats > 1 ? `examples, ${repeats} repeats, ${cases.toLocaleString("en-US")} cases` : "examples",
    },
    { value: `${cases - (summary.outcomes.ok ?? 0)}`, label: "cases that are not ok" },
    { value: formatQuantity(latency.p50, "ms"), label: `p50 of a case; p95 ${formatQuantity(latency.p95, "ms")}` },
    { value: costText(run, microDollars), label: "cost of the run" },
  ];
}

function scores(summary: RunSummary, level: number): Html {
  const row = ({ estimate, label, raw }: MetricRow) => ({
    label,
    value: estimate?.value ?? null,
    interval: estimate?.interval ?? ([null, null] as const),
    n: estimate?.n ?? 0,
    ...(raw ? { series: 5 } : {}),
  });
  const shares = summary.metrics.filter(({ scale }) => scale !== "real").flatMap(metricRows);
  const reals = summary.metrics.filter(({ scale }) => scale === "real");
  const notes = metricNotes(summary.metrics);
  return html`${shares.length === 0 ? null : intervalChart({ title: "Score by metric", axis: { label: "score", quantity: "share" }, level, rows: shares.map(row) })}${reals.map((metric) => intervalChart({ title: metric.metric, axis: { label: metric.metric }, level, rows: metricRows(metric).map(row) }))}${notes.map((note) => html`<p class="note">${note}</p>`)}
<div class="plot" tabindex="0">${dataTable(
    ["metric", "score", `${formatLevel(level)} interval`, "n", "missing", "missing at worst", "missing at best", "method"],
    summary.metrics
      .flatMap(metricRows)
      .map(({ estimate, label, metric, raw }) => [
        label,
        estimate ? metricValue(metric, estimate.value) : "–",
        estimate ? interval(estimate, metric) : "–",
        String(estimate?.n ?? 0),
        raw ? "" : String(metric.missing),
        metric.bounds && !raw ? metricValue(metric, metric.bounds.worst.value) : raw ? "" : "–",
        metric.bounds && !raw ? metricValue(metric, metric.bounds.best.value) : raw ? "" : "–",
        estimate?.method ?? "",
      ]),
  )}</div>`;
}

function outcomes({ cases, metrics, outcomes: counts }: RunSummary): Html {
  const reasons = new Map(
    metrics.flatMap(({ metric, reasons: why }) => Object.entries(why).map(([reason, count]) => [`${metric}: ${reason}`, count] as const)),
  );
  return html`<div class="plot" tabindex="0">${dataTable(
    ["outcome", "cases", "share"],
    Object.entries(counts).map(([kind, count]) => [kind, String(count), formatQuantity(count / cases, "share")]),
  )}</div>${
    reasons.size === 0
      ? null
      : html`<details class="data"><summary>Why scores are missing</summary><div class="plot" tabindex="0">${dataTable(
          ["metric and reason", "cases"],
          [...reasons].slice(0, 50).map(([reason, count]) => [reason.slice(0, 300), String(count)]),
        )}</div></details>`
  }`;
}

function metricValue({ scale }: MetricSummary, value: number): string {
  return formatQuantity(value, scale === "real" ? "number" : "share");
}

function interval(estimate: Estimate, { scale }: MetricSummary): string {
  return formatInterval(estimate.interval, scale === "real" ? "number" : "share");
}
