import type { RunRecord } from "@pawl/core";
import type { MetricFacts } from "@pawl/eval";
import type { Leaderboard } from "@pawl/eval/gate";
import {
  formatInterval,
  formatQuantity,
  htmlPage,
  leaderboardSection,
  looksSection,
  markdownTable,
  markdownText,
  tiles,
} from "@pawl/eval/report";
import { looksSentence } from "./insight-text.ts";
import type { RunInsight } from "./run-insight.ts";

export interface LeaderboardPageOptions {
  /** Of one of the runs. */
  readonly record: RunRecord;
  readonly scale: MetricFacts["scale"];
  readonly looks: RunInsight["looks"];
}

/** Returns several runs ranked as one self-contained page. */
export function leaderboardPage(board: Leaderboard, { looks, record, scale }: LeaderboardPageOptions): string {
  const { direction, metric, n, notes } = board;
  const rows = board.rows.map((row) => ({ ...row, name: shortName(row.name) }));
  return htmlPage({
    title: `${record.task.name} on ${record.split}: ${rows.length} runs ranked`,
    lead: verdictOf(board),
    top: tiles([
      { value: String(rows.length), label: "runs" },
      { value: n.toLocaleString("en-US"), label: "examples with a score in every run" },
      { value: String(rows.filter(({ inBest }) => inBest).length), label: `may be the best, ${confidence(board)} confidence` },
      { value: String(rows.filter(({ pareto }) => pareto !== "out").length), label: "in the Pareto set, or open" },
    ]),
    sections: [
      leaderboardSection(rows, { metric, direction, scale: scale === "real" ? "real" : "share", notes: [board.method, ...notes] }),
      looksSection(looks?.looks ?? []),
    ],
    footer: `Runs ${board.rows.map(({ name }) => name).join(", ")} · split ${record.splitHash.slice(0, 12)} · task ${record.task.hash.slice(0, 12)}`,
  });
}

/** Returns several runs ranked as GitHub-flavoured Markdown. */
export function leaderboardMarkdown(board: Leaderboard, { looks, record, scale }: LeaderboardPageOptions): string {
  const { metric, notes, rows } = board;
  const quantity = scale === "real" ? "number" : "share";
  const judged = rows.some(({ corrected }) => corrected !== null);
  const table = markdownTable(
    [
      "run",
      markdownText(metric),
      "interval",
      ...(judged ? ["as people would say"] : []),
      "n",
      "may be the best",
      "cost of a case",
      "p50",
      "Pareto",
    ],
    rows.map(({ corrected, estimate, inBest, latencyMs, microDollars, name, pareto }) => [
      markdownText(name),
      estimate ? formatQuantity(estimate.value, quantity) : "–",
      estimate ? formatInterval(estimate.interval, quantity) : "–",
      ...(judged
        ? [corrected ? `${formatQuantity(corrected.value, quantity)} (${formatInterval(corrected.interval, quantity)})` : "–"]
        : []),
      String(estimate?.n ?? 0),
      inBest ? "yes" : "no",
      markdownText(formatQuantity(microDollars?.value ?? null, "money")).replaceAll("$", "\\$"),
      formatQuantity(latencyMs?.value ?? null, "ms"),
      pareto === "in" ? "yes" : pareto === "open" ? "open" : "no",
    ]),
  );
  const blocks = [
    `## ${markdownText(`${record.task.name} on ${record.split}`)}: ${rows.length} runs ranked`,
    markdownText(verdictOf(board)),
    table,
    ...notes.map(markdownText),
    `Looks at the sealed split: ${markdownText(looksSentence(looks))}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function verdictOf(board: Leaderboard): string {
  const { n, rows } = board;
  const best = rows.filter(({ inBest }) => inBest);
  const said =
    best.length === 1
      ? `${shortName(best[0]?.name ?? "")} is shown to be the best`
      : `${best.length} of ${rows.length} runs cannot be told from the best`;
  return `${said} (${confidence(board)} confidence, n = ${n}).`;
}

/** The end of a run's id tells it from others; another name is shown as it is. */
function shortName(name: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name) ? `run\u00a0${name.slice(-12)}` : name;
}

function confidence({ level }: Leaderboard): string {
  return `${Number((100 * level).toPrecision(4))} %`;
}
