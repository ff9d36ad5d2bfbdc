import { type Axis, axisTitle, formatQuantity, ticks } from "./axis.ts";
import { figure, px } from "./figure.ts";
import { type Html, html } from "./html.ts";

export interface HistogramOptions {
  readonly title: string;
  readonly axis: Axis;
  readonly values: readonly number[];
  /** Values to mark with a line. @default the median and the 95th percentile, nearest rank */
  readonly marks?: readonly { readonly value: number; readonly label: string }[] | undefined;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Returns about as many bins of equal round width as wanted; each holds what is at least `from` and under `to`, the last one its end too. Whole numbers
 * that lie close together have one each.
 */
export function binned(values: readonly number[], wanted: number = 16): Bin[] {
  if (values.length === 0) return [];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Of a clock that gives milliseconds, narrower ones would stay empty.
  const each = high - low < wanted && values.every(Number.isInteger);
  const { at } = each ? ticks(low, high + 1, high - low + 1) : ticks(low, high, wanted);
  const counts = new Array<number>(at.length - 1).fill(0);
  const width = (at[1] ?? 1) - (at[0] ?? 0);
  for (const value of values) {
    const index = Math.min(counts.length - 1, Math.max(0, Math.floor((value - (at[0] ?? 0)) / width + 1e-9)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: at[i] ?? 0, to: at[i + 1] ?? 0, count }));
}

/** Returns the median and the 95th percentile (nearest rank), as marks. */
export function quantileMarks(values: readonly number[]): { readonly value: number; readonly label: string }[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0
    ? []
    : [
        { value: at(0.5), label: "p50" },
        { value: at(0.95), label: "p95" },
      ];
}

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 24;
const TOP = 44;
const BOTTOM = 54;

/** Returns how often values occur, with n, the median and the 95th percentile. */
export function histogram(options: HistogramOptions): Html {
  const { axis, values } = options;
  const bins = binned(values);
  const marks = options.marks ?? quantileMarks(values);
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const up = ticks(0, Math.max(1, ...bins.map(({ count }) => count)), 4);
  const x = (value: number): number => px(LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - RIGHT));
  const y = (count: number): number => px(HEIGHT - BOTTOM - (count / up.high) * (HEIGHT - TOP - BOTTOM));
  const whole = up.at.filter((at) => Number.isInteger(at));
  const grid = whole.map(
    (at) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(at)}" y2="${y(at)}"/><text class="tick" x="${LEFT - 8}" y="${y(at) + 4}" text-anchor="end">${at}</text>`,
  );
  const bars = bins.map(
    (bin) =>
      html`<rect class="fill s0" x="${px(x(bin.from) + 1)}" y="${y(bin.count)}" width="${px(Math.max(1, x(bin.to) - x(bin.from) - 2))}" height="${px(y(0) - y(bin.count))}" rx="2"><title>${rangeOf(bin, axis)}: ${bin.count}</title></rect>`,
  );
  const lines = marks.map(
    ({ label, value }, i) =>
      html`<line class="reference" x1="${x(value)}" x2="${x(value)}" y1="${TOP - 8 - 14 * (i % 2)}" y2="${HEIGHT - BOTTOM}"/><text class="label" x="${px(x(value) + (x(value) > WIDTH - 130 ? -5 : 5))}" y="${TOP - 12 - 14 * (i % 2) + 8}" text-anchor="${x(value) > WIDTH - 130 ? "end" : "start"}">${label} ${formatQuantity(value, axis.quantity)}</text>`,
  );
  const below = ticks(low, high).at.filter((at) => at >= low - 1e-9 && at <= high + 1e-9);
  return figure({
    title: options.title,
    summary: `n ${values.length}; ${marks.map(({ label, value }) => `${label} ${formatQuantity(value, axis.quantity)}`).join(", ")}.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${grid}${bars}${lines}${below.map((at) => html`<text class="tick" x="${x(at)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatQuantity(at, axis.quantity)}</text>`)}<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${axisTitle(axis)}</text><text class="axis" x="16" y="${(HEIGHT - BOTTOM + TOP) / 2}" text-anchor="middle" transform="rotate(-90 16 ${(HEIGHT - BOTTOM + TOP) / 2})">cases</text>`,
    note: `n = ${values.length.toLocaleString("en-US")}`,
    columns: [axisTitle(axis), "cases"],
    rows: bins.map((bin) => [rangeOf(bin, axis), String(bin.count)]),
  });
}

/** Returns a bin as people read it. */
export function rangeOf({ from, to }: Bin, { quantity }: Axis): string {
  return `${formatQuantity(from, quantity)} – ${formatQuantity(to, quantity)}`;
}
