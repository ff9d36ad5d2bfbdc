import { formatInterval, formatQuantity, ticks } from "../axis.ts";
import { type IntervalChartOptions, intervalDomain } from "../interval-chart.ts";
import { displayWidth, fitText } from "./display-width.ts";

/** Returns the interval chart for a terminal: one line a row from 60 columns on, else two. */
export function intervalChartText(options: IntervalChartOptions, { columns }: { readonly columns: number }): string {
  const { axis, rows, reference } = options;
  const { high, low } = ticks(...intervalDomain(options));
  const numbers = rows.map(({ interval, n, value }) =>
    value === null
      ? `no score n=${n}`
      : `${formatQuantity(value, axis.quantity)} [${formatInterval(interval, axis.quantity).replace(" to ", ", ")}] n=${n}`,
  );
  const oneLine = columns >= 60;
  const numbersWidth = Math.max(0, ...numbers.map(displayWidth));
  const labelWidth = Math.min(Math.max(0, ...rows.map(({ label }) => displayWidth(label))), oneLine ? Math.floor(columns / 4) : columns);
  const width = Math.max(8, oneLine ? columns - labelWidth - numbersWidth - 2 : columns);
  const place = (value: number): number => Math.max(0, Math.min(width - 1, Math.round(((value - low) / (high - low)) * (width - 1))));
  const plotted = rows.map(({ interval, value }) => {
    const cells = new Array<string>(width).fill(" ");
    if (reference) cells[place(reference.value)] = "┊";
    if (value !== null) {
      const [from, to] = [place(interval[0] ?? low), place(interval[1] ?? high)];
      for (let i = from; i <= to; i++) cells[i] = "─";
      cells[from] = "├";
      cells[to] = "┤";
      cells[place(value)] = "●";
    }
    return cells.join("");
  });
  const lowest = formatQuantity(low, axis.quantity);
  const highest = formatQuantity(high, axis.quantity);
  const ends = `${lowest}${" ".repeat(Math.max(1, width - displayWidth(lowest) - displayWidth(highest)))}${highest}`;
  const lines = rows.flatMap(({ label }, i) =>
    oneLine
      ? [`${fitText(label, labelWidth)} ${plotted[i]} ${numbers[i]}`]
      : [fitText(`${fitText(label, Math.max(4, columns - displayWidth(numbers[i] ?? "") - 1))} ${numbers[i]}`, columns), plotted[i] ?? ""],
  );
  const heading = fitText(`${options.title}: ${axis.label}`, columns);
  return [heading, ...lines, oneLine ? `${" ".repeat(labelWidth + 1)}${ends}` : ends].map((line) => line.trimEnd()).join("\n");
}
