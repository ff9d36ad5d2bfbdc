import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { listModels, modelFolder } from "@pawl/local";
import type { Output } from "../output.ts";

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What it would unlock, where it is missing. */
  readonly unlocks: string;
}

export interface DoctorOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Looks at what Pawl can use on this machine; asks no network. Returns the findings, needed ones first. */
export async function doctor(output: Output, options: DoctorOptions): Promise<readonly Finding[]> {
  const findings = [
    nodeVersion(),
    diskSpace(options.cwd),
    writable(options.cwd),
    llama(options.cwd),
    await models(),
    await pip(),
    key(options.env),
  ];
  output.document(findings);
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, ok, found, unlocks } of findings) {
    output.print(
      `${ok ? output.style("green", "ok") : output.style("yellow", "--")}  ${what.padEnd(width)}  ${found}${ok || unlocks === "" ? "" : `\n    ${"".padEnd(width)}  ${unlocks}`}`,
    );
  }
  return findings;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 22 || (major === 22 && minor >= 18);
  return { what: "Node", ok, found: process.versions.node, unlocks: "Node 22.18 or newer runs pawl.config.ts as it is." };
}

function diskSpace(cwd: string): Finding {
  const { bavail, bsize } = statfsSync(cwd);
  const gigabytes = (bavail * bsize) / 1e9;
  return {
    what: "disk",
    ok: gigabytes >= 1,
    found: `${gigabytes.toFixed(1)} GB free`,
    unlocks: "A small model and its re-encoding take .3 GB.",
  };
}

function writable(cwd: string): Finding {
  const folder = existsSync(join(cwd, ".pawl")) ? join(cwd, ".pawl") : cwd;
  try {
    accessSync(folder, constants.W_OK);
    return { what: "store", ok: true, found: `${folder} can be written`, unlocks: "" };
  } catch {
    return {
      what: "store",
      ok: false,
      found: `${folder} cannot be written`,
      unlocks: "Runs could be kept and gone on with: give this user the right to write there.",
    };
  }
}

function llama(cwd: string): Finding {
  const found = findPackageJSON("node-llama-cpp", join(cwd, "pawl.config.ts")) !== undefined;
  return {
    what: "node-llama-cpp",
    ok: found,
    found: found ? "installed" : "not installed",
    unlocks: "npm install node-llama-cpp runs open-weight models in this process.",
  };
}

async function models(): Promise<Finding> {
  const there = (await listModels()).filter(({ state }) => state === "present").map(({ entry }) => entry.name);
  const found = there.length > 0 ? there.join(", ") : `none in ${modelFolder()}`;
  return { what: "models", ok: there.length > 0, found, unlocks: "pawl models pull smollm2-135m-instruct (98 MB) brings one." };
}

async function pip(): Promise<Finding> {
  for (const [command, ...args] of [["pip"], ["pip3"], ["python3", "-m", "pip"]] as const) {
    try {
      const { stdout } = await promisify(execFile)(command, [...args, "--version"], { timeout: 10_000 });
      return { what: "pip", ok: true, found: stdout.trim().split(" from ")[0] ?? "", unlocks: "" };
    } catch {}
  }
  return {
    what: "pip",
    ok: false,
    found: "not found",
    unlocks: "Where no model hub answers, models can come from a package mirror through pip.",
  };
}

function key(env: NodeJS.ProcessEnv): Finding {
  const set = Boolean(env["OPENAI_API_KEY"]);
  return { what: "OPENAI_API_KEY", ok: set, found: set ? "set" : "not set", unlocks: "Hosted models: openaiModel({ model }) reads it." };
}
