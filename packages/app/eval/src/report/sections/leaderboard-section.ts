import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity } from "../axis.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";
import { scatterChart } from "../scatter-chart.ts";

export interface LeaderboardRow {
  readonly name: string;
  readonly estimate: Estimate | null;
  /** Of a case; null where it is not known. */
  readonly microDollars: number | null;
  readonly p95Ms: number | null;
  /** Among those that are not shown worse than the best. */
  readonly maybeBest: boolean;
  /** Nothing is better, cheaper and faster at once. @default by quality and cost, drawn in the chart */
  readonly pareto?: boolean | undefined;
}

export interface LeaderboardSectionOptions {
  readonly metric: string;
  /** @default share */
  readonly scale?: "share" | "real" | undefined;
  /** @default higher */
  readonly direction?: "higher" | "lower" | undefined;
}

/** Returns the section on several variants: scores with intervals, those that may be the best, quality against cost with the Pareto set. */
export function leaderboardSection(rows: readonly LeaderboardRow[], options: LeaderboardSectionOptions): PageSection {
  const { direction = "higher", metric } = options;
  const quantity = options.scale === "real" ? "number" : "share";
  const sign = direction === "lower" ? -1 : 1;
  const order = [...rows].sort(
    (a, b) => sign * ((b.estimate?.value ?? -sign * Number.MAX_VALUE) - (a.estimate?.value ?? -sign * Number.MAX_VALUE)),
  );
  const known = order.flatMap((row) => (row.estimate === null ? [] : [{ ...row, estimate: row.estimate }]));
  const level = known[0]?.estimate.level;
  const chart = intervalChart({
    title: "Leaderboard",
    axis: { label: metric, quantity },
    level,
    rows: order.map(({ estimate, maybeBest, name }) => ({
      label: name,
      value: estimate?.value ?? null,
      interval: estimate?.interval ?? [null, null],
      n: estimate?.n ?? 0,
      series: maybeBest ? 0 : 5,
    })),
  });
  const priced = known.some(({ microDollars }) => microDollars !== null && microDollars > 0);
  const scatter =
    direction === "higher" && known.length > 1
      ? scatterChart({
          title: priced ? "Quality against cost" : "Quality against time",
          x: priced ? { label: "cost of a case", quantity: "money" } : { label: "p95 of a case", quantity: "ms" },
          y: { label: metric, quantity },
          points: known.map(({ estimate, microDollars, name, p95Ms }) => ({
            label: name,
            x: priced ? microDollars : p95Ms,
            y: estimate.value,
            interval: estimate.interval,
            n: estimate.n,
          })),
        })
      : null;
  const table = dataTable(
    [
      "variant",
      metric,
      "interval",
      "n",
      "cost of a case",
      "p95",
      "may be the best",
      ...(rows.some(({ pareto }) => pareto !== undefined) ? ["Pareto"] : []),
    ],
    order.map(({ estimate, maybeBest, microDollars, name, p95Ms, pareto }) => [
      name,
      formatQuantity(estimate?.value ?? null, quantity),
      estimate === null ? "–" : formatInterval(estimate.interval, quantity),
      String(estimate?.n ?? 0),
      formatQuantity(microDollars, "money"),
      formatQuantity(p95Ms, "ms"),
      maybeBest ? "yes" : "no",
      ...(rows.some((row) => row.pareto !== undefined) ? [pareto === true ? "yes" : "no"] : []),
    ]),
  );
  return {
    title: "Variants",
    body: html`${chart}<p class="note">Grey is shown worse than the best; among the others the data cannot tell.</p>${scatter}<div class="plot" tabindex="0">${table}</div>`,
  };
}
