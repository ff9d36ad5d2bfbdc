import { existsSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type CallOptions, PawlError } from "@pawl/core";
import { DEFAULT_ANSWERS, type StarterAnswers, starterFiles } from "../init/starter-files.ts";
import type { Output } from "../output.ts";
import { writeWhole } from "../write-whole.ts";

export interface InitOptions {
  readonly folder: string;
  /** Ask nothing. */
  readonly yes: boolean;
  readonly ask: (defaults: StarterAnswers, options: Pick<CallOptions, "abortSignal">) => Promise<StarterAnswers>;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Writes a small project that runs. Files that are there are never written over: then, or where one cannot be written, nothing is left.
 * @throws PawlError `use.init-not-empty`, `io.cannot-write`.
 */
export async function init(output: Output, options: InitOptions): Promise<void> {
  const folder = resolve(options.folder);
  const defaults = { ...DEFAULT_ANSWERS, project: npmName(basename(folder)) };
  refuseOverwriting(folder, starterFiles(defaults));
  const answers = options.yes ? defaults : await options.ask(defaults, options);
  const files = starterFiles(answers);
  refuseOverwriting(folder, files);
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      writeWhole(join(folder, path), text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(join(folder, path), { force: true });
    throw error;
  }
  output.document({ folder, files: [...files.keys()] });
  output.print(`Wrote ${[...files.keys()].join(", ")} in ${folder}.`);
  // A line each: a terminal that breaks one long line breaks a command.
  const next = [
    ...(folder === process.cwd() ? [] : [`cd ${options.folder}`]),
    "npm install",
    ...(answers.model === "local" ? [`npx pawl models pull ${answers.modelName}`] : []),
    `npx pawl eval ${answers.task}`,
  ];
  output.print(`Next:\n${next.map((line) => `  ${line}`).join("\n")}`);
}

function refuseOverwriting(folder: string, files: ReadonlyMap<string, string>): void {
  const there = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (there.length === 0) return;
  throw new PawlError(
    "use.init-not-empty",
    `${folder} already has ${there.join(", ")}.\nRun "pawl init" in an empty folder, or name one: pawl init my-feature.\nNothing was written.`,
    { facts: { folder, files: there } },
  );
}

function npmName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? DEFAULT_ANSWERS.project : name;
}
