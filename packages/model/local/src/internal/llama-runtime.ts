import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { PawlError } from "@pawl/core";
import type { Llama } from "node-llama-cpp";

type Library = typeof import("node-llama-cpp");

let library: Promise<Library> | null = null;
let instance: Promise<Llama> | null = null;

/** Returns node-llama-cpp, loaded on first use. @throws PawlError `use.peer-missing` */
export function llamaLibrary(): Promise<Library> {
  library ??= import("node-llama-cpp").catch(ofProgram).catch((error: unknown) => {
    library = null;
    throw new PawlError(
      "use.peer-missing",
      "Models in this process run on the package node-llama-cpp, which is not installed. Install it: npm install node-llama-cpp --ignore-scripts",
      { facts: { package: "node-llama-cpp" }, cause: error },
    );
  });
  return library;
}

/** A linked package does not see the peers of the program that uses it; the program's own is then the one that is meant. */
async function ofProgram(missing: unknown): Promise<Library> {
  const program = process.argv[1];
  if (program === undefined) throw missing;
  const found: Library = await import(pathToFileURL(createRequire(program).resolve("node-llama-cpp")).href);
  return found;
}

/** Returns the one llama.cpp of this process: CPU, never compiled, never downloaded, and quiet. @throws PawlError `use.peer-missing`, `use.no-binary` */
export function llamaRuntime(): Promise<Llama> {
  instance ??= llamaLibrary()
    .then(({ getLlama, LlamaLogLevel }) =>
      getLlama({ gpu: false, build: "never", skipDownload: true, maxThreads: availableParallelism(), logLevel: LlamaLogLevel.error }),
    )
    .catch((error: unknown) => {
      instance = null;
      if (error instanceof Error && error.name === "NoBinaryFoundError") {
        throw new PawlError(
          "use.no-binary",
          `node-llama-cpp has no binary for ${process.platform} ${process.arch} here. Install it again with its optional dependencies: npm install node-llama-cpp`,
          { facts: { platform: process.platform, arch: process.arch }, cause: error },
        );
      }
      throw error;
    });
  return instance;
}
