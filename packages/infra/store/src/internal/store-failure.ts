import { isPawlError, PawlError } from "@pawl/core";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY: readonly number[] = [5, 6];
const NOT_WRITABLE: readonly number[] = [3, 8, 14, 23];
const DISK_FULL = 13;
const INPUT_OUTPUT = 10;
const CORRUPT: readonly number[] = [11, 26];
/** SQLITE_IOERR_SHMSIZE: there was no room for the shared-memory file. */
const NO_ROOM_TO_SHARE = 4874;

/** Whether another connection holds the lock: trying again later may succeed. */
export function isBusy(error: unknown): boolean {
  return BUSY.includes(primaryCode(error));
}

/** Whether it is this one statement that failed, not the file under all of them. */
export function isOfStatement(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 0 || ![...BUSY, ...NOT_WRITABLE, ...CORRUPT, DISK_FULL, INPUT_OUTPUT].includes(code);
}

/** Returns the failure as a branded error that names the file; what is not the file's or folder's doing is given back as it is. */
export function storeFailure(error: unknown, path: string): unknown {
  if (isPawlError(error) || !(error instanceof Error)) return error;
  const reason = `${error.message}`;
  const options = { facts: { path, reason }, cause: error };
  const code = primaryCode(error);
  const system = "code" in error ? error.code : undefined;
  if (BUSY.includes(code)) {
    const message = `The store ${path} stayed locked by another process. Try again, or end the process that holds it.`;
    return new PawlError("io.store-busy", message, { ...options, retryable: true });
  }
  if (code === DISK_FULL || resultCode(error) === NO_ROOM_TO_SHARE || system === "ENOSPC" || system === "EDQUOT") {
    const message = `There is no room left to write the store ${path}. What was acknowledged is kept, this write is not: free some space and try again.`;
    return new PawlError("io.disk-full", message, { ...options, retryable: true });
  }
  if (CORRUPT.includes(code)) {
    const message = `The store ${path} is damaged or no SQLite file (${reason}). Nothing was changed: put back a copy, or move the file away to start a new store.`;
    return new PawlError("data.store-corrupt", message, options);
  }
  if (NOT_WRITABLE.includes(code) || (code === 0 && typeof system === "string" && /^E[A-Z]+$/.test(system))) {
    const message = `The store ${path} cannot be written (${reason}). Give this user the right to write the file and its folder, or name another path.`;
    return new PawlError("io.not-writable", message, options);
  }
  if (code === INPUT_OUTPUT) {
    const message = `Reading or writing the store ${path} failed (${reason}). Look at the disk, then try again.`;
    return new PawlError("io.store-failed", message, { ...options, retryable: true });
  }
  return error;
}

function resultCode(error: unknown): number {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : 0;
}

function primaryCode(error: unknown): number {
  return resultCode(error) & 0xff;
}
