import type { Example } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import { metricNames, summarise } from "../summary/summarise.ts";
import { formatInterval, formatQuantity } from "./axis.ts";
import { costText } from "./cost-text.ts";
import { shorten } from "./figure.ts";
import { formatLevel } from "./interval-chart.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { expectedText, scoreLine } from "./item-row.ts";
import { textsOf } from "./item-texts.ts";
import { markdownTable, markdownText } from "./markdown-text.ts";
import { metricNotes, metricRows } from "./metric-rows.ts";
import { stateOf, worstFirst } from "./pick-items.ts";
import type { RunReportOptions } from "./run-report-json.ts";
import { confidenceFigures, confidenceSentence } from "./sections/confidence-section.ts";

export interface RunReportMarkdownOptions extends RunReportOptions, Pick<ItemBrowserOptions, "examples" | "texts"> {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** Most items that are listed of those that are not fully right. @default 20 */
  readonly mostItems?: number | undefined;
}

/** Characters of a text in the list of items. */
const SHOWN = 120;

/** Returns a run as GitHub-flavoured Markdown: scores with intervals, outcomes, and the items that are not fully right, worst first. */
export function runReportMarkdown<Name extends string>(run: RunOutline<Name>, options: RunReportMarkdownOptions = {}): string {
  const { level = 0.95, mostItems = 20 } = options;
  const summary = summarise(run, { level });
  const { record } = run;
  const confidence = confidenceFigures(run, level);
  const scores = summary.metrics.flatMap(metricRows).map(({ estimate, label, metric: { missing, scale }, raw }) => {
    const quantity = scale === "real" ? "number" : "share";
    return [
      markdownText(label),
      estimate ? formatQuantity(estimate.value, quantity) : "–",
      estimate ? formatInterval(estimate.interval, quantity) : "–",
      String(estimate?.n ?? 0),
      raw ? "" : String(missing),
    ];
  });
  const outcomes = Object.entries(summary.outcomes).map(([kind, count]) => `${kind} ${count.toLocaleString("en-US")}`);
  const blocks = [
    `## ${markdownText(options.title ?? `${record.task.name} on ${record.split}`)}`,
    ...(scores.length === 0 ? [] : [markdownTable(["metric", "score", `${formatLevel(level)} interval`, "n", "missing"], scores)]),
    ...metricNotes(summary.metrics).map(markdownText),
    ...(confidence === null ? [] : [markdownText(confidenceSentence(confidence))]),
    `${summary.examples.toLocaleString("en-US")} examples${summary.repeats > 1 ? `, ${summary.repeats} repeats` : ""}: ${outcomes.join(", ")}. p50 ${formatQuantity(summary.latency.p50, "ms")}, p95 ${formatQuantity(summary.latency.p95, "ms")}, cost ${costText(run, summary.microDollars)}.`,
    ...(record.finishedAt === null ? ["Not finished: some cases are to be tried again."] : []),
    ...wrongItems(run, options, mostItems),
    `<sub>Run ${markdownText(record.id)}</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function wrongItems<Name extends string>(run: RunOutline<Name>, { examples, texts }: RunReportMarkdownOptions, most: number): string[] {
  const metric = metricNames(run)[0];
  if (metric === undefined) return [];
  const wrong = worstFirst(run, metric).filter((item) => ["wrong", "missing"].includes(stateOf(item, metric, run.metrics[metric])));
  if (wrong.length === 0) return [];
  const known = new Map<string, Example>(examples?.map((example) => [example.id, example]));
  const cell = (text: string | undefined): string => (text === undefined ? "" : markdownText(shorten(text, SHOWN)));
  const rows = wrong.slice(0, most).map(({ scores, trace }) => {
    const { id, repeat } = trace.origin.example ?? { id: trace.id, repeat: 0 };
    const said = textsOf(trace, texts);
    return [
      `${cell(id)}${repeat > 0 ? ` \\#${repeat + 1}` : ""}`,
      cell(scoreLine(scores[metric])),
      cell(said?.input),
      cell(expectedText(known.get(id))),
      cell(said?.output),
    ];
  });
  const more = wrong.length - rows.length;
  return [
    `### Not fully right: ${wrong.length.toLocaleString("en-US")} of ${run.items.length.toLocaleString("en-US")} cases`,
    markdownTable(["item", markdownText(metric), "input", "expected", "output"], rows),
    ...(more > 0 ? [`${more.toLocaleString("en-US")} more are not listed.`] : []),
  ];
}
