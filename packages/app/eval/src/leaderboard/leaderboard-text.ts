import type { Estimate } from "@pawl/core";
import { formatQuantity } from "../report/axis.ts";
import type { IntervalRow } from "../report/interval-chart.ts";
import type { ScatterPoint } from "../report/scatter-chart.ts";
import { terminalText } from "../report/terminal/display-width.ts";
import { textTable } from "../report/terminal/text-table.ts";
import type { Leaderboard, LeaderboardRow } from "./leaderboard.ts";

/** Returns a leaderboard for a terminal: those that cannot be told from the best are marked ●, the Pareto set ◆ (◇ where that is open). */
export function leaderboardText(board: Leaderboard, options: { readonly columns: number }): string {
  const { level, metric, n, notes, rows } = board;
  const judged = rows.some(({ corrected }) => corrected !== null);
  const table = textTable({
    columns: options.columns,
    head: ["run", "best", metric, "interval", ...(judged ? ["corrected"] : []), "behind", "cost", "p50", "pareto"],
    rows: rows.map((row) => [
      row.name,
      row.inBest ? "●" : "",
      number(row.mean),
      row.estimate === null ? "–" : `${number(row.estimate.interval[0])} to ${number(row.estimate.interval[1])}`,
      ...(judged ? [row.corrected === null ? "–" : interval(row.corrected)] : []),
      row.behind === 0 ? "" : number(row.behind),
      row.microDollars === null ? "–" : formatQuantity(row.microDollars.value, "money"),
      row.latencyMs === null ? "–" : formatQuantity(row.latencyMs.value, "ms"),
      row.pareto === "in" ? "◆" : row.pareto === "open" ? "◇" : "",
    ]),
  });
  const best = rows.filter(({ inBest }) => inBest).length;
  const said = best === 1 ? "One run is shown to be the best" : `${best} of ${rows.length} runs cannot be told from the best`;
  const percent = Number((100 * level).toPrecision(4));
  return [
    table,
    "",
    `● ${said} (${percent} %, n = ${n}).  ◆ no other is better in one of quality, cost and time and no worse in the rest; ◇ within the intervals.`,
    ...notes.map((note) => `  ${note}`),
  ]
    .map((line) => (line === table ? line : terminalText(line)))
    .join("\n");
}

/** Returns a leaderboard's rows for `intervalChart` (quality) and `scatterChart` (quality against money, and against time). */
export function leaderboardCharts(board: Leaderboard): {
  readonly quality: readonly IntervalRow[];
  readonly money: readonly ScatterPoint[];
  readonly time: readonly ScatterPoint[];
} {
  const point = (x: (row: LeaderboardRow) => number | null): ScatterPoint[] =>
    board.rows.map((row) => ({
      label: row.name,
      x: x(row),
      y: row.estimate?.value ?? row.mean,
      interval: row.estimate?.interval,
      n: row.estimate?.n ?? board.n,
    }));
  return {
    quality: board.rows.map(({ estimate, inBest, name }) => ({
      label: name,
      value: estimate?.value ?? null,
      interval: estimate?.interval ?? [null, null],
      n: estimate?.n ?? 0,
      series: inBest ? 0 : 1,
    })),
    money: point(({ microDollars }) => microDollars?.value ?? null),
    time: point(({ latencyMs }) => latencyMs?.value ?? null),
  };
}

function interval({ interval: [low, high], value }: Estimate): string {
  return `${number(value)} (${number(low)} to ${number(high)})`;
}

function number(value: number): string {
  return String(Number(value.toFixed(3)));
}
