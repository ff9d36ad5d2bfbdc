import { checkSquare, type MatrixChartOptions } from "../matrix-chart.ts";
import { fitText } from "./display-width.ts";
import { textTable } from "./text-table.ts";

/** Returns the confusion matrix for a terminal; where it is too wide, the commonest mistakes instead. @throws RangeError where the counts do not fit the labels */
export function matrixChartText(options: MatrixChartOptions, { columns }: { readonly columns: number }): string {
  checkSquare(options);
  const { counts, labels } = options;
  const hits = labels.reduce((sum, _, i) => sum + (counts[i]?.[i] ?? 0), 0);
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const title = fitText(`${options.title}: ${hits} of ${all} right`, columns).trimEnd();
  const short = labels.map((label) => fitText(label, 7).trimEnd());
  if (14 + labels.length * 9 <= columns) {
    const rows = labels.map((label, r) => [label, ...labels.map((_, c) => (counts[r]?.[c] ? String(counts[r]?.[c]) : "·"))]);
    return [title, textTable({ columns, head: ["expected↓ given→", ...short], rows })].join("\n");
  }
  const mistakes = labels
    .flatMap((expected, r) => labels.map((given, c) => ({ expected, given, count: r === c ? 0 : (counts[r]?.[c] ?? 0) })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const shown = mistakes
    .slice(0, 12)
    .map(({ count, expected, given }) => fitText(`${String(count).padStart(4)}  ${expected} → ${given}`, columns).trimEnd());
  const more = mistakes.length > 12 ? [`      and ${mistakes.length - 12} other kinds`] : [];
  return [title, ...(shown.length === 0 ? ["  no mistakes"] : ["  expected → given", ...shown]), ...more].join("\n");
}
