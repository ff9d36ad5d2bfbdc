import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CatalogueEntry, catalogue, catalogueEntry } from "./catalogue.ts";
import { fileError } from "./internal/file-error.ts";
import { type LocateOptions, locateModel } from "./locate-model.ts";
import { modelFolder } from "./model-folder.ts";
import { type OptimisedFile, optimisedFiles } from "./optimised-file.ts";

/** A model of the catalogue and what of it is here. `state` goes by name and size; the hash is checked when it is pulled and when it is loaded. */
export type ListedModel = {
  readonly entry: CatalogueEntry;
  readonly state: "absent" | "partial" | "present";
  readonly path: string | null;
  /** Bytes on this disk, parts of an interrupted pull and re-encoded files included. */
  readonly bytesOnDisk: number;
  readonly optimised: readonly OptimisedFile[];
};

/** Returns every model of the catalogue, in its order. */
export async function listModels(options: LocateOptions = {}): Promise<readonly ListedModel[]> {
  const names = await readdir(modelFolder(options)).catch(() => []);
  return Promise.all(
    (options.catalogue ?? catalogue).map(async (entry): Promise<ListedModel> => {
      const located = locateModel(entry.name, options);
      const size = located.path === null ? 0 : (await stat(located.path)).size;
      const own = names.filter((name) => belongsTo(name, entry) && name !== entry.file);
      let bytesOnDisk = size;
      for (const name of own) bytesOnDisk += (await stat(join(modelFolder(options), name)).catch(() => null))?.size ?? 0;
      const state =
        size === entry.bytes ? "present" : located.path !== null || own.some((name) => name.includes(".part")) ? "partial" : "absent";
      return { entry, state, path: located.path, bytesOnDisk, optimised: optimisedFiles(entry.sha256, options) };
    }),
  );
}

/** Deletes what the cache holds of a model: its file, parts and re-encoded files. Returns the freed bytes, 0 where nothing was there. A file in `PAWL_MODEL_DIR` is the user's own and stays. */
export async function removeModel(name: string, options: LocateOptions = {}): Promise<number> {
  const entry = catalogueEntry(name, options.catalogue ?? catalogue);
  const folder = modelFolder(options);
  let freed = 0;
  for (const file of await readdir(folder).catch(() => [])) {
    if (!belongsTo(file, entry)) continue;
    const path = join(folder, file);
    try {
      freed += (await stat(path)).size;
      await rm(path, { force: true });
    } catch (error) {
      throw fileError(error, path);
    }
  }
  return freed;
}

function belongsTo(file: string, entry: CatalogueEntry): boolean {
  return file.startsWith(entry.file) || file.startsWith(`${entry.sha256.slice(0, 16)}.`);
}
