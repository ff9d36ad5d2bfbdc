import { type Axis, axisTitle, formatInterval, formatQuantity, ticks } from "./axis.ts";
import { figure, px, shorten } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { paretoSet } from "./pareto.ts";

export interface ScatterPoint {
  readonly label: string;
  /** Null where it is not known: such a point is only in the table. */
  readonly x: number | null;
  readonly y: number;
  readonly interval?: readonly [number | null, number | null] | undefined;
  readonly n: number;
}

export interface ScatterChartOptions {
  readonly title: string;
  /** What is better small: cost, time. */
  readonly x: Axis;
  /** What is better large: quality. */
  readonly y: Axis;
  readonly points: readonly ScatterPoint[];
}

const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 64;
const RIGHT = 24;
const TOP = 20;
const BOTTOM = 56;

/** Returns quality against cost; the Pareto set (nothing is both cheaper and better) is filled and joined. */
export function scatterChart(options: ScatterChartOptions): Html {
  const { points } = options;
  const best = paretoSet(points);
  const known = points.flatMap((point, i) => (point.x === null ? [] : [{ ...point, x: point.x, best: best[i] === true }]));
  const across = ticks(0, Math.max(0, ...known.map((point) => point.x)) || 1);
  const ends = known.flatMap(({ interval, y }) => [y, interval?.[0] ?? y, interval?.[1] ?? y]);
  const up = options.y.quantity === "share" ? ticks(0, 1) : ticks(Math.min(0, ...ends), Math.max(0, ...ends));
  const x = (value: number): number => px(LEFT + ((value - across.low) / (across.high - across.low)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number): number => px(HEIGHT - BOTTOM - ((value - up.low) / (up.high - up.low)) * (HEIGHT - TOP - BOTTOM));
  const grid = html`${up.at.map((at) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(at)}" y2="${y(at)}"/><text class="tick" x="${LEFT - 8}" y="${y(at) + 4}" text-anchor="end">${formatQuantity(at, options.y.quantity)}</text>`)}${across.at.map((at) => html`<text class="tick" x="${x(at)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatQuantity(at, options.x.quantity)}</text>`)}`;
  const front = known.filter((point) => point.best).sort((a, b) => a.x - b.x || a.y - b.y);
  const path = front.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.x)} ${y(point.y)}`).join("");
  const labels = placedLabels(known.map((point) => ({ x: x(point.x), y: y(point.y), text: `${shorten(point.label, 30)} · n=${point.n}` })));
  const marks = known.map((point, i) => {
    const label = labels[i];
    const [cx, cy] = [x(point.x), y(point.y)];
    const bar = point.interval
      ? html`<line class="bar thin ${point.best ? "s0" : "s5"}" x1="${cx}" x2="${cx}" y1="${y(point.interval[0] ?? up.low)}" y2="${y(point.interval[1] ?? up.high)}"/>`
      : null;
    const mark = point.best
      ? html`<path class="dot s0" d="M${cx} ${cy - 8}l8 8l-8 8l-8 -8z"/>`
      : html`<circle class="hollow" cx="${cx}" cy="${cy}" r="5.5"/>`;
    const text = label
      ? html`<text class="label halo" x="${label.x}" y="${label.y}" text-anchor="${label.anchor}">${label.text}</text>`
      : null;
    return html`<g><title>${`${point.label}: ${formatQuantity(point.y, options.y.quantity)} at ${formatQuantity(point.x, options.x.quantity)}, n = ${point.n}`}</title>${bar}${mark}${text}</g>`;
  });
  return figure({
    title: options.title,
    summary: `In the Pareto set: ${front.map(({ label }) => label).join(", ") || "nothing"}.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${grid}<path class="front" d="${path}"/>${marks}<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${axisTitle(options.x)}</text><text class="axis" x="16" y="${(HEIGHT - BOTTOM + TOP) / 2}" text-anchor="middle" transform="rotate(-90 16 ${(HEIGHT - BOTTOM + TOP) / 2})">${axisTitle(options.y)}</text>`,
    note: `Filled diamonds are the Pareto set: nothing here is both ${options.x.quantity === "ms" ? "faster" : "cheaper"} and better. Bars are intervals.`,
    columns: ["", axisTitle(options.x), axisTitle(options.y), "interval", "n", "Pareto"],
    rows: points.map((point, i) => [
      point.label,
      formatQuantity(point.x, options.x.quantity),
      formatQuantity(point.y, options.y.quantity),
      point.interval ? formatInterval(point.interval, options.y.quantity) : "",
      String(point.n),
      best[i] === true ? "yes" : "no",
    ]),
  });
}

interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
  readonly text: string;
}

const LINE = 15;
const CHARACTER = 6.6;

/** Puts each label beside its mark, on the side where there is room, and moves it down until it covers no other. */
function placedLabels(marks: readonly { readonly x: number; readonly y: number; readonly text: string }[]): PlacedLabel[] {
  const placed: { readonly from: number; readonly to: number; readonly y: number }[] = [];
  const out: PlacedLabel[] = [];
  const order = marks.map((mark, i) => ({ ...mark, i })).sort((a, b) => a.y - b.y);
  for (const { i, text, x, y } of order) {
    const width = text.length * CHARACTER;
    const toTheLeft = x + 14 + width > WIDTH - 4;
    const from = toTheLeft ? x - 14 - width : x + 14;
    let at = y - 8;
    const covers = (): boolean => placed.some((other) => Math.abs(other.y - at) < LINE && other.from < from + width && from < other.to);
    while (covers()) at += LINE / 3;
    placed.push({ from, to: from + width, y: at });
    out[i] = { x: px(toTheLeft ? x - 14 : x + 14), y: px(at), anchor: toTheLeft ? "end" : "start", text };
  }
  return out;
}
