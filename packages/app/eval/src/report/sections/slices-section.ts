import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity, type Quantity } from "../axis.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { type IntervalRow, intervalChart } from "../interval-chart.ts";

export interface SliceRow {
  readonly slice: string;
  /** A score of one run, or the effect of a comparison, in this slice; null where it has too few items. */
  readonly estimate: Estimate | null;
  readonly n: number;
  /** The score pulled towards the mean of all slices by how little the slice says of itself; null where that cannot be told. @default not shown */
  readonly shrunk?: Estimate | null | undefined;
}

export interface SlicesSectionOptions {
  /** What the estimates are of. */
  readonly metric: string;
  /** A score of one run, or candidate minus champion. @default score */
  readonly of?: "score" | "effect" | undefined;
  /** What the slices are by, as in `tag`. @default not said */
  readonly by?: string | undefined;
  /** @default share */
  readonly scale?: "share" | "real" | undefined;
  /** Items that a slice needs for an estimate of its own. @default not said */
  readonly least?: number | undefined;
  /** Over all slices. @default none */
  readonly whole?: Estimate | undefined;
  /** What was found, and what to beware of: a sentence each. @default none */
  readonly notes?: readonly string[] | undefined;
  /** Where the whole says otherwise than its slices: what and why, a sentence each. @default none */
  readonly simpson?: readonly string[] | undefined;
}

/** Most slices that are drawn: of more the weakest are, or those where the candidate does worst. The table has all up to 200. */
const DRAWN = 20;
const LISTED = 200;

/** Returns the section on slices: each with its interval, what it is worth beside the others, and a warning where they contradict the whole. */
export function slicesSection(rows: readonly SliceRow[], options: SlicesSectionOptions): PageSection {
  const { by, least, metric, notes = [], of = "score", simpson = [], whole } = options;
  const what = by === undefined ? "slice" : by;
  const share: Quantity = options.scale === "real" ? "number" : "share";
  const quantity: Quantity = of === "effect" && share === "share" ? "difference" : share;
  const level = whole?.level ?? rows.find(({ estimate }) => estimate !== null)?.estimate?.level;
  const reference = of === "effect" ? { value: 0, label: "no difference" } : whole ? { value: whole.value, label: "all" } : undefined;
  const drawn = drawnRows(rows);
  const shrinks = rows.some(({ shrunk }) => shrunk !== undefined && shrunk !== null);
  const chart =
    rows.length === 0
      ? null
      : intervalChart({
          title: of === "effect" ? `Effect in ${metric} by ${what}` : `${metric} by ${what}`,
          axis: of === "effect" ? { label: "candidate minus champion", quantity } : { label: metric, quantity },
          level,
          reference,
          rows: [
            ...(whole ? [{ label: "all", value: whole.value, interval: whole.interval, n: whole.n, series: 5 }] : []),
            ...drawn.map(
              ({ estimate, n, slice }): IntervalRow => ({
                label: slice,
                value: estimate?.value ?? null,
                interval: estimate?.interval ?? [null, null],
                n,
              }),
            ),
          ],
        });
  const shown = (estimate: Estimate | null | undefined, none: string): readonly [string, string] => [
    estimate ? formatQuantity(estimate.value, quantity) : none,
    estimate ? formatInterval(estimate.interval, quantity) : "",
  ];
  const table = dataTable(
    [what, of === "effect" ? `effect in ${metric}` : metric, "interval", "n", ...(shrinks ? ["beside the others", "interval"] : [])],
    rows
      .slice(0, LISTED)
      .map(({ estimate, n, shrunk, slice }) => [slice, ...shown(estimate, "too few"), String(n), ...(shrinks ? shown(shrunk, "–") : [])]),
  );
  const facts = [
    ...(least === undefined ? [] : [`A slice takes at least ${least} items for an interval; smaller ones say "too few".`]),
    ...(drawn.length < rows.length ? [`The ${drawn.length} lowest of ${rows.length} slices are drawn.`] : []),
    ...(shrinks
      ? [
          '"Beside the others" is the score pulled towards the mean of all slices, the more the fewer items a slice has (empirical Bayes): the fairer guess for a small slice.',
        ]
      : []),
  ];
  const warning =
    simpson.length === 0
      ? null
      : html`<div class="warning"><b>The whole and its slices disagree.</b><ul>${simpson.map((line) => html`<li>${line}</li>`)}</ul></div>`;
  return {
    title: by === undefined ? "Slices" : `Slices by ${by}`,
    body: html`${warning}${notes.map((note, i) => html`<p class="${i === 0 ? "said" : "note"}">${note}</p>`)}${chart}${
      rows.length === 0 ? null : html`<div class="plot" tabindex="0">${table}</div>`
    }${facts.length === 0 ? null : html`<p class="note">${facts.join(" ")}</p>`}`,
  };
}

function drawnRows(rows: readonly SliceRow[]): readonly SliceRow[] {
  if (rows.length <= DRAWN) return rows;
  return rows
    .filter(({ estimate }) => estimate !== null)
    .sort((a, b) => (a.estimate?.value ?? 0) - (b.estimate?.value ?? 0))
    .slice(0, DRAWN);
}
