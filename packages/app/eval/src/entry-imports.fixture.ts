import { readFileSync } from "node:fs";

/** Returns what an entry of this package loads: its own files, and packages by name; what is imported as types only does not count. */
export function importsOf(entry: URL): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: URL): void => {
    if (files.has(file.href)) return;
    files.add(file.href);
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b(?! type)[^;]*? from "([^"]+)";/gm)) {
      if (from.startsWith(".")) follow(new URL(from, file));
      else packages.add(from);
    }
  };
  follow(entry);
  return { files: [...files], packages: [...packages].sort() };
}
