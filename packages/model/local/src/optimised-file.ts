import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "@pawl/core";
import type { LocateOptions } from "./locate-model.ts";
import { modelFolder } from "./model-folder.ts";

/** The formats that a model is re-encoded into. `q8_0` keeps what the model says; `q4_0` is smaller and faster to read a prompt with, and loses some. */
export type OptimisedFormat = "q8_0" | "q4_0";

/** A re-encoded file and where it comes from, as its sidecar says. */
export type OptimisedFile = {
  readonly path: string;
  readonly format: OptimisedFormat;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly origin: Sha256;
  /**
   * How much sooner than the original it was done with 300 prompt tokens and 30 answered on the CPU that it was made on; null where that was not
   * measured. CPUs differ: where int8 matrices are in hardware (AMX), a format of four bits is read as fast.
   */
  readonly speedUp: number | null;
};

/** Less than this is not worth a larger file. */
const WORTH = 1.05;

const FORMATS: readonly OptimisedFormat[] = ["q8_0", "q4_0"];

/** Returns where the re-encoded form of a file with that hash belongs. */
export function optimisedPath(origin: Sha256, format: OptimisedFormat, options: LocateOptions = {}): string {
  return join(modelFolder(options), `${origin.slice(0, 16)}.${format}.gguf`);
}

/** Returns the re-encoded forms that are there and whole, the closest to the original first. */
export function optimisedFiles(origin: Sha256, options: LocateOptions = {}): readonly OptimisedFile[] {
  return FORMATS.flatMap((format) => {
    const path = optimisedPath(origin, format, options);
    try {
      const side: unknown = JSON.parse(readFileSync(`${path}.json`, "utf8"));
      if (side === null || typeof side !== "object" || Reflect.get(side, "origin") !== origin) return [];
      const sha256: unknown = Reflect.get(side, "sha256");
      const bytes: unknown = Reflect.get(side, "bytes");
      if (typeof sha256 !== "string" || typeof bytes !== "number" || statSync(path).size !== bytes) return [];
      const speedUp: unknown = Reflect.get(side, "speedUp");
      return [{ path, format, sha256, bytes, origin, speedUp: typeof speedUp === "number" ? speedUp : null }];
    } catch {
      return [];
    }
  });
}

/** Whether a re-encoded file is taken by itself: it is faster here, or nobody measured. */
export function isWorthTaking({ speedUp }: OptimisedFile): boolean {
  return speedUp === null || speedUp >= WORTH;
}
