import type { RunOutline } from "../evaluation.ts";
import { formatInterval, formatQuantity } from "./axis.ts";
import { type ChangedItem, changedItems } from "./changed-items.ts";
import { type ComparisonReportOptions, comparisonReportJson, nameOf } from "./comparison-report.ts";
import { costText } from "./cost-text.ts";
import { shorten } from "./figure.ts";
import { formatLevel } from "./interval-chart.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { scoreLine } from "./item-row.ts";
import { textsOf } from "./item-texts.ts";
import { markdownTable, markdownText } from "./markdown-text.ts";
import { metricLabel } from "./metric-label.ts";
import { effectQuantity, formatEffect, verdictText } from "./verdict-text.ts";

export interface ComparisonReportMarkdownOptions<Name extends string>
  extends ComparisonReportOptions<Name>,
    Pick<ItemBrowserOptions, "texts"> {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** Most items that are listed of those that got worse, and of those that got better. @default 10 */
  readonly mostItems?: number | undefined;
}

const SHOWN = 100;

/** Returns two runs beside each other as GitHub-flavoured Markdown: verdict, effects, and the items that changed. For a pull request. @throws as `compare` does */
export function comparisonReportMarkdown<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ComparisonReportMarkdownOptions<NoInfer<Name>> = {},
): string {
  const { mostItems = 10, texts } = options;
  const report = comparisonReportJson(champion, candidate, options);
  const { changes, others, verdict } = report;
  const { record } = candidate;
  const quantityOf = (metric: string) => effectQuantity(champion.metrics[nameOf(champion, metric)].scale);
  const effects = [verdict, ...others].map(({ effect, interval, kind, metric, n }) => [
    markdownText(metricLabel(metric, champion.metrics[nameOf(champion, metric)])),
    kind,
    formatEffect(effect, quantityOf(metric)),
    formatInterval(interval, quantityOf(metric)),
    String(n),
  ]);
  const [before, after] = [report.champion.summary, report.candidate.summary];
  const metric = nameOf(champion, verdict.metric);
  const items = options.changes ?? changedItems(champion, candidate, metric);
  const listed = (title: string, kinds: readonly string[]): string[] => {
    const chosen = items.filter(({ change }) => kinds.includes(change));
    if (chosen.length === 0) return [];
    const rows = chosen.slice(0, mostItems).map((item) => rowOf(item, metric, texts));
    const more = chosen.length - rows.length;
    return [
      `<details><summary>${title}: ${chosen.length.toLocaleString("en-US")}</summary>\n\n${markdownTable(["item", markdownText(metric), "champion", "candidate"], rows)}\n\n${more > 0 ? `${more.toLocaleString("en-US")} more are not listed.\n\n` : ""}</details>`,
    ];
  };
  const blocks = [
    `## ${markdownText(options.title ?? `${record.task.name} on ${record.split}`)}: ${verdict.kind}`,
    markdownText(verdictText(verdict, quantityOf(verdict.metric))),
    markdownTable(["metric", "verdict", "effect", `${formatLevel(verdict.level)} interval`, "n"], effects),
    `${changes.better} cases got better, ${changes.worse} worse, ${changes.lost} lost their score, ${changes.gained} gained one, ${changes.same} stayed. p95 ${formatQuantity(before.latency.p95, "ms")} → ${formatQuantity(after.latency.p95, "ms")}, cost ${costText(champion, before.microDollars)} → ${costText(candidate, after.microDollars)}.`.replaceAll(
      "$",
      "\\$",
    ),
    ...(verdict.notes.length === 0 ? [] : [verdict.notes.map((note) => `- ${markdownText(note)}`).join("\n")]),
    ...listed("Worse, or without a score now", ["worse", "lost"]),
    ...listed("Better, or with a score now", ["better", "gained"]),
    `<sub>Champion ${markdownText(champion.record.id)}, candidate ${markdownText(record.id)}</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function rowOf<Name extends string>(
  { after, before, id, repeat }: ChangedItem<Name>,
  metric: Name,
  texts: ItemBrowserOptions["texts"],
): string[] {
  const said = ({ trace }: typeof after): string => markdownText(shorten(textsOf(trace, texts)?.output ?? trace.outcome.kind, SHOWN));
  return [
    `${markdownText(shorten(id, SHOWN))}${repeat > 0 ? ` \\#${repeat + 1}` : ""}`,
    markdownText(`${shorten(scoreLine(before.scores[metric]), 40)} → ${shorten(scoreLine(after.scores[metric]), 40)}`),
    said(before),
    said(after),
  ];
}
