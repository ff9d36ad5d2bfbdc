import { figure, px, shorten } from "./figure.ts";
import { type Html, html } from "./html.ts";

export interface MatrixChartOptions {
  readonly title: string;
  readonly labels: readonly string[];
  /** [expected][given], as many rows and columns as labels. */
  readonly counts: readonly (readonly number[])[];
}

const LEFT = 170;

/** Returns how often each class was taken for which: hits in one colour, mistakes in another, shaded by the share of the row. @throws RangeError where the counts do not fit the labels */
export function matrixChart(options: MatrixChartOptions): Html {
  const { counts, labels } = options;
  checkSquare(options);
  const cell = Math.max(22, Math.min(44, Math.floor(560 / Math.max(1, labels.length))));
  const width = LEFT + labels.length * cell + 60;
  // A label of so many characters, at an angle of 45°.
  const top = 34 + Math.ceil(4.6 * Math.min(20, Math.max(0, ...labels.map((label) => label.length))));
  const height = top + labels.length * cell + 12;
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const heads = labels.map((label, i) => {
    const x = px(LEFT + i * cell + cell / 2);
    return html`<text class="tick" x="${x}" y="${top - 8}" transform="rotate(-45 ${x} ${top - 8})">${shorten(label, 20)}</text>`;
  });
  const rows = labels.map((label, r) => {
    const y = top + r * cell;
    const cells = labels.map((given, c) => {
      const count = counts[r]?.[c] ?? 0;
      const share = totals[r] ? count / (totals[r] ?? 1) : 0;
      const x = LEFT + c * cell;
      const strong = share > 0.55 ? "strong" : "";
      return html`<g><title>${`expected ${label}, given ${given}: ${count}`}</title><rect class="cell" x="${x + 1}" y="${y + 1}" width="${cell - 2}" height="${cell - 2}" rx="3"/>${count === 0 ? null : html`<rect class="fill ${r === c ? "s0" : "s1"}" fill-opacity="${px(0.15 + 0.85 * share)}" x="${x + 1}" y="${y + 1}" width="${cell - 2}" height="${cell - 2}" rx="3"/><text class="count ${strong}" x="${px(x + cell / 2)}" y="${px(y + cell / 2 + 4)}" text-anchor="middle">${count}</text>`}</g>`;
    });
    return html`<text class="label" x="${LEFT - 10}" y="${px(y + cell / 2 + 4)}" text-anchor="end">${shorten(label, 22)}</text>${cells}<text class="tick" x="${LEFT + labels.length * cell + 8}" y="${px(y + cell / 2 + 4)}">n=${totals[r] ?? 0}</text>`;
  });
  const hits = labels.reduce((sum, _, i) => sum + (counts[i]?.[i] ?? 0), 0);
  const all = totals.reduce((sum, total) => sum + total, 0);
  return figure({
    title: options.title,
    summary: `${hits} of ${all} right.`,
    width: Math.max(width, 420),
    height,
    drawing: html`<text class="axis" x="${LEFT - 10}" y="${top - 10}" text-anchor="end">expected ↓ given →</text>${heads}${rows}`,
    note: `${hits} of ${all} on the diagonal. Shade is the share of the row.`,
    columns: ["expected \\ given", ...labels],
    rows: labels.map((label, r) => [label, ...labels.map((_, c) => String(counts[r]?.[c] ?? 0))]),
  });
}

/** @throws RangeError where the counts are not as many rows and columns as there are labels */
export function checkSquare({ counts, labels }: MatrixChartOptions): void {
  if (counts.length !== labels.length || counts.some((row) => row.length !== labels.length)) {
    throw new RangeError(`A matrix of ${labels.length} labels has as many rows and columns; got ${counts.length} rows.`);
  }
}
