/** What importing a built package costs over bare Node, and its size: `<package>.ms` (median of 15 pairs) and `<package>.minifiedBytes`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { printResult } from "./_machine.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const BIN = join(ROOT, "node_modules", ".bin");
const PACKAGES: readonly (readonly [name: string, folder: string])[] = [
  ["core", "base/core"],
  ["stats", "base/stats"],
  ["policy", "base/policy"],
  ["data", "base/data"],
  ["prompt", "app/prompt"],
  ["retrieval", "app/retrieval"],
  ["eval", "app/eval"],
  ["ladder", "app/ladder"],
  ["inference", "model/inference"],
  ["local", "model/local"],
  ["store", "infra/store"],
];
const PAIRS = 15;

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, PATH: `${BIN}:${process.env["PATH"]}`, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

function timed(code: string): number {
  const startedAt = performance.now();
  run(process.execPath, ["--input-type=module", "-e", code]);
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

run("turbo", ["run", "build", "--output-logs=errors-only"]);
const sizes: readonly { readonly name: string; readonly size: number }[] = JSON.parse(run("size-limit", ["--json"]));
const metrics: { [metric: string]: number } = {};
for (const [name, folder] of PACKAGES) {
  const url = pathToFileURL(join(ROOT, "packages", folder, "dist", "index.js")).href;
  const extra = Array.from({ length: PAIRS }, () => timed(`await import(${JSON.stringify(url)})`) - timed(""));
  metrics[`${name}.ms`] = Math.round(median(extra) * 10) / 10;
  metrics[`${name}.minifiedBytes`] = sizes.find((entry) => entry.name === `@pawl/${name}`)?.size ?? Number.NaN;
  process.stderr.write(`${name}: ${metrics[`${name}.ms`]} ms, ${metrics[`${name}.minifiedBytes`]} bytes\n`);
}
printResult("import", metrics);
