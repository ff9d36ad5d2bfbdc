import { displayWidth, fitText, terminalText } from "./display-width.ts";

export interface TextTableOptions {
  readonly columns: number;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const GAP = 2;
const NARROWEST = 6;

/**
 * Returns a table for a terminal, the first column left-aligned and cut first, the others right-aligned. Where even that does not fit, each row
 * becomes a block of one line a cell. No line is wider than the columns.
 */
export function textTable({ columns, head, rows }: TextTableOptions): string {
  const widths = head.map((name, i) => Math.max(displayWidth(name), ...rows.map((row) => displayWidth(terminalText(row[i] ?? "")))));
  const others = widths.slice(1).reduce((sum, width) => sum + width + GAP, 0);
  const first = Math.min(widths[0] ?? 0, columns - others);
  if (first < Math.min(NARROWEST, widths[0] ?? 0)) return blocks({ columns, head, rows });
  const line = (cells: readonly string[]): string =>
    head
      .map((_, i) => fitText(cells[i] ?? "", i === 0 ? first : (widths[i] ?? 0), i === 0 ? "left" : "right"))
      .join(" ".repeat(GAP))
      .trimEnd();
  return [line(head), "─".repeat(Math.min(columns, first + others)), ...rows.map(line)].join("\n");
}

function blocks({ columns, head, rows }: TextTableOptions): string {
  const name = Math.min(Math.floor(columns / 2), Math.max(...head.slice(1).map(displayWidth)));
  return rows
    .map((row) =>
      [
        fitText(row[0] ?? "", columns).trimEnd(),
        ...head.slice(1).map((column, i) => `  ${fitText(column, name)} ${fitText(row[i + 1] ?? "", columns - name - 3)}`.trimEnd()),
      ].join("\n"),
    )
    .join("\n");
}
