import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { hashOf, type Sha256 } from "@pawl/core";

/** A file beside a configuration. */
export interface LocalFile {
  /** From the configuration's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Why something was not read, in a sentence. */
export interface NotRead {
  readonly why: string;
}

/** What was read, whatever its own fields are called. */
export type Read<T> = { readonly value: T } | NotRead;

export interface LocalFiles {
  /**
   * Returns the files that a reference names (`file://a.txt`, `a.txt`; `*` and `?` in its last part stand for several, by name), or why they are not
   * read. It is taken from `base`, a folder within the configuration's own, which is the default.
   */
  readonly read: (reference: string, base?: string) => Promise<readonly LocalFile[] | NotRead>;
  /** A hash of each file that was read, by path. */
  readonly hashes: () => { readonly [path: string]: Sha256 };
}

const CODE = /\.(?:[cm]?[jt]sx?|py|rb|sh|bash|pl|ps1|bat|cmd|exe|wasm)(?::[\w$]+)?$/i;
const OTHER_SCHEME = /^(?!file:)[a-z][a-z0-9+.-]+:/i;
const LARGEST = 100 * 2 ** 20;
const PATTERN = /[*?]/;

/** Returns a reader of the files within one folder, links followed: what lies outside, is remote, is code or no UTF-8 text is told and not read. */
export function localFiles(folder: string | undefined): LocalFiles {
  const read = new Map<string, Sha256>();

  const one = async (root: string, path: string): Promise<LocalFile | NotRead> => {
    const name = relative(root, path).split(sep).join("/");
    try {
      const real = await realpath(path);
      if (!isWithin(root, real)) return { why: `${name} leads out of the configuration's folder, and is not read.` };
      const found = await stat(real);
      if (!found.isFile()) return { why: `${name} is no file.` };
      if (found.size > LARGEST) return { why: `${name} is larger than 100 MiB.` };
      const bytes = await readFile(real);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      read.set(name, hashOf(text));
      return { path: name, text };
    } catch (error) {
      if (error instanceof TypeError) return { why: `${name} is no text in UTF-8.` };
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      return { why: code === "ENOENT" ? `There is no file ${name}.` : `${name} cannot be read (${code}).` };
    }
  };

  return {
    hashes: () => Object.fromEntries([...read].sort(([a], [b]) => (a < b ? -1 : 1))),
    read: async (reference, base = "") => {
      const shown = reference.slice(0, 80);
      if (OTHER_SCHEME.test(reference)) return { why: `It is no file beside the configuration: ${shown}` };
      const name = reference.replace(/^file:\/\//, "");
      if (CODE.test(name)) return { why: `It is code, which is never run: ${shown}` };
      if (folder === undefined) return { why: `It is in another place, and no folder to read from was given: ${shown}` };
      const root = await realpath(folder).catch(() => null);
      if (root === null) return { why: `The folder to read from is not there: ${folder}` };
      const path = resolve(root, base, name);
      if (!isWithin(root, path)) return { why: `It lies outside the configuration's folder: ${shown}` };
      if (PATTERN.test(dirname(relative(root, path)))) return { why: `A pattern is read in the last part of a path alone: ${shown}` };
      const paths = PATTERN.test(basename(path)) ? await matching(path) : [path];
      if (paths.length === 0) return { why: `No file is called like ${shown}` };
      const files: LocalFile[] = [];
      for (const each of paths) {
        const file = await one(root, each);
        if ("why" in file) return file;
        files.push(file);
      }
      return files;
    },
  };
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function matching(path: string): Promise<string[]> {
  const folder = dirname(path);
  const pattern = basename(path)
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => new RegExp(`^${pattern}$`, "s").test(name) && (!name.startsWith(".") || pattern.startsWith("\\.")))
    .sort()
    .map((name) => resolve(folder, name));
}
