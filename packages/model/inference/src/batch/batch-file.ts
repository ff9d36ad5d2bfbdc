import { once } from "node:events";
import { createWriteStream, renameSync, rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { PawlError } from "@pawl/core";
import type { BatchRequest } from "./batch-request.ts";

/** A batch file that is being written. */
export interface BatchFile {
  /** Resolves once there is room for more; a request that was added is passed over. */
  readonly add: (request: BatchRequest) => Promise<void>;
  /** Puts the file in its place. OpenAI takes 50,000 requests and 200 MB in one file; its lines may be split over several. */
  readonly close: () => Promise<{ readonly requests: number; readonly bytes: number }>;
  /** Takes away what was written. */
  readonly discard: () => Promise<void>;
}

/** Returns a batch file that stands at `path` once it is closed, whole or not at all. Its calls reject with PawlError `io.batch-not-writable`. */
export function batchFile(path: string): BatchFile {
  const partial = `${path}.partial`;
  const out = createWriteStream(partial);
  const ended = finished(out);
  ended.catch(() => {});
  const ids = new Set<string>();
  let bytes = 0;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      rmSync(partial, { force: true });
      const why = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      throw new PawlError(
        "io.batch-not-writable",
        `${path} cannot be written (${why}). Check the path, the rights and the room on the disk.`,
        {
          facts: { path, system: why },
          cause,
        },
      );
    }
  };
  return {
    add: (request) =>
      guarded(async () => {
        if (ids.has(request.custom_id)) return;
        ids.add(request.custom_id);
        const line = `${JSON.stringify(request)}\n`;
        bytes += Buffer.byteLength(line);
        if (!out.write(line)) await Promise.race([once(out, "drain"), ended]);
      }),
    close: () =>
      guarded(async () => {
        out.end();
        await ended;
        renameSync(partial, path);
        return { requests: ids.size, bytes };
      }),
    discard: async () => {
      out.destroy();
      await ended.catch(() => {});
      rmSync(partial, { force: true });
    },
  };
}
