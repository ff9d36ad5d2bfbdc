import { dirname } from "node:path";
import { type Fields, isFields } from "../fields.ts";
import type { Unsupported } from "../unsupported.ts";
import { csvTest } from "./csv-test.ts";
import type { LocalFile, LocalFiles, NotRead } from "./local-files.ts";
import { parsedFile, parsedLines } from "./parse-text.ts";
import { csvRecords } from "./read-csv.ts";

/** A test of a configuration or of a file beside it; or what could not be read, which keeps its number. */
export type PlacedTest =
  | {
      readonly at: string;
      readonly test: Fields;
      /** The folder that the paths of its variables begin at. */
      readonly base: string;
    }
  | { readonly at: string; readonly test: null; readonly problem: Unsupported };

/** Returns the tests of a configuration in order, those of other files (CSV, JSON, JSON Lines, YAML) in the place of their paths. */
export async function placedTests(given: unknown, files: LocalFiles): Promise<readonly PlacedTest[]> {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) return testsAt(given, "tests", { what: "tests", files });
  const all: PlacedTest[] = [];
  for (const [i, entry] of given.entries()) {
    const at = `tests[${i}]`;
    if (isFields(entry) && typeof entry["path"] !== "string") all.push({ at, test: entry, base: "" });
    else all.push(...(await testsAt(entry, at, { what: "test", files })));
  }
  return all;
}

async function testsAt(
  entry: unknown,
  at: string,
  { files, what }: { readonly files: LocalFiles; readonly what: string },
): Promise<PlacedTest[]> {
  const refused = (why: string, place = at): PlacedTest => ({ at: place, test: null, problem: { at: place, what, why } });
  const path = isFields(entry) ? entry["path"] : entry;
  if (typeof path !== "string") return [refused("It is no object and no path.")];
  const found = await files.read(path);
  if ("why" in found) return [refused(found.why)];
  const tests: PlacedTest[] = [];
  for (const file of found) {
    const rows = await rowsOf(file);
    if ("why" in rows) return [refused(rows.why)];
    for (const [i, row] of rows.entries()) {
      const place = `${at} ${file.path}[${i}]`;
      tests.push(isFields(row) ? { at: place, test: row, base: dirname(file.path) } : refused("It is no object.", place));
    }
  }
  return tests;
}

async function rowsOf(file: LocalFile): Promise<readonly unknown[] | NotRead> {
  const [extension = ""] = /\.\w+$/.exec(file.path.toLowerCase()) ?? [];
  if (extension === ".csv") {
    const records = csvRecords(file.text);
    return "why" in records ? { why: `${file.path}: ${records.why}` } : records.map(csvTest);
  }
  if (extension === ".jsonl") return parsedLines(file);
  if (![".json", ".yaml", ".yml"].includes(extension))
    return { why: `Tests are read from CSV, JSON, JSON Lines and YAML, not from ${file.path}.` };
  const read = await parsedFile(file);
  if ("why" in read) return read;
  return Array.isArray(read.value) ? read.value : [read.value];
}
