import type { Verdict } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import type { RunSummary } from "../summary/summarise.ts";
import { formatInterval, formatQuantity } from "./axis.ts";
import { changedBrowser } from "./changed-browser.ts";
import { type ComparisonReport, type ComparisonReportOptions, comparisonWithItems, nameOf } from "./comparison-report.ts";
import { costText } from "./cost-text.ts";
import { dataTable } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { htmlPage, type PageSection } from "./html-page.ts";
import { formatLevel, intervalChart } from "./interval-chart.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { ITEM_BROWSER_SCRIPT } from "./item-list.ts";
import { metricLabel } from "./metric-label.ts";
import { judges } from "./run-report-html.ts";
import { tiles } from "./tiles.ts";
import { effectQuantity, formatEffect, verdictText } from "./verdict-text.ts";

export interface ComparisonReportHtmlOptions<Name extends string> extends ComparisonReportOptions<Name>, ItemBrowserOptions {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** Before the items: what a caller knows beyond the runs. */
  readonly sections?: readonly PageSection[] | undefined;
}

/** Returns two runs beside each other as one self-contained page: verdict, effects with intervals, what each did, and every item that changed. Under 2 MB. @throws as `compare` does */
export function comparisonReportHtml<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ComparisonReportHtmlOptions<NoInfer<Name>> = {},
): string {
  const { items, report } = comparisonWithItems(champion, candidate, options);
  const { record } = candidate;
  const { verdict } = report;
  const metric = nameOf(champion, verdict.metric);
  const scaleOf = (name: string): "binary" | "share" | "real" => champion.metrics[nameOf(champion, name)].scale;
  return htmlPage({
    title: options.title ?? `${record.task.name} on ${record.split}: two runs compared`,
    lead: verdictText(verdict, effectQuantity(scaleOf(verdict.metric))),
    top: tiles(headlines(report, scaleOf(verdict.metric))),
    sections: [
      { title: "Effect", body: effects(report, scaleOf, (name) => metricLabel(name, champion.metrics[nameOf(champion, name)])) },
      ...judges(report.candidate.summary),
      { title: "Both runs", body: bothRuns(report) },
      ...(options.sections ?? []),
      { title: "Items", body: changedBrowser(champion, candidate, { ...options, metric, items }) },
    ],
    footer: `Champion ${report.champion.record.id} · candidate ${record.id} · split ${record.splitHash.slice(0, 12)} · task ${record.task.hash.slice(0, 12)}`,
    script: ITEM_BROWSER_SCRIPT,
  });
}

function headlines(report: ComparisonReport, scale: "binary" | "share" | "real"): { readonly value: string; readonly label: string }[] {
  const { changes, verdict } = report;
  const quantity = effectQuantity(scale);
  const [before, after] = [report.champion.summary, report.candidate.summary];
  return [
    { value: verdict.kind, label: `${verdict.metric}, ${formatLevel(verdict.level)} confidence` },
    { value: formatEffect(verdict.effect, quantity), label: `effect, ${formatInterval(verdict.interval, quantity)}, n = ${verdict.n}` },
    { value: `${changes.better} / ${changes.worse}`, label: "cases that got better / worse" },
    { value: `${formatQuantity(before.latency.p95, "ms")} → ${formatQuantity(after.latency.p95, "ms")}`, label: "p95 of a case" },
    {
      value: [...new Set([costText(report.champion, before.microDollars), costText(report.candidate, after.microDollars)])].join(" → "),
      label: "cost of a run",
    },
  ];
}

type ScaleOf = (metric: string) => "binary" | "share" | "real";

