import { formatQuantity, ticks } from "../axis.ts";
import { paretoSet } from "../pareto.ts";
import type { ScatterChartOptions } from "../scatter-chart.ts";
import { fitText } from "./display-width.ts";
import { plotGrid } from "./plot-grid.ts";

const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Returns quality against cost for a terminal: capital letters are the Pareto set, the key is below. */
export function scatterChartText(
  options: ScatterChartOptions,
  { columns, rows = 12 }: { readonly columns: number; readonly rows?: number },
): string {
  const { points } = options;
  const best = paretoSet(points);
  const across = ticks(0, Math.max(0, ...points.map(({ x }) => x ?? 0)) || 1);
  const ys = points.map(({ y }) => y);
  const up = options.y.quantity === "share" ? ticks(0, 1) : ticks(Math.min(0, ...ys), Math.max(0, ...ys));
  const grid = plotGrid({ columns, rows, x: options.x, y: options.y, across, up });
  const sign = (i: number): string => (best[i] === true ? (SIGNS[i % SIGNS.length] ?? "").toUpperCase() : (SIGNS[i % SIGNS.length] ?? ""));
  points.forEach(({ x, y }, i) => {
    if (x !== null) grid.put(x, y, sign(i));
  });
  const key = points.map((point, i) =>
    fitText(
      `${best[i] === true ? "◆" : " "} ${sign(i)} ${point.label}: ${formatQuantity(point.y, options.y.quantity)} at ${formatQuantity(point.x, options.x.quantity)}, n=${point.n}`,
      columns,
    ).trimEnd(),
  );
  return [
    fitText(options.title, columns).trimEnd(),
    grid.toText(),
    ...key,
    fitText("◆ Pareto set: nothing is cheaper and better", columns).trimEnd(),
  ].join("\n");
}
