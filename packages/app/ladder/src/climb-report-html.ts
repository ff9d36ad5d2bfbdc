import {
  bandChart,
  dataTable,
  formatInterval,
  formatLevel,
  formatQuantity,
  type Html,
  histogram,
  html,
  htmlPage,
  intervalChart,
  judgeSection,
  matrixChart,
  metricLabel,
  type PageSection,
  scatterChart,
  tiles,
} from "@pawl/eval/report";
import { climbCharts } from "./climb-charts.ts";
import type { ClimbResult } from "./climb-result.ts";
import { climbSentences } from "./climb-sentences.ts";

export interface ClimbReportHtmlOptions {
  /** Before the decision log: what a caller knows beyond the climb, looks at the sealed split for instance. @default none */
  readonly sections?: readonly PageSection[] | undefined;
}

/**
 * Returns a climb as one self-contained page: the verdicts in sentences, score by rung, quality against cost with its Pareto set, the forecast
 * with its band, classes, latency, and the decision log in plain language; under each picture its data as a table.
 */
export function climbReportHtml(result: ClimbResult, options: ClimbReportHtmlOptions = {}): string {
  const { task, dataset, metric, champion, seed } = result;
  const sentences = climbSentences(result);
  const charts = climbCharts(result);
  const sections: readonly (PageSection | null)[] = [
    {
      title: "What was shown",
      body: html`${sentences.judge === null ? null : html`<p class="note">${sentences.judge}</p>`}${list(sentences.shown, "Nothing.")}`,
    },
    { title: "What was not shown", body: list(sentences.notShown, "Nothing was left open.") },
    { title: "Score by rung", body: html`${intervalChart(charts.scores)}${variantTable(result)}` },
    { title: "Quality against cost", body: scatterChart(charts.quality) },
    {
      title: "The price of the next point",
      body: html`<p>${sentences.price}</p>${charts.forecast === null ? null : bandChart(charts.forecast)}`,
    },
    charts.classes === null ? null : { title: "What was taken for what", body: matrixChart(charts.classes) },
    charts.latency.values.length === 0 ? null : { title: "Latency", body: histogram(charts.latency) },
    { title: "Rungs", body: rungTable(result) },
    metric.judge === undefined ? null : judgeSection([{ metric: metric.name, ...metric.judge }]),
    ...(options.sections ?? []),
    { title: "Decision log", body: decisionTable(result) },
  ];
  return htmlPage({
    title: `The climb of ${task.name}`,
    lead: sentences.headline,
    top: tiles(headlines(result)),
    sections: sections.filter((section) => section !== null),
    footer: `Task ${task.hash.slice(0, 12)} · data set ${dataset.name} · ${metric.name} ${metric.hash.slice(0, 12)} · champion ${champion.id.slice(0, 12)} · seed ${seed}`,
  });
}

function headlines(result: ClimbResult): readonly { readonly value: string; readonly label: string }[] {
  const { confirmation, spent, budget, minimumUsefulEffect, metric } = result;
  const quantity = metric.scale === "real" ? "number" : "share";
  const score = confirmation?.candidateScore ?? null;
  return [
    ...(score === null
      ? []
      : [
          {
            value: formatQuantity(score.value, quantity),
            label: `${metricLabel(metric.name, metric)} of the candidate on the sealed split, ${formatInterval(score.interval, quantity)}, n = ${score.n}`,
          },
        ]),
    { value: result.confirmed ? "confirmed" : "not confirmed", label: "on the sealed split" },
    { value: formatQuantity(minimumUsefulEffect, quantity), label: "minimum useful effect" },
    {
      value: formatQuantity(spent.ms, "ms"),
      label: budget.ms === undefined ? "spent on answers" : `spent on answers, of ${formatQuantity(budget.ms, "ms")}`,
    },
    { value: String(spent.calls), label: "model calls" },
    { value: formatQuantity(spent.microDollars, "money"), label: "spent" },
  ];
}

function list(lines: readonly string[], none: string): Html {
  return lines.length === 0 ? html`<p>${none}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function variantTable({ variants, metric, level }: ClimbResult): Html {
  const quantity = metric.scale === "real" ? "number" : "share";
  return html`<div class="plot" tabindex="0">${dataTable(
    [
      "variant",
      "rung",
      "model",
      "n",
      metricLabel(metric.name, metric),
      `${formatLevel(level)} interval`,
      "time a case",
      "cost a case",
      "p50",
      "became",
      "verdict at the time",
    ],
    variants.map((row) => [
      row.name,
      row.rung,
      row.model,
      row.missing === 0 ? String(row.n) : `${row.n} (${row.missing} missing)`,
      row.score === null ? "–" : formatQuantity(row.score.value, quantity),
      row.score === null ? "–" : formatInterval(row.score.interval, quantity),
      formatQuantity(row.cost?.ms ?? null, "ms"),
      formatQuantity(row.cost?.microDollars ?? null, "money"),
      formatQuantity(row.p50Ms, "ms"),
      row.fate,
      row.verdict === null ? row.why : `${row.verdict.kind}: ${row.why}`,
    ]),
  )}</div>`;
}

function rungTable({ rungs }: ClimbResult): Html {
  return html`<div class="plot" tabindex="0">${dataTable(
    ["rung", "state", "rounds", "proposals", "searched", "spent", "why it ended"],
    rungs.map(({ kind, state, rounds, proposals, searched, spent, why }) => [
      kind,
      state,
      String(rounds),
      String(proposals),
      searched ? "yes" : "no",
      `${formatQuantity(spent.ms, "ms")}, ${spent.calls} calls`,
      why,
    ]),
  )}</div>`;
}

function decisionTable({ decisions }: ClimbResult): Html {
  return html`<div class="plot" tabindex="0">${dataTable(
    ["decision", "rung", "round", "spent so far", "why"],
    decisions.map(({ kind, rung, round, spent, why }) => [
      kind,
      rung,
      round === 0 ? "" : String(round),
      `${formatQuantity(spent.ms ?? 0, "ms")}, ${spent.calls ?? 0} calls`,
      why,
    ]),
  )}</div>`;
}
