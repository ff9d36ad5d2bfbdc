import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { PawlError } from "@pawl/core";
import { csvRows } from "./csv-rows.ts";
import { jsonRows } from "./json-rows.ts";
import { jsonlRows } from "./jsonl-rows.ts";
import type { RowBatches, SourceRow } from "./source-row.ts";

export type DataFormat = "jsonl" | "json" | "csv";

/** Cells are text and take the type that the task says; values have theirs. */
export interface OpenedSource {
  readonly cells: boolean;
  readonly batches: RowBatches;
}

export interface OpenOptions {
  /** @default by the file's extension */
  readonly format?: DataFormat | undefined;
  /** @default "," for .csv, a tab for .tsv */
  readonly delimiter?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const FORMATS: { readonly [extension: string]: DataFormat } = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
  ".csv": "csv",
  ".tsv": "csv",
};

/** Returns the rows of a file, read as they are asked for. */
export function openFile(path: string, options: OpenOptions): OpenedSource {
  const extension = extname(path).toLowerCase();
  const format = options.format ?? FORMATS[extension];
  if (format === undefined) {
    throw new PawlError(
      "use.unknown-format",
      `${path} cannot be loaded: its name does not say what it is. Name it .jsonl, .json, .csv or .tsv, or give the format.`,
      { facts: { path } },
    );
  }
  const chunks = bytesOf(path, options.abortSignal);
  if (format === "jsonl") return { cells: false, batches: jsonlRows(chunks) };
  if (format === "json") return { cells: false, batches: jsonRows(chunks) };
  return { cells: true, batches: csvRows(chunks, options.delimiter ?? (extension === ".tsv" ? "\t" : ",")) };
}

/** What rows can be given as: a list, or a function that begins them anew each time they are read. */
export type RowSource = Iterable<unknown> | (() => Iterable<unknown> | AsyncIterable<unknown>);

const BATCH = 512;

/** Returns the rows of a list or a stream, numbered from 1. */
export async function* rowBatches(rows: RowSource, abortSignal?: AbortSignal): AsyncGenerator<readonly SourceRow[]> {
  let batch: SourceRow[] = [];
  let line = 0;
  for await (const value of typeof rows === "function" ? rows() : rows) {
    batch.push({ line: ++line, value });
    if (batch.length >= BATCH) {
      abortSignal?.throwIfAborted();
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

async function* bytesOf(path: string, abortSignal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream) {
      abortSignal?.throwIfAborted();
      yield chunk;
    }
  } catch (cause) {
    abortSignal?.throwIfAborted();
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    const advice = reason === "ENOENT" ? "There is no such file: check the path." : "Check that it is a file and may be read.";
    throw new PawlError("io.cannot-read", `${path} cannot be read (${reason}). ${advice}`, { facts: { path, reason }, cause });
  } finally {
    stream.destroy();
  }
}
