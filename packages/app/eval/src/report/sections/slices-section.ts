import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity } from "../axis.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";

export interface SliceRow {
  readonly slice: string;
  /** A score of one run, or the effect of a comparison, in this slice; null where it has too few items. */
  readonly estimate: Estimate | null;
  readonly n: number;
}

export interface SlicesSectionOptions {
  /** What the estimates are of. */
  readonly metric: string;
  /** A score of one run, or candidate minus champion. @default score */
  readonly of?: "score" | "effect" | undefined;
  /** Over all slices. @default none */
  readonly whole?: Estimate | undefined;
  /** Where the whole says otherwise than its slices: what and why, a sentence each. @default none */
  readonly simpson?: readonly string[] | undefined;
}

/** Returns the section on slices: each with its interval, and a warning where they contradict the whole. */
export function slicesSection(rows: readonly SliceRow[], options: SlicesSectionOptions): PageSection {
  const { metric, of = "score", simpson = [], whole } = options;
  const level = whole?.level ?? rows.find(({ estimate }) => estimate !== null)?.estimate?.level;
  const reference = of === "effect" ? { value: 0, label: "no difference" } : whole ? { value: whole.value, label: "all" } : undefined;
  const chart = intervalChart({
    title: of === "effect" ? `Effect in ${metric} by slice` : `${metric} by slice`,
    axis: of === "effect" ? { label: "candidate minus champion", quantity: "difference" } : { label: metric, quantity: "share" },
    level,
    reference,
    rows: [
      ...(whole ? [{ label: "all", value: whole.value, interval: whole.interval, n: whole.n, series: 5 }] : []),
      ...rows.map(({ estimate, n, slice }) => ({
        label: slice,
        value: estimate?.value ?? null,
        interval: estimate?.interval ?? ([null, null] as const),
        n,
      })),
    ],
  });
  const table = dataTable(
    ["slice", metric, "interval", "n"],
    rows.map(({ estimate, n, slice }) => [
      slice,
      formatQuantity(estimate?.value ?? null, "share"),
      estimate === null ? "too few" : formatInterval(estimate.interval, "share"),
      String(n),
    ]),
  );
  const warning =
    simpson.length === 0
      ? null
      : html`<div class="warning"><b>Simpson's paradox: the whole and its slices disagree.</b><ul>${simpson.map((line) => html`<li>${line}</li>`)}</ul></div>`;
  return { title: "Slices", body: html`${warning}${chart}<div class="plot" tabindex="0">${table}</div>` };
}
