import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Example, PawlError } from "@pawl/core";
import { appear, writing } from "./whole-file.ts";

export interface WriteExamplesOptions {
  /** Whether files that are there are replaced. @default false */
  readonly overwrite?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** A JSONL to write. Without a row there will be no file, so that none of an earlier writing stays. */
export type ExampleFile = { readonly path: string; readonly rows: readonly Example[] };

/**
 * Writes rows as JSONL into several files, all of them or none, and returns the paths written. Each is written beside its place and flushed to disk first; where one then cannot take its place, those that did are taken
 * back, and what was there before is put back.
 * @throws PawlError `use.file-exists` with all that are in the way, `io.cannot-write`; TypeError where a path stands twice. The signal's reason on abort, before any file is in its place.
 */
export async function writeExamples(files: readonly ExampleFile[], options: WriteExamplesOptions = {}): Promise<readonly string[]> {
  const { overwrite = false, abortSignal } = options;
  const paths = files.map(({ path }) => path);
  if (new Set(paths).size < paths.length) throw new TypeError("Two files have the same path.");
  const inTheWay = paths.filter((path) => existsSync(path));
  if (!overwrite && inTheWay.length > 0) {
    throw new PawlError(
      "use.file-exists",
      `${inTheWay.join(", ")} ${inTheWay.length === 1 ? "is" : "are"} there already, and nothing was written. Choose another place, or say that files may be replaced.`,
      { facts: { path: inTheWay[0] ?? null, paths: inTheWay } },
    );
  }
  const written = files.filter(({ rows }) => rows.length > 0);
  const beside = new Map(written.map(({ path }) => [path, asideOf(path, "unfinished")]));
  const before = new Map<string, string>();
  const placed: string[] = [];
  try {
    for (const { path, rows } of written) await writing(path, () => writeRows(beside.get(path) ?? path, rows, abortSignal));
    abortSignal?.throwIfAborted();
    for (const path of inTheWay) {
      const aside = asideOf(path, "before");
      await writing(path, () => rename(path, aside));
      before.set(path, aside);
    }
    for (const [path, unfinished] of beside) {
      await writing(path, () => appear(unfinished, path));
      placed.push(path);
    }
  } catch (error) {
    for (const path of placed) await rm(path, { force: true });
    for (const [path, aside] of before) await rename(aside, path);
    // A signal's own reason, not what writing made of it.
    abortSignal?.throwIfAborted();
    throw error;
  } finally {
    for (const unfinished of beside.values()) await rm(unfinished, { force: true });
  }
  for (const aside of before.values()) await rm(aside, { force: true });
  return placed;
}

const LINES = 512;

async function writeRows(path: string, rows: readonly Example[], abortSignal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (let from = 0; from < rows.length; from += LINES) {
      abortSignal?.throwIfAborted();
      const lines = rows.slice(from, from + LINES).map((row) => `${JSON.stringify(row)}\n`);
      await file.appendFile(lines.join(""));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

function asideOf(path: string, what: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.${what}`);
}
