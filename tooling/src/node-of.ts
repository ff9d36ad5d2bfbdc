import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";
import { runStep } from "./run-step.ts";

/** Returns the path of a Node of exactly this version, installed from the package registry where this one is another. @throws Error where it cannot be had. */
export function nodeOf(version: string, folder: string): string {
  if (process.versions.node === version) return process.execPath;
  const own = join(ROOT, "node_modules", ".bin", "node");
  if (existsSync(own) && runStep(own, ["--version"]).output.trim() === `v${version}`) return own;
  const home = join(folder, `node-${version}`);
  const node = join(home, "node_modules", `node-linux-${process.arch}`, "bin", "node");
  if (existsSync(node)) return node;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), "{}");
  const got = runStep("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `node-linux-${process.arch}@${version}`], {
    cwd: home,
  });
  if (!existsSync(node)) throw new Error(`Node ${version} could not be installed:\n${got.output}`);
  return node;
}
