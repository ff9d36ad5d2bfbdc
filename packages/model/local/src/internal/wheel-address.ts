import { spawn } from "node:child_process";
import type { Environment } from "../model-folder.ts";

export type WheelAddress = { readonly url: string; readonly sha256: string | null };

const COMMANDS: readonly (readonly string[])[] = [["pip"], ["pip3"], ["python3", "-m", "pip"]];
const LONGEST_MS = 120_000;

/** Returns where pip would take a wheel from: its index, mirror and proxy settings are the user's own. Tries `pip`, `pip3`, `python3 -m pip`. @throws Error with what each said */
export async function wheelAddress(
  wheel: { readonly name: string; readonly version: string },
  options: { readonly env: Environment; readonly abortSignal?: AbortSignal | undefined },
): Promise<WheelAddress> {
  const said: string[] = [];
  for (const [command = "", ...first] of COMMANDS) {
    const ask = [
      ...first,
      "install",
      "--dry-run",
      "--no-deps",
      "--ignore-installed",
      "--quiet",
      "--report",
      "-",
      `${wheel.name}==${wheel.version}`,
    ];
    try {
      return addressIn(await output(command, ask, options));
    } catch (error) {
      if (options.abortSignal?.aborted) throw options.abortSignal.reason;
      said.push(`${[command, ...first].join(" ")}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(said.join("; "));
}

function addressIn(report: string): WheelAddress {
  const parsed: unknown = JSON.parse(report);
  const info = field(field(field(parsed, "install"), "0"), "download_info");
  const url = field(info, "url");
  if (typeof url !== "string") throw new Error("the report names no address");
  const hash = field(field(field(info, "archive_info"), "hashes"), "sha256");
  return { url, sha256: typeof hash === "string" ? hash : null };
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;
}

function output(
  command: string,
  args: readonly string[],
  options: { readonly env: Environment; readonly abortSignal?: AbortSignal | undefined },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...options.env, PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1" };
    // Not `timeout`: where the program is not there, Node keeps that timer, and the process alive with it.
    const signal = AbortSignal.any([AbortSignal.timeout(LONGEST_MS), ...(options.abortSignal ? [options.abortSignal] : [])]);
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], signal });
    const out: Buffer[] = [];
    let told = "";
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      told = `${told}${chunk.toString()}`.slice(-2000);
    });
    child.once("error", (error) => reject("code" in error && error.code === "ENOENT" ? new Error("not installed") : error));
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(told.match(/ERROR: .*/)?.[0] ?? `exit code ${code}`));
    });
  });
}
