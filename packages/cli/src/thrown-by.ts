import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Who threw an error: `check`, where a package of Pawl refused what it was given (`new TypeError`, `new RangeError`); `pawl`, where it failed there
 * otherwise; `own`, where code of the project did, be it in what a library called for it. `place` is the project's own line that is nearest, null where none is.
 */
export interface ThrownBy {
  readonly kind: "check" | "own" | "pawl";
  /** `tasks/triage.ts:12:9`, relative to `cwd`. */
  readonly place: string | null;
}

interface Frame {
  /** Null for what has no file: built-in functions, Node's own code. */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
}

type Owner = "pawl" | "own" | "library";

/** Returns who threw an error, by its stack; what has none is Pawl's. */
export function thrownBy(error: unknown, cwd: string = process.cwd()): ThrownBy {
  const frames = framesOf(error).map((frame) => ({ ...frame, owner: frame.path === null ? null : ownerOf(frame.path) }));
  const said = ({ path, line, column }: Frame): string => `${shortest(path ?? "", cwd)}:${line}:${column}`;
  const decisive = frames.find(({ owner }) => owner === "pawl" || owner === "own");
  if (decisive?.owner === "own") return { kind: "own", place: said(decisive) };
  // A script that called Pawl stands at the foot of the stack, and is not what went wrong.
  const called = frames.findIndex(({ owner }) => owner === "own");
  const between = called >= 0 && frames.slice(called).some(({ owner }) => owner === "pawl");
  const place = between && frames[called] !== undefined ? said(frames[called]) : null;
  const [top] = frames;
  const refused = error instanceof TypeError || error instanceof RangeError;
  return { kind: refused && top !== undefined && top.owner === "pawl" && isThrown(top) ? "check" : "pawl", place };
}

const FRAME = /^\s+at (?:.*? \()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

function framesOf(error: unknown): readonly Frame[] {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  return stack.split("\n").flatMap((text) => {
    if (!/^\s+at /.test(text)) return [];
    const [, where, line, column] = FRAME.exec(text) ?? [];
    return [{ path: where === undefined ? null : pathOf(where), line: Number(line ?? 0), column: Number(column ?? 0) }];
  });
}

function pathOf(where: string): string | null {
  if (!where.startsWith("file:")) return where;
  try {
    return fileURLToPath(where);
  } catch {
    return null;
  }
}

/** A package of Pawl is one that is published: an example app of its repository is a project like others. */
function ownerOf(path: string): Owner {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    const { name, private: unpublished } = packageOf(file);
    if (typeof name === "string" && /^(?:pawl$|@pawl\/)/.test(name) && unpublished !== true) return "pawl";
    break;
  }
  return path.includes(`${sep}node_modules${sep}`) ? "library" : "own";
}

function packageOf(file: string): { readonly name?: unknown; readonly private?: unknown } {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}

/** Whether the source says at this place that the error is made: what the engine throws points at what it could not do. */
function isThrown({ path, line, column }: Frame): boolean {
  try {
    const source = readFileSync(path ?? "", "utf8").split("\n")[line - 1] ?? "";
    return /^new\s+(?:TypeError|RangeError)\b/.test(source.slice(column - 1));
  } catch {
    return false;
  }
}

function shortest(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === "" || near.startsWith("..") || isAbsolute(near) ? path : near;
}
