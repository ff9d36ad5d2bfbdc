import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PawlError } from "@pawl/core";

/** No write of a text takes so long: what is older was left by a process that was killed. In milliseconds. */
const OLDER_THAN_A_WRITE = 60_000;
/** How the name of a file ends that is on its way into its place. */
const LEFT = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Writes a file whole or not at all, replacing one that is there; its folder is made where it is missing.
 * What a write that was killed left beside it is removed.
 * @throws PawlError `io.cannot-write`; what stood there before is left as it was.
 */
export function writeWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text, { flag: "wx", flush: true });
    sweep(path, beside);
    renameSync(beside, path);
  } catch (cause) {
    try {
      rmSync(beside, { force: true });
    } catch {}
    throw cannotWrite(path, cause);
  }
}

/** Removes what earlier writes of the file left, by the folder's own clock; what cannot be removed stops nothing. */
function sweep(path: string, beside: string): void {
  const folder = dirname(path);
  const isOurs = (name: string): boolean => name.startsWith(`.${basename(path)}.`) && LEFT.test(name) && name !== basename(beside);
  try {
    const now = statSync(beside).mtimeMs;
    for (const name of readdirSync(folder).filter(isOurs)) {
      const stray = join(folder, name);
      if (now - statSync(stray).mtimeMs > OLDER_THAN_A_WRITE) rmSync(stray, { force: true });
    }
  } catch {}
}

/** Makes a folder and those above it, and returns the first that it made; null where all were there. @throws PawlError `io.cannot-write` */
export function makeFolder(path: string): string | null {
  try {
    return mkdirSync(path, { recursive: true }) ?? null;
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): PawlError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  return new PawlError(
    "io.cannot-write",
    `${path} cannot be written (${reason}), and nothing was left there. Check the folder, its rights and the space on the disk, and run the command again.`,
    { facts: { path, reason }, cause },
  );
}
