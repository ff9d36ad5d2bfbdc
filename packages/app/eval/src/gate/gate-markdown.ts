import { markdownText as text } from "../report/markdown-text.ts";
import { fallbackText } from "./fallback-use.ts";
import type { GateResult } from "./gate.ts";
import { gateFigures, verdictSentence } from "./gate-figures.ts";
import type { ItemChange } from "./item-changes.ts";

const ICONS = { pass: "✅", regression: "❌", inconclusive: "❔", "cannot-measure": "⚠️", "criteria-changed": "⚠️" } as const;

export interface GateMarkdownOptions {
  /** Items listed in each direction. @default 20 */
  readonly items?: number | undefined;
  /** Shown above: what A/A runs said, what was saved. */
  readonly notes?: readonly string[] | undefined;
}

/** Returns a gate's result as Markdown for a pull request: verdict, metrics, the items that changed (capped, with a count). Ids only: no texts. */
export function gateMarkdown(result: GateResult, options: GateMarkdownOptions = {}): string {
  const { items = 20, notes = [] } = options;
  const { changes, metrics, problems, unmatched, verdict } = result;
  const lines = [`### ${ICONS[verdict]} \`${code(result.task)}\`: ${verdictSentence(verdict)}`, ""];
  const fallback = result.fallback === null ? [] : [fallbackText(result.fallback, changes[0]?.metric ?? null)];
  const said = [...problems, ...fallback, ...notes];
  for (const line of said) lines.push(`- ${text(line)}`);
  if (said.length > 0) lines.push("");
  if (metrics.length > 0) {
    lines.push(
      "| metric | verdict | baseline | branch | effect | interval | margin | smallest detectable | n |",
      "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    );
    for (const metric of metrics) {
      const row = gateFigures(metric);
      const cells = [row.name, row.kind, row.baseline, row.candidate, row.effect, row.interval, row.margin, row.detectable, row.n];
      lines.push(`| ${cells.map(text).join(" | ")} |`);
    }
    lines.push("");
    for (const { metric, notes: said, needed } of metrics) {
      for (const note of said) lines.push(`- ${text(metric)}: ${text(note)}`);
      if (needed !== null) lines.push(`- ${text(metric)}: about ${needed.toLocaleString("en-US")} items would decide it.`);
    }
    lines.push("");
  }
  for (const change of changes) {
    const { better, metric, unchanged, worse } = change;
    lines.push(`**${text(metric)}**: ${worse.length} worse, ${better.length} better, ${unchanged} as before.`, "");
    lines.push(...list("became worse", worse, items), ...list("became better", better, items));
  }
  for (const [side, ids] of [
    ["the baseline", unmatched.baseline],
    ["the branch", unmatched.candidate],
  ] as const) {
    if (ids.length > 0)
      lines.push(
        `Only in ${side}: ${ids.length} items: ${ids
          .slice(0, items)
          .map((id) => `\`${code(id)}\``)
          .join(", ")}${ids.length > items ? `, and ${ids.length - items} more` : ""}.`,
        "",
      );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function list(title: string, changed: readonly ItemChange[], cap: number): string[] {
  if (changed.length === 0) return [];
  const rows = changed.slice(0, cap).map(({ id, baseline, candidate }) => `| \`${code(id)}\` | ${round(baseline)} | ${round(candidate)} |`);
  const more = changed.length > cap ? [`and ${changed.length - cap} more`, ""] : [];
  return [
    "<details>",
    `<summary>${changed.length} ${title}</summary>`,
    "",
    "| item | baseline | branch |",
    "|---|--:|--:|",
    ...rows,
    "",
    ...more,
    "</details>",
    "",
  ];
}

function code(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .replace(/`/g, "'")
    .replace(/\|/g, "\\|");
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
