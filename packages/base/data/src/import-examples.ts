import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PawlError, type Split, type Task } from "@pawl/core";
import type { Admitted } from "./admit-rows.ts";
import { exampleStream, rowStream, type StreamOptions } from "./example-stream.ts";
import { collectMistakes, fileLine } from "./mistakes.ts";
import type { RowMap } from "./row-map.ts";
import type { DataFormat } from "./sources/open-source.ts";
import { appear, writing } from "./whole-file.ts";

export interface ImportExamplesOptions {
  /** The file to read: JSONL, JSON or CSV. */
  readonly from: string;
  /** The JSONL to write. */
  readonly to: string;
  readonly map?: RowMap | undefined;
  /** With it each row is checked against the task's schemas, and cells take the types these say. */
  readonly task?: Task | undefined;
  /** The split written into rows that name none. @default none is written */
  readonly split?: Split | undefined;
  /** Whether a file that is there is replaced. @default false */
  readonly overwrite?: boolean | undefined;
  readonly format?: DataFormat | undefined;
  readonly delimiter?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** What was written. */
export type ImportedExamples = { readonly path: string; readonly count: number };

/**
 * Writes a file's rows as our JSONL, with ids, and returns how many. The file appears whole or not at all: it is written beside its place,
 * flushed to disk and then renamed; after a mistake nothing is left.
 * The file is streamed: the heap grows by some 6 MB whatever the number of rows, and what is kept of each is its id, 12 bytes a place outside of the heap
 * (28 MB for 10⁶ rows). The process takes more of the system until garbage is collected: `--max-old-space-size=40` is enough for 10⁶ rows.
 * @throws PawlError as `loadDataset` does, `use.file-exists`, and `io.cannot-write`.
 */
export async function importExamples(options: ImportExamplesOptions): Promise<ImportedExamples> {
  const { from, to, task, map, format, delimiter, abortSignal, overwrite = false } = options;
  const mistakes = collectMistakes({ place: fileLine, advice: "Mend the lines and import again. Nothing was written." });
  const stream: StreamOptions = { origins: [{ path: from, split: options.split ?? "dev" }], map, format, delimiter, abortSignal };
  const batches = task === undefined ? rowStream(stream, mistakes) : exampleStream(task, stream, mistakes);
  const unfinished = join(dirname(to), `.${basename(to)}.${randomUUID()}.unfinished`);
  let count = 0;
  try {
    const file = await writing(to, () => open(unfinished, "wx"));
    try {
      for await (const batch of batches) {
        if (mistakes.count() > 0) continue;
        count += batch.length;
        await writing(to, () => write(file, batch, options.split !== undefined));
      }
      mistakes.throwIfAny();
      if (count === 0) {
        throw new PawlError("data.empty-file", `${from}: there is no row. Check that it is the right file. Nothing was written.`, {
          facts: { files: [from] },
        });
      }
      await writing(to, () => file.sync());
    } finally {
      await file.close();
    }
    await writing(to, () => (overwrite ? rename(unfinished, to) : appear(unfinished, to)));
  } finally {
    await rm(unfinished, { force: true });
  }
  return { path: to, count };
}

async function write(file: FileHandle, batch: readonly Admitted<unknown, unknown>[], always: boolean): Promise<void> {
  const lines = batch.map(({ example, split }) => `${JSON.stringify(always || split !== "dev" ? { ...example, split } : example)}\n`);
  await file.appendFile(lines.join(""));
}
