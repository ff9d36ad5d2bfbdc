import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv, runChild } from "./run-child.mjs";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MARK = join(ROOT, "node_modules", ".pawl-set-up.json");
const APP = ["--prod", "--filter", "pawl-monorepo", "--filter", "@pawl/support-desk..."];

/**
 * Brings what the command needs: the dependencies of the flagship (`app`) or of everything (`all`), and a Node that runs
 * TypeScript. Gives the path of that Node. A second run does nothing and needs no network. Where it cannot, it says why and ends the process:
 * with `json` as one document, too; `quiet` leaves out what goes well.
 */
export async function setUp(what, { json = false, quiet = false } = {}) {
  const started = Date.now();
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "pnpm-lock.yaml")))
    .update(readFileSync(join(ROOT, "pnpm-workspace.yaml")))
    .digest("hex");
  if (!isInstalled(existsSync(MARK) ? readFileSync(MARK, "utf8") : null, { what, lock })) {
    if (!quiet) process.stderr.write(`set-up    installing ${what === "app" ? "what the flagship needs" : "everything"} …\n`);
    const problem = installProblem(await install(what));
    if (problem) end(problem, json);
    mkdirSync(dirname(MARK), { recursive: true });
    writeFileSync(MARK, JSON.stringify({ format: "pawl.set-up/1", what, lock }));
    if (!quiet) process.stderr.write(`set-up    ${"packages installed".padEnd(24)} ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  }
  return nodeForTypeScript({ json });
}

/** Whether the mark of an earlier set-up, null where there is none, covers what is wanted now. */
export function isInstalled(mark, { what, lock }) {
  try {
    const found = JSON.parse(mark);
    return found !== null && found.lock === lock && (found.what === "all" || found.what === what);
  } catch {
    return false;
  }
}

/** What an ended package manager means: null where it did its work, else the exit code, the error's code and what to say. */
export function installProblem({ code, output, interrupted }) {
  if (code === 0) return null;
  // Package managers end with codes of their own after Ctrl-C.
  if (interrupted || code === 130 || code === 143) return { exit: 130, code: null, message: "" };
  return {
    exit: 69,
    code: "service.install-failed",
    message: `${output}
Installing the packages failed (exit ${code}); the lines above are the package manager's own words.
Check that the package registry can be reached and that the disk has 500 MB free, then run the command again: it goes on where it was.`,
  };
}

/** Our sources need Node 24 (22 strips types but does not know `using`): this one, or else the one that the dependencies brought; null where neither is there. */
export function nodeFor({ version, execPath, own, exists = existsSync }) {
  if (Number(version.split(".")[0]) >= 24) return execPath;
  return exists(own) ? own : null;
}

/** Gives the path of a Node that runs our sources; where there is none, says so and ends the process. */
export function nodeForTypeScript({ json = false } = {}) {
  const version = process.versions.node;
  const node = nodeFor({ version, execPath: process.execPath, own: join(ROOT, "node_modules", ".bin", "node") });
  if (node !== null) return node;
  const message = `Node ${version} is too old to run our sources, and the Node 24 that belongs to this project is not there for ${process.platform}-${process.arch}.
Install Node 24 or newer and run the command again.`;
  return end({ exit: 64, code: "use.node-too-old", message }, json);
}

function end({ exit, code, message }, json) {
  if (message) process.stderr.write(`${message}\n`);
  if (json && code) process.stdout.write(`${JSON.stringify({ error: { code, message }, exit }, null, 2)}\n`);
  process.exit(exit);
}

async function install(what) {
  const wanted = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).packageManager;
  const args = ["install", "--frozen-lockfile", "--prefer-offline", ...(what === "app" ? APP : [])];
  const pnpm = await pnpmOnPath(wanted.split("@")[1]);
  // Without --prefer-offline npx asks the registry first and hangs for a minute where there is none.
  const [command, ...before] = pnpm ?? ["npx", "--prefer-offline", "-y", "-p", wanted, "--", "pnpm"];
  return runChild(command, [...before, ...args], { cwd: ROOT, env: { ...childEnv(ROOT), CI: "true" }, stdio: ["ignore", "pipe", "pipe"] });
}

async function pnpmOnPath(version) {
  try {
    const stdio = ["ignore", "pipe", "ignore"];
    const { code, output, interrupted } = await runChild("pnpm", ["--version"], { cwd: "/", env: childEnv(ROOT), stdio });
    if (interrupted) process.exit(130);
    return code === 0 && output.trim().split(".")[0] === version.split(".")[0] ? ["pnpm"] : null;
  } catch {
    return null;
  }
}
