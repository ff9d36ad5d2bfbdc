import { type Axis, axisTitle, formatInterval, formatQuantity, ticks } from "./axis.ts";
import { figure, px, shorten } from "./figure.ts";
import { type Html, html } from "./html.ts";

export interface BandChartOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** What was measured. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly n: number; readonly label?: string | undefined }[];
  /** The fitted or forecast curve, in ascending x; what lies beyond the last point is drawn dashed. */
  readonly curve: readonly { readonly x: number; readonly y: number; readonly low: number; readonly high: number }[];
}

const WIDTH = 720;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 28;
const TOP = 20;
const BOTTOM = 56;

/** Returns a curve with its band and the measured points: the last-mile forecast. */
export function bandChart(options: BandChartOptions): Html {
  const { curve, points } = options;
  const { across, up } = bandTicks(options);
  const x = (value: number): number => px(LEFT + ((value - across.low) / (across.high - across.low)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number): number =>
    px(HEIGHT - BOTTOM - ((Math.min(up.high, Math.max(up.low, value)) - up.low) / (up.high - up.low)) * (HEIGHT - TOP - BOTTOM));
  const line = (of: readonly { readonly x: number; readonly y: number }[]): string =>
    of.map((at, i) => `${i === 0 ? "M" : "L"}${x(at.x)} ${y(at.y)}`).join("");
  const lastSeen = Math.max(Number.NEGATIVE_INFINITY, ...points.map((point) => point.x));
  const beyond = curve.findIndex((at) => at.x > lastSeen);
  const seen = beyond < 0 ? curve : curve.slice(0, beyond);
  const ahead = beyond < 0 ? [] : curve.slice(Math.max(0, beyond - 1));
  const band = `${line(curve.map((at) => ({ x: at.x, y: at.high })))}${curve
    .toReversed()
    .map((at) => `L${x(at.x)} ${y(at.low)}`)
    .join("")}Z`;
  const grid = html`${up.at.map((at) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(at)}" y2="${y(at)}"/><text class="tick" x="${LEFT - 8}" y="${y(at) + 4}" text-anchor="end">${formatQuantity(at, options.y.quantity)}</text>`)}${across.at.map((at) => html`<text class="tick" x="${x(at)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatQuantity(at, options.x.quantity)}</text>`)}`;
  const marks = points.map((point) => {
    const right = x(point.x) > WIDTH - 200;
    return html`<g><title>${`${point.label ?? ""} ${formatQuantity(point.y, options.y.quantity)} at ${formatQuantity(point.x, options.x.quantity)}, n = ${point.n}`}</title><circle class="dot s1" cx="${x(point.x)}" cy="${y(point.y)}" r="5.5"/><text class="label halo" x="${px(x(point.x) + (right ? -10 : 10))}" y="${px(y(point.y) + 18)}" text-anchor="${right ? "end" : "start"}">${point.label === undefined ? "" : `${shorten(point.label, 24)} · `}n=${point.n}</text></g>`;
  });
  return figure({
    title: options.title,
    summary: `${points.length} measured points, the curve to ${formatQuantity(curve.at(-1)?.x ?? null, options.x.quantity)}.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${grid}${curve.length === 0 ? null : html`<path class="band" d="${band}"/>`}<path class="curve" d="${line(seen)}"/><path class="curve ahead" d="${line(ahead)}"/>${marks}<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${axisTitle(options.x)}</text><text class="axis" x="16" y="${(HEIGHT - BOTTOM + TOP) / 2}" text-anchor="middle" transform="rotate(-90 16 ${(HEIGHT - BOTTOM + TOP) / 2})">${axisTitle(options.y)}</text>`,
    note: "Dots were measured. The band is the interval of the fitted curve, dashed where it is a forecast.",
    columns: [axisTitle(options.x), axisTitle(options.y), "interval", "n"],
    rows: [
      ...points.map((point) => [
        formatQuantity(point.x, options.x.quantity),
        formatQuantity(point.y, options.y.quantity),
        "measured",
        String(point.n),
      ]),
      ...curve.map((at) => [
        formatQuantity(at.x, options.x.quantity),
        formatQuantity(at.y, options.y.quantity),
        formatInterval([at.low, at.high], options.y.quantity),
        "",
      ]),
    ],
  });
}

/** Returns the axes of a band chart: shares from 0 to 1, else what points and band span, zero included across. */
export function bandTicks({ curve, points, y }: BandChartOptions): {
  readonly across: ReturnType<typeof ticks>;
  readonly up: ReturnType<typeof ticks>;
} {
  const xs = [...points, ...curve].map((at) => at.x);
  const ys = [...points.map((at) => at.y), ...curve.flatMap((at) => [at.low, at.high])];
  const across = ticks(Math.min(0, ...xs), Math.max(0, ...xs));
  return { across, up: y.quantity === "share" ? ticks(0, 1) : ticks(Math.min(...ys, 0), Math.max(...ys, 0)) };
}
