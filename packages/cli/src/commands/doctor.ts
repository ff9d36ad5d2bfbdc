import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { isPawlError } from "@pawl/core";
import { listModels, modelFolder } from "@pawl/local";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { findConfig } from "../load-config.ts";
import { nodeProblem } from "../node-problem.ts";
import type { Output } from "../output.ts";
import { pingRedis } from "../project/redis-ping.ts";
import { redisUrl } from "../project/redis-url.ts";

/** What doctor found out about one thing. */
export type Finding = {
  readonly what: string;
  readonly ok: boolean;
  /** Whether every command needs it. */
  readonly needed: boolean;
  readonly found: string;
  /** What it would unlock, where it is missing. */
  readonly unlocks: string;
};

export interface DoctorOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Redis URL, or `env`: it is then needed. @default what `PAWL_REDIS_URL` says */
  readonly workers?: string | undefined;
}

/** How long a Redis may take to answer. */
const PING_MS = 2_000;

/** Says what Pawl can use on this machine and what each missing thing would unlock; asks no network but the Redis that is named. Ends with 1 where something is missing that every command needs, or that was asked for. */
export async function doctorCommand(output: Output, options: DoctorOptions): Promise<ExitCode> {
  const { cwd, env } = options;
  const findings = [
    nodeVersion(),
    writable(cwd),
    configuration(cwd),
    diskSpace(cwd),
    llama(cwd),
    workers(cwd),
    await redis(output, options),
    await models(),
    await python("Python", "--version", "Tools around Pawl, pip among them, run on it."),
    await python("pip", "-m pip --version", "Where no model hub answers, models can come from a package mirror through pip."),
    key(env),
  ];
  output.document(findings);
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, ok, needed, found, unlocks } of findings) {
    const mark = ok ? output.style("green", "ok") : needed ? output.style("red", "✗ ") : output.style("yellow", "--");
    output.print(`${mark}  ${what.padEnd(width)}  ${found}`);
    if (!ok) output.print(`    ${unlocks}`);
  }
  return findings.some(({ ok, needed }) => needed && !ok) ? EXIT.no : EXIT.done;
}

function nodeVersion(): Finding {
  const { node } = process.versions;
  const unlocks = "Node 22.18 or newer runs pawl.config.ts as it is.";
  return { what: "Node", ok: nodeProblem(node) === null, needed: true, found: node, unlocks };
}

function writable(cwd: string): Finding {
  const folder = existsSync(join(cwd, ".pawl")) ? join(cwd, ".pawl") : cwd;
  const finding = { what: "store", needed: true, unlocks: "Runs are kept there and gone on with: give this user the right to write." };
  try {
    accessSync(folder, constants.W_OK);
    return { ...finding, ok: true, found: `${folder} can be written` };
  } catch {
    return { ...finding, ok: false, found: `${folder} cannot be written` };
  }
}

function configuration(cwd: string): Finding {
  const path = findConfig(cwd);
  return {
    what: "configuration",
    ok: path !== null,
    needed: false,
    found: path ?? "none here or above",
    unlocks: '"pawl init" writes one, with a task to try.',
  };
}

function diskSpace(cwd: string): Finding {
  const { bavail, bsize } = statfsSync(cwd);
  const gigabytes = (bavail * bsize) / 1e9;
  const found = `${gigabytes.toFixed(1)} GB free`;
  return { what: "disk", ok: gigabytes >= 1, needed: false, found, unlocks: "1 GB holds a small model, its re-encoding and the store." };
}

function llama(cwd: string): Finding {
  const ok = isInstalled("node-llama-cpp", join(cwd, "pawl.config.ts")) || isInstalled("node-llama-cpp", import.meta.url);
  const unlocks = "npm install node-llama-cpp runs open-weight models in this process.";
  return { what: "node-llama-cpp", ok, needed: false, found: ok ? "installed" : "not installed", unlocks };
}

function workers(cwd: string): Finding {
  const from = [join(cwd, "pawl.config.ts"), import.meta.url];
  const ok = ["bullmq", "ioredis"].every((name) => from.some((place) => isInstalled(name, place)));
  const unlocks = "npm install bullmq ioredis runs evaluations on workers of several machines.";
  return { what: "bullmq, ioredis", ok, needed: false, found: ok ? "installed" : "not installed", unlocks };
}

async function redis(output: Output, { env, workers: named }: DoctorOptions): Promise<Finding> {
  const finding = { what: "Redis", needed: named !== undefined };
  const given = named ?? (env["PAWL_REDIS_URL"] ? "env" : undefined);
  const unlocks =
    "export PAWL_REDIS_URL=redis://host:6379, or pawl doctor --workers redis://host:6379: evaluations on workers of several machines.";
  if (given === undefined) return { ...finding, ok: false, found: "no address", unlocks };
  try {
    const { url, warning } = redisUrl(given, env);
    if (warning !== null) output.note(warning);
    const { advice, found, ok } = await pingRedis(url, PING_MS);
    return { ...finding, ok, found, unlocks: advice || unlocks };
  } catch (error) {
    if (!isPawlError(error)) throw error;
    return { ...finding, ok: false, found: "no usable address", unlocks: error.message.replace(/\nNothing was run\.$/, "") };
  }
}

function isInstalled(name: string, from: string): boolean {
  try {
    return findPackageJSON(name, from) !== undefined;
  } catch {
    return false;
  }
}

async function models(): Promise<Finding> {
  const all = await listModels();
  const there = all.filter(({ state }) => state === "present").map(({ entry }) => entry.name);
  const smallest = all.map(({ entry }) => entry).reduce((a, b) => (b.bytes < a.bytes ? b : a));
  const unlocks = `pawl models pull ${smallest.name} (${Math.round(smallest.bytes / 1e6)} MB) brings one.`;
  return {
    what: "models",
    ok: there.length > 0,
    needed: false,
    found: there.length > 0 ? there.join(", ") : `none in ${modelFolder()}`,
    unlocks,
  };
}

async function python(what: string, args: string, unlocks: string): Promise<Finding> {
  for (const command of ["python3", "python"]) {
    try {
      const { stdout } = await promisify(execFile)(command, args.split(" "), { timeout: 10_000 });
      return { what, ok: true, needed: false, found: stdout.trim().split(" from ")[0] ?? "", unlocks };
    } catch {}
  }
  return { what, ok: false, needed: false, found: "not found", unlocks };
}

function key(env: NodeJS.ProcessEnv): Finding {
  const ok = Boolean(env["OPENAI_API_KEY"]);
  const unlocks = "Hosted models: openaiModel({ model }) reads it.";
  return { what: "OPENAI_API_KEY", ok, needed: false, found: ok ? "set" : "not set", unlocks };
}
