import { type BandChartOptions, bandTicks } from "../band-chart.ts";
import { fitText } from "./display-width.ts";
import { plotGrid } from "./plot-grid.ts";

/** Returns a curve with its band and the measured points for a terminal: ● measured, · curve, ░ band. */
export function bandChartText(
  options: BandChartOptions,
  { columns, rows = 12 }: { readonly columns: number; readonly rows?: number },
): string {
  const { curve, points } = options;
  const { across, up } = bandTicks(options);
  const grid = plotGrid({ columns, rows, x: options.x, y: options.y, across, up });
  for (const { x, y, n: _n } of points) grid.put(x, y, "●");
  for (const { x, y } of dense(curve)) grid.put(x, y, "·", { under: true });
  const step = (up.high - up.low) / (2 * rows);
  for (const { high, low, x } of dense(curve)) for (let y = low; y <= high; y += step) grid.put(x, y, "░", { under: true });
  return [fitText(options.title, columns).trimEnd(), grid.toText(), fitText("● measured  · curve  ░ its interval", columns).trimEnd()].join(
    "\n",
  );
}

type CurvePoint = BandChartOptions["curve"][number];

/** Points between the given ones, so that no column of the terminal stays empty. */
function dense(curve: readonly CurvePoint[]): CurvePoint[] {
  return curve.flatMap((at, i) => {
    const next = curve[i + 1];
    if (next === undefined) return [at];
    return Array.from({ length: 40 }, (_, k) => {
      const share = k / 40;
      const between = (a: number, b: number): number => a + share * (b - a);
      return { x: between(at.x, next.x), y: between(at.y, next.y), low: between(at.low, next.low), high: between(at.high, next.high) };
    });
  });
}
