import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PawlError } from "@pawl/core";

/**
 * Writes a file whole or not at all, replacing one that is there; its folder is made where it is missing.
 * @throws PawlError `io.cannot-write`; what stood there before is left as it was.
 */
export function writeWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text, { flag: "wx", flush: true });
    renameSync(beside, path);
  } catch (cause) {
    try {
      rmSync(beside, { force: true });
    } catch {}
    throw cannotWrite(path, cause);
  }
}

/** Makes a folder and those above it. @throws PawlError `io.cannot-write` */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
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
