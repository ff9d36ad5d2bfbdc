import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { PawlError } from "@pawl/core";
import { type CatalogueEntry, catalogue, catalogueEntry } from "./catalogue.ts";
import { type Environment, modelFolder } from "./model-folder.ts";

export interface LocateOptions {
  /** @default PAWL_CACHE_DIR, XDG_CACHE_HOME, ~/.cache */
  readonly cacheDir?: string | undefined;
  /** @default process.env */
  readonly env?: Environment | undefined;
  /** @default the package's own */
  readonly catalogue?: readonly CatalogueEntry[] | undefined;
}

/** Where a model's file is, or would be. `path` is null where it is nowhere yet; `entry` is null for a file given by its path. */
export type ModelLocation = {
  readonly name: string;
  readonly path: string | null;
  readonly origin: "path" | "model-dir" | "cache" | "none";
  readonly entry: CatalogueEntry | null;
};

/**
 * Returns where a model is, without loading or fetching it: a path ending in `.gguf`, else the catalogue's file in `PAWL_MODEL_DIR`, else in the cache.
 * @throws PawlError `use.unknown-model`; `use.no-such-file` for a path that leads nowhere.
 */
export function locateModel(name: string, options: LocateOptions = {}): ModelLocation {
  const env = options.env ?? process.env;
  if (/\.gguf$/i.test(name)) {
    const path = resolve(name);
    if (!isFile(path)) {
      throw new PawlError("use.no-such-file", `There is no model file at ${path}. Check the path, or name a model of the catalogue.`, {
        facts: { path },
      });
    }
    return { name: basename(path).replace(/\.gguf$/i, ""), path, origin: "path", entry: null };
  }
  const entry = catalogueEntry(name, options.catalogue ?? catalogue);
  const given = env["PAWL_MODEL_DIR"];
  if (given) {
    const path = join(resolve(given), entry.file);
    if (isFile(path)) return { name, path, origin: "model-dir", entry };
  }
  const cached = join(modelFolder(options), entry.file);
  if (isFile(cached)) return { name, path: cached, origin: "cache", entry };
  return { name, path: null, origin: "none", entry };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
