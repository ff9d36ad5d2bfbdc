import { formatQuantity } from "../axis.ts";
import { binned, type HistogramOptions, quantileMarks, rangeOf } from "../histogram.ts";
import { displayWidth, fitText } from "./display-width.ts";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Returns a bar of the given length in columns, to an eighth. */
export function barText(length: number): string {
  const eighths = Math.max(0, Math.round(8 * length));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

/** Returns how often values occur, one line a bin, for a terminal. */
export function histogramText(options: HistogramOptions, { columns }: { readonly columns: number }): string {
  const { axis, values } = options;
  const bins = binned(values, 10);
  const marks = options.marks ?? quantileMarks(values);
  const labels = bins.map((bin) => rangeOf(bin, axis));
  const labelWidth = Math.min(Math.max(0, ...labels.map(displayWidth)), Math.floor(columns / 2));
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const room = Math.max(4, columns - labelWidth - String(most).length - 2);
  const lines = bins.map(
    ({ count }, i) => `${fitText(labels[i] ?? "", labelWidth, "right")} ${count === 0 ? "" : `${barText((count / most) * room)} `}${count}`,
  );
  const said = marks.map(({ label, value }) => `${label} ${formatQuantity(value, axis.quantity)}`).join("  ");
  return [fitText(options.title, columns).trimEnd(), ...lines, fitText(`n=${values.length}  ${said}`, columns).trimEnd()].join("\n");
}
