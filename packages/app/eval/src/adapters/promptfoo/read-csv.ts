import type { NotRead } from "./local-files.ts";

/**
 * Returns the records of a CSV text (RFC 4180), by the names of its first line; all cells are text. A quote within a cell that does not begin with one
 * is a letter. Or says why it cannot be read: a quote that is not closed, or a record with more or fewer cells than there are names.
 */
export function csvRecords(text: string): readonly { readonly [column: string]: string }[] | NotRead {
  const rows: string[][] = [];
  let row: string[] = [];
  const source = text.replace(/^\uFEFF/, "");
  // A cell, quoted or not, and what ends it.
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n][^,\r\n]*|))(,|\r?\n|$)/y;
  while (cell.lastIndex < source.length || row.length > 0) {
    const found = cell.exec(source);
    if (found === null) return { why: `A quote is not closed, or text follows one, in row ${rows.length + 1}.` };
    const [, quoted, plain = "", end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  const [names = [], ...records] = rows;
  const wrong = records.findIndex((record) => record.length !== names.length);
  if (wrong !== -1) return { why: `Row ${wrong + 2} has ${records[wrong]?.length} cells, and the first one ${names.length}.` };
  return records.map((record) => Object.fromEntries(names.map((name, i) => [name.trim(), record[i] ?? ""])));
}
