import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@pawl/core";
import type { CatalogueEntry, ModelSource } from "../catalogue.ts";
import type { Environment } from "../model-folder.ts";

export interface PullStage extends AsyncDisposable {
  readonly folder: string;
  readonly env: Environment;
  readonly models: string;
}

/** A temporary folder with a cache and, on its PATH, a `pip` that answers with the given addresses; none is an error of pip. */
export async function pullStage(wheels: { readonly [requirement: string]: string } = {}, extra: Environment = {}): Promise<PullStage> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-pull-"));
  const bin = join(folder, "bin");
  await mkdir(bin);
  const script = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
appendFileSync(${JSON.stringify(join(folder, "pip.log"))}, process.argv.slice(2).join(" ") + "\\n");
const url = ${JSON.stringify(wheels)}[process.argv.at(-1)];
if (!url) { console.error("ERROR: " + (process.env.PIP_SAYS ?? "No matching distribution found")); process.exit(1); }
console.log(JSON.stringify({ install: [{ download_info: { url, archive_info: {} } }] }));
`;
  await writeFile(join(bin, "pip"), script);
  await chmod(join(bin, "pip"), 0o755);
  return {
    folder,
    env: { PATH: bin, PAWL_CACHE_DIR: folder, HF_ENDPOINT: "http://127.0.0.1:9", ...extra },
    models: join(folder, "pawl", "models"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An entry of a catalogue for bytes at hand. */
export function entryOf(bytes: Buffer, sources: readonly ModelSource[], change: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return {
    name: "tiny",
    file: "tiny.gguf",
    sha256: sha256(bytes),
    bytes: bytes.length,
    licence: "none",
    architecture: "llama",
    contextTokens: 8,
    instruct: true,
    sources,
    ...change,
  };
}
