import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity, type Quantity } from "../axis.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";
import { scatterChart } from "../scatter-chart.ts";

/** A variant beside others; a row of `leaderboard` of `@pawl/eval/gate` is one. */
export interface LeaderboardEntry {
  readonly name: string;
  readonly estimate: Estimate | null;
  /** Of a calibrated judge: what people would have given. @default none */
  readonly corrected?: Estimate | null | undefined;
  /** Of a case; null where it is not known. */
  readonly microDollars: Estimate | null;
  /** Median of a case in milliseconds. */
  readonly latencyMs: Estimate | null;
  /** Among those that are not shown worse than the best. */
  readonly inBest: boolean;
  /** Nothing is better in quality, money or time and no worse in the rest; `open` where the intervals cannot tell. */
  readonly pareto: "in" | "open" | "out";
}

export interface LeaderboardSectionOptions {
  readonly metric: string;
  /** @default share */
  readonly scale?: "share" | "real" | undefined;
  /** @default higher */
  readonly direction?: "higher" | "lower" | undefined;
  /** What to beware of: a sentence each. @default none */
  readonly notes?: readonly string[] | undefined;
}

const PARETO: { readonly [state in LeaderboardEntry["pareto"]]: string } = { in: "yes", open: "cannot be told", out: "no" };

/** Returns the section on several variants: scores with intervals, those that may be the best, quality against cost and against time with the Pareto sets. */
export function leaderboardSection(rows: readonly LeaderboardEntry[], options: LeaderboardSectionOptions): PageSection {
  const { direction = "higher", metric, notes = [] } = options;
  const quantity: Quantity = options.scale === "real" ? "number" : "share";
  const sign = direction === "lower" ? -1 : 1;
  const order = [...rows].sort(
    (a, b) => sign * ((b.estimate?.value ?? -sign * Number.MAX_VALUE) - (a.estimate?.value ?? -sign * Number.MAX_VALUE)),
  );
  const level = order.find(({ estimate }) => estimate !== null)?.estimate?.level;
  const chart = intervalChart({
    title: "Leaderboard",
    axis: { label: metric, quantity },
    level,
    rows: order.map(({ estimate, inBest, name }) => ({
      label: name,
      value: estimate?.value ?? null,
      interval: estimate?.interval ?? [null, null],
      n: estimate?.n ?? 0,
      series: inBest ? 0 : 5,
    })),
  });
  const known = order.flatMap((row) => (row.estimate === null ? [] : [{ ...row, estimate: row.estimate }]));
  const against = (
    title: string,
    x: { readonly label: string; readonly quantity: Quantity; readonly of: (row: LeaderboardEntry) => Estimate | null },
  ) => {
    const measured = known.filter((row) => x.of(row) !== null);
    // Where nothing costs anything there is nothing to weigh.
    if (direction === "lower" || measured.length < 2 || measured.every((row) => x.of(row)?.value === 0)) return null;
    return scatterChart({
      title,
      x: { label: x.label, quantity: x.quantity },
      y: { label: metric, quantity },
      points: known.map((row) => ({
        label: row.name,
        x: x.of(row)?.value ?? null,
        y: row.estimate.value,
        interval: row.estimate.interval,
        n: row.estimate.n,
      })),
    });
  };
  const cell = (estimate: Estimate | null, of: Quantity): string =>
    estimate === null
      ? "not known"
      : `${formatQuantity(estimate.value, of)} (${formatInterval(estimate.interval, of)})`.replaceAll(" ", "\u00a0");
  const judged = order.some(({ corrected }) => corrected !== null && corrected !== undefined);
  const table = dataTable(
    ["variant", metric, ...(judged ? ["as people would say"] : []), "n", "may be the best", "cost of a case", "p50 of a case", "Pareto"],
    order.map(({ corrected = null, estimate, inBest, latencyMs, microDollars, name, pareto }) => [
      name,
      cell(estimate, quantity),
      ...(judged ? [cell(corrected, quantity)] : []),
      String(estimate?.n ?? 0),
      inBest ? "yes" : "no",
      cell(microDollars, "money"),
      cell(latencyMs, "ms"),
      PARETO[pareto],
    ]),
  );
  return {
    title: "Variants",
    body: html`${chart}<p class="note">Grey is shown worse than the best; among the others the data cannot tell.</p>${against(
      "Quality against cost",
      { label: "cost of a case", quantity: "money", of: ({ microDollars }) => microDollars },
    )}${against("Quality against time", { label: "p50 of a case", quantity: "ms", of: ({ latencyMs }) => latencyMs })}<div class="plot" tabindex="0">${table}</div><p class="note">In brackets are intervals${
      level === undefined ? "" : ` at ${Number((100 * level).toPrecision(4))} %`
    }. Pareto in the table is of quality, cost and time together: no other is better in one and no worse in the rest.</p>${
      notes.length === 0 ? null : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
    }`,
  };
}
