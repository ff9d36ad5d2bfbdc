import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf, sha256 } from "@pawl/core";

/** Where a module names another one, in code or in a comment: one too many is in the hash on all machines alike. */
const NAMES = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`$\n]+)\1/g;
const CODE = /\.[cm]?[jt]sx?$/;

/**
 * Returns the hash of a module's code: its text and that of all it imports, of packages in node_modules their name and version. The same on machines
 * where the same files stand in other folders. What is read at run time, and imports whose name is computed, are not in it.
 */
export function codeHash(path: string): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const waiting = [realpathSync(path)];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    parts.push(sha256(text));
    if (basename(file) === "package.json") waiting.push(...importedBy(file, text));
    if (!CODE.test(file)) continue;
    for (const [, , name = ""] of text.matchAll(NAMES)) {
      const found = moduleAt(name, file);
      if (found === null) continue;
      if (isInstalled(found)) parts.push(packageOf(found));
      else waiting.push(found);
    }
  }
  return hashOf([...new Set(parts)]);
}

/** Where a module is that a file names, null for Node's own and what is not there. */
function moduleAt(name: string, from: string): string | null {
  if (name.startsWith("node:")) return null;
  try {
    const path = name.startsWith("file:")
      ? fileURLToPath(name)
      : /^\.{0,2}\//.test(name)
        ? resolve(dirname(from), name)
        : createRequire(from).resolve(name);
    return existsSync(path) && statSync(path).isFile() ? realpathSync(path) : null;
  } catch {
    return packageJsonOf(name, dirname(from));
  }
}

/** The package.json of a package that has no entry for `require`. */
function packageJsonOf(name: string, folder: string): string | null {
  const parts = name.split("/").slice(0, name.startsWith("@") ? 2 : 1);
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "node_modules", ...parts, "package.json");
    if (existsSync(path)) return realpathSync(path);
    if (at === dirname(at)) return null;
  }
}

const CONDITIONS = ["import", "node", "module-sync", "default"];

/** What a linked package, of which only its package.json was found, may be imported by: all that it exports to Node, one too many on all machines alike. */
function importedBy(file: string, text: string): readonly string[] {
  const targets = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    const entries = Object.entries(Object(value)).filter(([key]) => /^[.\d]/.test(key) || CONDITIONS.includes(key));
    return entries.flatMap(([, target]) => targets(target));
  };
  try {
    const paths = targets(Object(JSON.parse(text)).exports).map((target) => resolve(dirname(file), target));
    return paths.filter((path) => existsSync(path) && statSync(path).isFile()).map((path) => realpathSync(path));
  } catch {
    return [];
  }
}

/** Packages of a workspace are linked: they really stand elsewhere, and their code is looked at. */
function isInstalled(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}

/** Name and version; of one that does not say them, the text of the file that is imported. */
function packageOf(path: string): string {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    const file = join(at, "package.json");
    if (!existsSync(file)) continue;
    try {
      const { name, version } = Object(JSON.parse(readFileSync(file, "utf8")));
      if (typeof name === "string" && typeof version === "string") return `${name}@${version}`;
    } catch {}
  }
  return sha256(readFileSync(path, "utf8"));
}