function effects({ others, verdict }: ComparisonReport, scaleOf: ScaleOf, labelOf: (metric: string) => string): Html {
  const all = [verdict, ...others];
  const chart = (verdicts: readonly Verdict[], title: string, share: boolean): Html | null =>
    verdicts.length === 0
      ? null
      : intervalChart({
          title,
          axis: { label: "candidate minus champion, in the good direction", quantity: share ? "difference" : "number" },
          level: verdict.level,
          reference: { value: 0, label: "no difference" },
          rows: verdicts.map(({ effect, interval, metric, n }) => ({ label: labelOf(metric), value: effect, interval, n })),
        });
  const shares = all.filter(({ metric }) => scaleOf(metric) !== "real");
  const reals = all.filter(({ metric }) => scaleOf(metric) === "real");
  // The lead and the table say how many.
  const notes = verdict.notes.filter((note) => !/would decide it/.test(note));
  const rows = all.map((each) => {
    const quantity = effectQuantity(scaleOf(each.metric));
    return [
      labelOf(each.metric),
      each.kind,
      formatEffect(each.effect, quantity),
      formatInterval(each.interval, quantity),
      String(each.n),
      formatQuantity(each.minimumUsefulEffect, quantity),
      each.needed === null ? "–" : each.needed.toLocaleString("en-US"),
      each.method,
    ];
  });
  return html`${chart(shares, "Effect by metric", true)}${reals.map((each) => chart([each], each.metric, false))}
<div class="plot" tabindex="0">${dataTable(["metric", "verdict", "effect", `${formatLevel(verdict.level)} interval`, "n", "matters from", "needed", "method"], rows)}</div>${
    notes.length === 0 ? null : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
  }${others.length === 0 ? null : html`<p class="note">The verdict is on ${verdict.metric}. The others are shown each at the same level, as descriptions: nothing was decided by them.</p>`}`;
}

function bothRuns({ candidate, champion }: ComparisonReport): Html {
  const kinds = [...new Set([...Object.keys(champion.summary.outcomes), ...Object.keys(candidate.summary.outcomes)])].sort();
  const count = ({ outcomes }: RunSummary, kind: string): string =>
    String(Object.entries(outcomes).find(([name]) => name === kind)?.[1] ?? 0);
  const scores = champion.summary.metrics.flatMap((before) => {
    const after = candidate.summary.metrics.find(({ metric }) => metric === before.metric);
    const quantity = effectQuantity(before.scale);
    const said = (summary: typeof before): string =>
      summary.estimate
        ? `${formatQuantity(summary.estimate.value, quantity)} (${formatInterval(summary.estimate.interval, quantity)}), ${summary.missing} missing`
        : "–";
    const floor = ({ groundingFloor }: typeof before): string =>
      groundingFloor ? `${formatQuantity(groundingFloor.value, "share")} (${formatInterval(groundingFloor.interval, "share")})` : "–";
    if (after === undefined) return [];
    return [
      [metricLabel(before.metric, before), said(before), said(after)],
      ...(before.groundingFloor || after.groundingFloor ? [[`${before.metric}, n-gram floor`, floor(before), floor(after)]] : []),
    ];
  });
  const pair = (name: string, of: (summary: RunSummary) => string): string[] => [name, of(champion.summary), of(candidate.summary)];
  return html`<div class="plot" tabindex="0">${dataTable(
    ["", "champion", "candidate"],
    [
      ...scores,
      ...kinds.map((kind) => pair(`cases: ${kind}`, (summary) => count(summary, kind))),
      pair("p50 of a case", ({ latency }) => formatQuantity(latency.p50, "ms")),
      pair("p95 of a case", ({ latency }) => formatQuantity(latency.p95, "ms")),
      ["cost of the run", costText(champion, champion.summary.microDollars), costText(candidate, candidate.summary.microDollars)],
      pair("input tokens", ({ inputTokens }) => formatQuantity(inputTokens)),
      pair("output tokens", ({ outputTokens }) => formatQuantity(outputTokens)),
      ["run", champion.record.id, candidate.record.id],
      ["variant", champion.record.variantId?.slice(0, 12) ?? "a function", candidate.record.variantId?.slice(0, 12) ?? "a function"],
    ],
  )}</div>`;
}
