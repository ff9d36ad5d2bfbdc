import { type DataFormat, openFile } from "./sources/open-source.ts";

export interface ReadRowsOptions {
  /** @default by the file's extension */
  readonly format?: DataFormat | undefined;
  /** @default "," for .csv, a tab for .tsv */
  readonly delimiter?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** One row as its file has it: an object for CSV, all cells text; any JSON else. Or what is wrong with the place, in words. */
export type FileRow = { readonly line: number; readonly value: unknown } | { readonly line: number; readonly problem: string };

/** Yields the rows of a JSONL, JSON or CSV file as they stand, whatever they are of. @throws PawlError `io.cannot-read`, `use.unknown-format` */
export async function* readRows(path: string, options: ReadRowsOptions = {}): AsyncGenerator<FileRow> {
  for await (const batch of openFile(path, options).batches) {
    for (const row of batch) yield "mistake" in row ? { line: row.line, problem: row.mistake.says } : row;
  }
}
