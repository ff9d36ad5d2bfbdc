import { terminalText } from "../report/terminal/display-width.ts";
import { textTable } from "../report/terminal/text-table.ts";
import { fallbackText } from "./fallback-use.ts";
import type { GateResult } from "./gate.ts";
import { gateFigures, verdictSentence } from "./gate-figures.ts";

/** Returns a gate's result for a terminal: the verdict, a row for each metric with its smallest detectable difference, what changed. */
export function gateText(result: GateResult, options: { readonly columns: number; readonly items?: number | undefined }): string {
  const { columns, items = 5 } = options;
  const { metrics, problems, changes, unmatched, verdict } = result;
  const plain = (said: readonly string[]): readonly string[] => said.map(terminalText);
  const head = plain([
    `${result.task}: ${verdictSentence(verdict)}`,
    ...problems.flatMap((problem) => problem.split(/\r?\n/).map((line) => `  ${line}`)),
  ]);
  const table: string[] = [];
  const lines: string[] = [];
  if (metrics.length > 0) {
    const rows = metrics
      .map(gateFigures)
      .map((row) => [row.name, row.kind, row.baseline, row.candidate, row.effect, row.interval, row.margin, row.detectable, row.n]);
    table.push(
      "",
      textTable({ columns, head: ["metric", "verdict", "baseline", "branch", "effect", "interval", "margin", "detectable", "n"], rows }),
    );
  }
  for (const { metric, kind, needed, notes, level } of metrics) {
    for (const note of notes) lines.push(`  ${metric}: ${note}`);
    if (kind === "inconclusive" && needed !== null)
      lines.push(
        `  ${metric}: about ${needed.toLocaleString("en-US")} items would decide it at ${Number((100 * level).toPrecision(4))} %.`,
      );
  }
  if (result.fallback !== null) lines.push(`  ${fallbackText(result.fallback, changes[0]?.metric ?? null)}`);
  for (const { metric, better, worse, unchanged } of changes) {
    lines.push(`  ${metric}: ${worse.length} items worse, ${better.length} better, ${unchanged} as before.`);
    for (const { id, baseline, candidate } of worse.slice(0, items)) lines.push(`    ${id}: ${round(baseline)} → ${round(candidate)}`);
    if (worse.length > items) lines.push(`    and ${worse.length - items} more`);
  }
  for (const [side, ids] of [
    ["the baseline", unmatched.baseline],
    ["the branch", unmatched.candidate],
  ] as const) {
    if (ids.length > 0)
      lines.push(`  Only in ${side}: ${ids.length} items (${ids.slice(0, 20).join(", ")}${ids.length > 20 ? ", …" : ""}).`);
  }
  return [...head, ...table, ...plain(lines)].join("\n");
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
