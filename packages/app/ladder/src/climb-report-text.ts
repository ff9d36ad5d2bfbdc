import {
  bandChartText,
  displayWidth,
  fitText,
  formatInterval,
  formatQuantity,
  histogramText,
  intervalChartText,
  matrixChartText,
  scatterChartText,
  textTable,
} from "@pawl/eval/report";
import { climbCharts } from "./climb-charts.ts";
import type { ClimbResult } from "./climb-result.ts";
import { climbSentences } from "./climb-sentences.ts";

export interface ClimbReportTextOptions {
  /** Width of the terminal; no line is wider. @default 80 */
  readonly columns?: number | undefined;
  /** The pictures too, not only the table and the sentences. @default true */
  readonly charts?: boolean | undefined;
}

/** Returns a climb for a terminal: headline, one sentence a verdict, what was not shown, the price of the next point, the table of variants, and the pictures. Plain text from 24 columns on. */
export function climbReportText(result: ClimbResult, options: ClimbReportTextOptions = {}): string {
  const { columns = 80, charts = true } = options;
  const sentences = climbSentences(result);
  const bullets = (lines: readonly string[]): string => lines.map((line) => wrapped(`- ${line}`, columns, "  ")).join("\n");
  const blocks = [
    wrapped(sentences.headline, columns),
    ...(sentences.judge === null ? [] : [wrapped(sentences.judge, columns)]),
    variants(result, columns),
    ...(sentences.shown.length === 0 ? [] : [bullets(sentences.shown)]),
    ...(sentences.notShown.length === 0 ? [] : [`Not shown\n${bullets(sentences.notShown.map(underItsHeading))}`]),
    wrapped(sentences.price, columns),
    wrapped(sentences.spent, columns),
    ...(charts ? pictures(result, columns) : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function variants({ variants: rows, metric }: ClimbResult, columns: number): string {
  const quantity = metric.scale === "real" ? "number" : "share";
  return textTable({
    columns,
    head: ["variant", "n", metric.name, "interval", "p50", "became"],
    rows: rows.map(({ name, n, score, p50Ms, fate }) => [
      name,
      String(n),
      score === null ? "–" : formatQuantity(score.value, quantity),
      score === null ? "–" : formatInterval(score.interval, quantity).replace(" to ", "–"),
      formatQuantity(p50Ms, "ms"),
      fate,
    ]),
  });
}

function pictures(result: ClimbResult, columns: number): readonly string[] {
  const { scores, quality, forecast, classes, latency } = climbCharts(result);
  return [
    intervalChartText(scores, { columns }),
    scatterChartText(quality, { columns }),
    ...(forecast === null ? [] : [bandChartText(forecast, { columns })]),
    ...(classes === null ? [] : [matrixChartText(classes, { columns })]),
    ...(latency.values.length === 0 ? [] : [histogramText(latency, { columns })]),
  ];
}

function wrapped(text: string, columns: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line.trim() !== "" && displayWidth(longer) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line].map((each) => fitText(each, columns).trimEnd()).join("\n");
}

/** The heading says it already. */
function underItsHeading(sentence: string): string {
  const rest = sentence.replace(/^Not shown: /, "");
  return rest === sentence ? sentence : `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}
