import { rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { nothingKept } from "./nothing-kept.ts";
import { makeFolder } from "./write-whole.ts";

/**
 * Returns what `write` gives, which writes into a folder whole or not at all; the folder is made where it is missing. Where it fails, the folders that
 * were made are taken away again, unless something else stands in them; interrupted, it says that nothing was written.
 * @throws PawlError `io.cannot-write`, and what `write` throws
 */
export async function intoFolder<T>(folder: string, write: () => Promise<T>): Promise<T> {
  const first = makeFolder(folder);
  try {
    return await write();
  } catch (error) {
    if (first !== null) removeEmpty(resolve(folder), resolve(first));
    throw nothingKept(error);
  }
}

/** From the innermost out; what cannot be removed, as it is in use by now, stays with those above it. */
function removeEmpty(folder: string, last: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
  if (folder !== last) removeEmpty(dirname(folder), last);
}
