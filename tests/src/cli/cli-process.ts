import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const CLI = join(import.meta.dirname, "../../../packages/cli");
export const BIN: string = join(CLI, "src/bin.ts");
const CONFIG = join(CLI, "src/scripted-config.fixture.ts");
const LABELS = ["refund", "track", "damage", "other"];

/** A folder with a project of the scripted model. */
export interface CliProject {
  readonly folder: string;
  readonly at: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly [Symbol.dispose]: () => void;
}

export function cliProject(files: { readonly [path: string]: string } = {}): CliProject {
  const folder = mkdtempSync(join(tmpdir(), "pawl-process-"));
  const at = (path: string): string => join(folder, path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const usual = {
    "pawl.config.ts": `export { default } from ${JSON.stringify(CONFIG)};\n`,
    "data/triage.jsonl": rows(),
    "package.json": '{"type":"module"}',
  };
  for (const [path, text] of Object.entries({ ...usual, ...files })) write(path, text);
  return {
    folder,
    at,
    write,
    read: (path) => readFileSync(at(path), "utf8"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function rows(): string {
  const splits = [...Array(40).fill("train"), ...Array(60).fill("dev"), ...Array(60).fill("test")];
  const line = (split: string, i: number): string =>
    JSON.stringify({ id: `m${i}`, split, input: { message: `Where is the parcel #${i}` }, expected: LABELS[i % 4] });
  return `${splits.map(line).join("\n")}\n`;
}

export type Ended = { readonly exit: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string };

export interface CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string } | undefined;
  readonly uid?: number | undefined;
  /** Whether its standard input is `child.stdin`. @default false: it is empty */
  readonly typed?: boolean | undefined;
}

/** Starts the command as its users do, but from the sources. */
export function startCli(args: readonly string[], { cwd, env = {}, uid }: StartOptions): CliProcess {
  return startProcess(process.execPath, ["--conditions=pawl-source", BIN, ...args], { cwd, env, uid });
}

export function startProcess(command: string, args: readonly string[], { cwd, env = {}, uid, typed }: StartOptions): CliProcess {
  const { CI: _, NO_COLOR: __, COLUMNS: ___, ...inherited } = process.env;
  const child = spawn(command, [...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: [typed ? "pipe" : "ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let [stdout, stderr] = ["", ""];
  const waiting = new Set<() => void>();
  child.stdout?.on("data", (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on("data", (chunk) => {
    stderr += String(chunk);
    for (const look of waiting) look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit, signal) => resolve({ exit, signal, stdout, stderr }));
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve();
      };
      waiting.add(look);
      look();
    });
  return { child, ended, says };
}

/** Resolves once the file is there; its folder is watched before it is looked at. Rejects where the process ends first. */
export async function appears(path: string, { ended }: Pick<CliProcess, "ended">): Promise<void> {
  const stop = new AbortController();
  const there = new Promise<void>((resolve) => {
    watch(dirname(path), { signal: stop.signal }, () => existsSync(path) && resolve());
    if (existsSync(path)) resolve();
  });
  const over = ended.then(({ exit, stderr }) => Promise.reject(new Error(`It ended with ${exit} before ${path} was there: ${stderr}`)));
  try {
    await Promise.race([there, over]);
  } finally {
    over.catch(() => {});
    stop.abort();
  }
}

/** Returns a variant of the scripted task as JSON, showing so many demonstrations: four make the scripted model 60 % right, eight 95 %, none 30 %. */
export function variantShowing(shown: number): string {
  return JSON.stringify({
    format: "pawl.variant/1",
    task: "triage",
    model: { id: "scripted" },
    instructions: "x",
    sampling: {},
    decoding: "choose",
    reasks: 0,
    demonstrations: {
      kind: "inline",
      examples: Array.from({ length: shown }, (_, i) => ({ input: { message: `a ${i}` }, output: "track" })),
    },
  });
}
