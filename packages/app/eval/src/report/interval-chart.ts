import { type Axis, axisTitle, formatInterval, formatQuantity, ticks } from "./axis.ts";
import { figure, px, shorten } from "./figure.ts";
import { type Html, html } from "./html.ts";

export interface IntervalRow {
  readonly label: string;
  readonly value: number | null;
  readonly interval: readonly [number | null, number | null];
  readonly n: number;
  /** Rows of one series share a colour. @default 0 */
  readonly series?: number | undefined;
}

export interface IntervalChartOptions {
  readonly title: string;
  readonly axis: Axis;
  readonly rows: readonly IntervalRow[];
  /** @default 0 to 1 for shares, else what the rows span, zero included */
  readonly domain?: readonly [number, number] | undefined;
  /** A line to compare with: the champion, a baseline, no difference. */
  readonly reference?: { readonly value: number; readonly label: string } | undefined;
  /** Confidence of the intervals. @default .95 */
  readonly level?: number | undefined;
}

const WIDTH = 752;
const LEFT = 212;
const RIGHT = 212;
const ROW = 30;
const TOP = 26;

/** Returns scores with their intervals, one row each, n and the numbers beside it. */
export function intervalChart(options: IntervalChartOptions): Html {
  const { axis, reference, rows, level = 0.95 } = options;
  const [low, high] = intervalDomain(options);
  const scale = ticks(low, high);
  const x = (value: number): number =>
    px(LEFT + ((Math.min(scale.high, Math.max(scale.low, value)) - scale.low) / (scale.high - scale.low)) * (WIDTH - LEFT - RIGHT));
  const bottom = TOP + rows.length * ROW;
  const grid = scale.at.map(
    (at) =>
      html`<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${TOP - 4}" y2="${bottom}"/><text class="tick" x="${x(at)}" y="${bottom + 16}" text-anchor="middle">${formatQuantity(at, axis.quantity)}</text>`,
  );
  const marks = rows.map((row, i) => {
    const y = TOP + i * ROW + ROW / 2;
    const { interval, label, n, value } = row;
    const colour = `s${(row.series ?? 0) % 6}`;
    const bar =
      value === null
        ? null
        : html`<line class="bar ${colour}" x1="${x(interval[0] ?? scale.low)}" x2="${x(interval[1] ?? scale.high)}" y1="${y}" y2="${y}"/><circle class="dot ${colour}" cx="${x(value)}" cy="${y}" r="5.5"/>`;
    const numbers =
      value === null
        ? "no score"
        : `${formatQuantity(value, axis.quantity)}  [${formatInterval(interval, axis.quantity).replace(" to ", ", ")}]`;
    return html`<g><title>${`${label}: ${numbers}, n = ${n}`}</title>${rowLabel(label, y)}${bar}<text class="value" x="${WIDTH - RIGHT + 12}" y="${y + 4}">${numbers}<tspan class="n" dx="6">n=${n}</tspan></text></g>`;
  });
  const line =
    reference === undefined
      ? null
      : html`<line class="reference" x1="${x(reference.value)}" x2="${x(reference.value)}" y1="${TOP - 8}" y2="${bottom}"/><text class="tick" x="${x(reference.value)}" y="${TOP - 12}" text-anchor="middle">${reference.label}</text>`;
  return figure({
    title: options.title,
    summary: rows.map(({ label, n, value }) => `${label} ${formatQuantity(value, axis.quantity)}, n ${n}`).join("; "),
    width: WIDTH,
    height: bottom + 42,
    drawing: html`${grid}${line}${marks}<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${bottom + 36}" text-anchor="middle">${axisTitle(axis)}</text>`,
    note: `Dots are estimates, bars their ${formatLevel(level)} intervals.`,
    columns: ["", axisTitle(axis), "interval", "n"],
    rows: rows.map(({ interval, label, n, value }) => [
      label,
      formatQuantity(value, axis.quantity),
      formatInterval(interval, axis.quantity),
      String(n),
    ]),
  });
}

/** Characters beside a row, as many as fit where they are wide. */
const LABEL = 27;

/** A long label whose end is a remark in brackets takes two lines, so that the remark is seen. */
function rowLabel(label: string, y: number): Html {
  const at = label.indexOf(" (");
  if (label.length <= LABEL || at < 0)
    return html`<text class="label" x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${shorten(label, LABEL)}</text>`;
  return html`<text class="label" x="${LEFT - 12}" y="${y - 2}" text-anchor="end">${shorten(label.slice(0, at), LABEL)}</text><text class="tick" x="${LEFT - 12}" y="${y + 12}" text-anchor="end">${shorten(label.slice(at + 2).replace(/\)$/, ""), 30)}</text>`;
}

/** Returns the ends of the chart's axis. */
export function intervalDomain({ axis, domain, reference, rows }: IntervalChartOptions): readonly [number, number] {
  if (domain) return domain;
  if (axis.quantity === "share" && rows.every(({ interval }) => (interval[0] ?? 0) >= 0)) return [0, 1];
  const ends = rows.flatMap(({ interval, value }) => [value, ...interval]).filter((end) => end !== null);
  const all = [0, ...ends, ...(reference ? [reference.value] : [])];
  return [Math.min(...all), Math.max(...all)];
}

/** Returns a confidence level as people write it: `95 %`. */
export function formatLevel(level: number): string {
  return `${Number((100 * level).toPrecision(4))} %`;
}
