import { Readable } from "node:stream";
import { CsvError, type InfoRecord, parse } from "csv-parse";
import type { RowMistake } from "../row-mistake.ts";
import { lineBlocks } from "./line-blocks.ts";
import { notUtf8, type SourceRow } from "./source-row.ts";

const BATCH = 512;

/**
 * Returns the records of a CSV text (RFC 4180), each an object by the names in its first line; all cells are text. A record with more or
 * fewer cells than there are columns is a mistake; after a wrong quote nothing can be read any more.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>, delimiter: string): AsyncGenerator<readonly SourceRow[]> {
  let badLine: number | null = null;
  async function* text(): AsyncGenerator<string> {
    for await (const { first, lines } of lineBlocks(chunks)) {
      const bad = lines.indexOf(null);
      if (bad === -1) yield `${lines.join("\n")}\n`;
      else {
        badLine = first + bad;
        yield lines.slice(0, bad).join("\n");
        return;
      }
    }
  }
  const source = Readable.from(text());
  const parser = source.pipe(parse({ delimiter, info: true, relax_column_count: true, skip_empty_lines: true }));
  source.on("error", (error) => parser.destroy(error));
  let columns: readonly string[] | null = null;
  let rows: SourceRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: InfoRecord }>) {
      const line = info.lines - record.reduce((sum, cell) => sum + newlines(cell), 0);
      if (columns === null) {
        columns = record.map((name) => name.trim());
        const twice = columns.find((name, i) => columns?.indexOf(name) !== i);
        if (twice !== undefined) rows.push(wrong(line, `the column ${JSON.stringify(twice)} stands twice in the header`));
        continue;
      }
      rows.push(rowOf(record, columns, line));
      if (rows.length >= BATCH) {
        yield rows;
        rows = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error["lines"] ?? 1);
    if (badLine === null)
      rows.push(wrong(line, "a quote is wrong, and nothing after it can be read. Double each quote within a quoted cell"));
  } finally {
    source.destroy();
  }
  if (badLine !== null) rows.push(notUtf8(badLine));
  yield rows;
}

function rowOf(record: readonly string[], columns: readonly string[], line: number): SourceRow {
  if (record.length !== columns.length) {
    return wrong(line, `the row has ${record.length} cells, the header ${columns.length}. Quote a cell that holds the delimiter`);
  }
  return { line, value: Object.fromEntries(columns.map((name, i) => [name, record[i]])) };
}

function wrong(line: number, says: string): SourceRow {
  const mistake: RowMistake = { field: null, problem: "invalid-csv", says: `${says}.` };
  return { line, mistake };
}

function newlines(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf("\n"); at !== -1; at = cell.indexOf("\n", at + 1)) count++;
  return count;
}
