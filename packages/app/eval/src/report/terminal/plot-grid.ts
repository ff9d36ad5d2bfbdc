import { type Axis, formatQuantity, type Ticks } from "../axis.ts";
import { displayWidth, fitText } from "./display-width.ts";

export interface PlotGrid {
  readonly put: (x: number, y: number, sign: string, options?: { readonly under?: boolean }) => void;
  readonly toText: () => string;
}

/** Returns a plotting area of signs with its axes, for a terminal. */
export function plotGrid(options: {
  readonly columns: number;
  readonly rows: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly across: Ticks;
  readonly up: Ticks;
}): PlotGrid {
  const { across, rows, up } = options;
  const left = Math.max(...[up.low, up.high].map((end) => displayWidth(formatQuantity(end, options.y.quantity))));
  const width = Math.max(10, options.columns - left - 2);
  const cells = Array.from({ length: rows }, () => new Array<string>(width).fill(" "));
  const share = (value: number, { high, low }: Ticks): number => (value - low) / (high - low);
  return {
    put: (x, y, sign, { under = false } = {}) => {
      const column = Math.round(share(x, across) * (width - 1));
      const row = rows - 1 - Math.round(Math.min(1, Math.max(0, share(y, up))) * (rows - 1));
      const line = cells[row];
      if (line?.[column] === undefined || (under && line[column] !== " ")) return;
      line[column] = sign;
    },
    toText: () => {
      const label = (row: number): string =>
        row === 0 ? formatQuantity(up.high, options.y.quantity) : row === rows - 1 ? formatQuantity(up.low, options.y.quantity) : "";
      const body = cells.map((line, row) => `${fitText(label(row), left, "right")} │${line.join("")}`.trimEnd());
      const from = formatQuantity(across.low, options.x.quantity);
      const to = formatQuantity(across.high, options.x.quantity);
      const room = width - displayWidth(from) - displayWidth(to);
      const name = fitText(options.x.label, Math.max(0, room - 2)).trimEnd();
      const gap = Math.max(1, Math.floor((room - displayWidth(name)) / 2));
      const below = `${from}${" ".repeat(gap)}${name}${" ".repeat(Math.max(1, room - gap - displayWidth(name)))}${to}`;
      return [...body, `${" ".repeat(left)} └${"─".repeat(width)}`, `${" ".repeat(left + 2)}${below}`].join("\n");
    },
  };
}
