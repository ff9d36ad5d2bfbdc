import { PawlError } from "@pawl/core";

/** Returns the branded error of a failed write or read; anything that is not the file system's is given back as it is. */
export function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return error;
  const code = String(error.code);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new PawlError(
      "io.disk-full",
      `The disk is full: ${path} could not be written. What was fetched so far is kept. Free some space or name another folder in PAWL_CACHE_DIR, and run the same command again.`,
      { facts: { path, errno: code }, cause: error },
    );
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "EIO", "EMFILE", "ENAMETOOLONG"].includes(code)) {
    return new PawlError(
      "io.not-accessible",
      `${path} could not be read or written (${code}). Check its permissions, or name another folder in PAWL_CACHE_DIR.`,
      { facts: { path, errno: code }, cause: error },
    );
  }
  return error;
}
