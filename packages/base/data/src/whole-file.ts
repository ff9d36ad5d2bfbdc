import { link, open, rename } from "node:fs/promises";
import { PawlError } from "@pawl/core";

/** A link, unlike a rename, fails where something is there already, also when it came a moment ago; not every file system has links. */
export async function appear(unfinished: string, to: string): Promise<void> {
  try {
    await link(unfinished, to);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    await (await open(to, "wx")).close();
    await rename(unfinished, to);
  }
}

/** Does what writes a file. @throws PawlError `use.file-exists` where one is in the way, `io.cannot-write` with the system's reason. */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    if (reason === "EEXIST") {
      throw new PawlError(
        "use.file-exists",
        `${path} is there already, and nothing was written. Choose another name, or say that it may be replaced.`,
        {
          facts: { path },
          cause,
        },
      );
    }
    throw new PawlError(
      "io.cannot-write",
      `${path} cannot be written (${reason}), and nothing was left there. Check the folder, its rights and the space on the disk.`,
      {
        facts: { path, reason },
        cause,
      },
    );
  }
}
