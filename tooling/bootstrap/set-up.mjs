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
 * TypeScript. Gives the path of that Node. A second run does nothing and needs no network.
 */
export async function setUp(what) {
  const started = Date.now();
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "pnpm-lock.yaml")))
    .update(readFileSync(join(ROOT, "pnpm-workspace.yaml")))
    .digest("hex");
  if (!installed(what, lock)) {
    process.stderr.write(`set-up    installing ${what === "app" ? "what the flagship needs" : "everything"} …\n`);
    await install(what);
    mkdirSync(dirname(MARK), { recursive: true });
    writeFileSync(MARK, JSON.stringify({ format: "pawl.set-up/1", what, lock }));
    say("packages installed", started);
  }
  return nodeForTypeScript();
}

/** One line for each step with its time, for people; never on stdout, which belongs to the command. */
export function say(step, startedAt) {
  process.stderr.write(`set-up    ${step.padEnd(24)} ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

function installed(what, lock) {
  if (!existsSync(MARK)) return false;
  try {
    const mark = JSON.parse(readFileSync(MARK, "utf8"));
    return mark.lock === lock && (mark.what === "all" || mark.what === what);
  } catch {
    return false;
  }
}

async function install(what) {
  const wanted = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).packageManager;
  const args = ["install", "--frozen-lockfile", "--prefer-offline", ...(what === "app" ? APP : [])];
  const pnpm = await pnpmOnPath(wanted.split("@")[1]);
  // Without --prefer-offline npx asks the registry first and hangs for a minute where there is none.
  const [command, ...before] = pnpm ?? ["npx", "--prefer-offline", "-y", "-p", wanted, "--", "pnpm"];
  const { code, output } = await runChild(command, [...before, ...args], {
    cwd: ROOT,
    env: { ...childEnv(ROOT), CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (code === 0) return;
  if (code === 130 || code === 143) process.exit(130);
  process.stderr.write(`${output}\nInstalling the packages failed (exit ${code}); the lines above are the package manager's own words.\n`);
  process.stderr.write(
    "Check that the package registry can be reached and that the disk has 500 MB free, then run the command again: it goes on where it was.\n",
  );
  process.exit(69);
}

async function pnpmOnPath(version) {
  try {
    const { code, output } = await runChild("pnpm", ["--version"], { cwd: "/", env: childEnv(ROOT), stdio: ["ignore", "pipe", "ignore"] });
    return code === 0 && output.trim().split(".")[0] === version.split(".")[0] ? ["pnpm"] : null;
  } catch {
    return null;
  }
}

/** Our sources need Node 24 (22 strips types but does not know `using`); an older one gets the Node 24 that the dependencies brought. */
export function nodeForTypeScript() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const own = join(ROOT, "node_modules", ".bin", "node");
  if (existsSync(own)) return own;
  process.stderr.write(
    `Node ${process.versions.node} is too old to run our sources, and the Node 24 that belongs to this project is not there for ${process.platform}-${process.arch}.\n`,
  );
  process.stderr.write("Install Node 24 or newer and run the command again.\n");
  process.exit(64);
}
