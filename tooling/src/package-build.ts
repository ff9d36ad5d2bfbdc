import type { Options } from "tsup";

/** How every package is built: ESM for Node, sources mapped; types come from `tsc` (tsup's type output stops on TypeScript 7). */
export function packageBuild(entries: readonly string[]): Options {
  return {
    entry: [...entries],
    format: ["esm"],
    target: "node22",
    platform: "node",
    outDir: "dist",
    clean: true,
    splitting: true,
    sourcemap: true,
    treeshake: true,
    // Without this `node:sqlite` becomes `sqlite`, which does not exist.
    removeNodeProtocol: false,
  };
}
