import { type Html, type HtmlPart, html } from "./html.ts";

export interface FigureOptions {
  readonly title: string;
  /** What the picture says, in a sentence, for those who cannot see it. */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly drawing: Html;
  readonly note?: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Returns a picture with its title, an optional note, and the same data as a table that opens under it. */
export function figure(options: FigureOptions): Html {
  const { columns, drawing, height, note, rows, summary, title, width } = options;
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<div class="plot" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${`${title}. ${summary}`}" style="max-width:${Math.round(1.2 * width)}px">${drawing}</svg></div>
${note === undefined ? null : html`<p class="note">${note}</p>`}<details class="data"><summary>Data</summary><div class="plot" tabindex="0">${dataTable(columns, rows)}</div></details></figure>`;
}

/** Returns a table; the first column heads its rows, the others are right-aligned. */
export function dataTable(columns: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html {
  const head = columns.map((column) => (column === "" ? html`<td></td>` : html`<th scope="col">${column}</th>`));
  const body = rows.map(
    (cells) => html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`,
  );
  return html`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** Returns a text cut to the length, with an ellipsis where it was longer. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1)).trimEnd()}…`;
}

/** Returns a position rounded to a tenth of a pixel, to keep pages small. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}
