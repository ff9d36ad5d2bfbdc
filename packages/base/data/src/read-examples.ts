import { type Example, PawlError, type Split, type Task } from "@pawl/core";
import { exampleStream, rowStream, type StreamOptions } from "./example-stream.ts";
import { collectMistakes, fileLine } from "./mistakes.ts";
import type { RowMap } from "./row-map.ts";
import type { DataFormat } from "./sources/open-source.ts";

export interface ReadExamplesOptions {
  /** JSONL, JSON or CSV. */
  readonly path: string;
  readonly map?: RowMap | undefined;
  /** With it each row is checked against the task's schemas, and cells take the types these say. */
  readonly task?: Task | undefined;
  readonly format?: DataFormat | undefined;
  readonly delimiter?: string | undefined;
  /** Told of each row, in their order, the line of the file where it begins. */
  readonly onRow?: ((row: { readonly id: string; readonly line: number }) => void) | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Returns all rows of a file, in memory, each with the split it names itself, as what splits or diagnoses rows needs all of them. A row without an id gets one from its content.
 * @throws PawlError as `loadDataset` does.
 */
export async function readExamples(options: ReadExamplesOptions): Promise<readonly (Example & { readonly split?: Split })[]> {
  const { path, task, map, format, delimiter, onRow, abortSignal } = options;
  const mistakes = collectMistakes({ place: fileLine, advice: "Mend the lines and read the file again." });
  const stream: StreamOptions = { origins: [{ path, split: "dev" }], map, format, delimiter, abortSignal };
  const rows: (Example & { readonly split?: Split })[] = [];
  for await (const batch of task === undefined ? rowStream(stream, mistakes) : exampleStream(task, stream, mistakes)) {
    for (const { example, line, placed, split } of batch) {
      rows.push(placed ? { ...example, split } : example);
      onRow?.({ id: example.id, line });
    }
  }
  mistakes.throwIfAny();
  if (rows.length === 0) {
    throw new PawlError("data.empty-file", `${path}: there is no row. Check that it is the right file.`, { facts: { files: [path] } });
  }
  return rows;
}
