/**
 * `eval-overhead`: seconds from process start to exit for 1,000 cases that do nothing, scored by `exact` and kept in SQLite (median of 3, built packages).
 * `--peers` measures vitest-evals, evalite and promptfoo in the same run, each installed by npm into a temporary folder; `--keep FOLDER` installs there and finds it again.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PEERS, type Peer } from "./_eval-overhead-peers.ts";

const RUNS = 3;
const INSTALL_MS = 8 * 60_000;
const RUN_MS = 2 * 60_000;

const { values: asked } = parseArgs({ options: { peers: { type: "boolean" }, keep: { type: "string" } } });
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "pawl-eval-overhead-"));

interface Ended {
  readonly seconds: number;
  readonly code: number | null;
  readonly tail: string;
}

async function timed(
  args: readonly string[],
  cwd: string,
  options: { readonly node?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(options.node ?? process.execPath, args, {
    cwd,
    env: { ...process.env, ...options.env, CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: RUN_MS,
  });
  let tail = "";
  const keep = (chunk: Buffer): void => {
    tail = (tail + chunk.toString()).slice(-2_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { seconds: (performance.now() - begun) / 1_000, code, tail };
}

/** The median of the runs' seconds. */
async function median(run: (i: number) => Promise<Ended>): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const ended = await run(i);
    if (ended.code !== 0) throw new Error(`ended with ${ended.code}: ${ended.tail.trim().slice(-600)}`);
    seconds.push(ended.seconds);
  }
  process.stderr.write(`  ${seconds.map((each) => each.toFixed(2)).join(", ")} s\n`);
  return Number((seconds.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN).toFixed(3));
}

/** The machine's own Node, first in the path outside this repository: what npm builds native code for. Ours where there is none. */
function machineNode(): string {
  const folders = (process.env["PATH"] ?? "").split(":").filter((path) => path !== "" && !path.startsWith(root));
  return folders.map((path) => join(path, "node")).find((file) => existsSync(file)) ?? process.execPath;
}

async function peerSeconds(peer: Peer): Promise<number | null> {
  const cwd = join(asked.keep ?? folder, peer.name);
  mkdirSync(cwd, { recursive: true });
  const node = peer.native ? machineNode() : process.execPath;
  const env = { ...process.env, ...peer.env, PATH: `${dirname(node)}:${process.env["PATH"] ?? ""}` };
  process.stderr.write(`${peer.name}, by ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()}:\n`);
  try {
    if (!existsSync(join(cwd, "node_modules", peer.install[0] ?? ""))) {
      // Newer npm runs no install script that is not allowed by name; evalite's store is a native build.
      const allowScripts = { "better-sqlite3": true, esbuild: true };
      const manifest = { name: "bench", version: "0.0.0", private: true, type: "module", allowScripts };
      writeFileSync(join(cwd, "package.json"), JSON.stringify(manifest));
      const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", ...peer.install], {
        cwd,
        encoding: "utf8",
        timeout: INSTALL_MS,
        env,
      });
      if (npm.status !== 0) throw new Error(`npm install ended with ${npm.status ?? npm.signal}: ${npm.stderr.trim().slice(-600)}`);
    }
    for (const [path, text] of Object.entries(peer.files)) writeFileSync(join(cwd, path), text);
    const home = join(folder, "home", peer.name);
    mkdirSync(home, { recursive: true });
    return await median(() => timed(peer.command, cwd, { node, env: { ...env, PROMPTFOO_CONFIG_DIR: home } }));
  } catch (error) {
    process.stderr.write(`  not measured: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

try {
  const turbo = spawnSync(join(root, "node_modules", ".bin", "turbo"), ["run", "build", "--filter=@pawl/eval", "--filter=@pawl/store"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (turbo.status !== 0) throw new Error(`The packages could not be built: ${turbo.stdout.slice(-1_500)}${turbo.stderr.slice(-500)}`);
  process.stderr.write("pawl:\n");
  const metrics: { [metric: string]: number | null } = {
    seconds: await median((i) => timed([join(here, "_eval-overhead-run.ts"), join(folder, `store-${i}.db`)], here)),
  };
  if (asked.peers) for (const peer of PEERS) metrics[`peers.${peer.name}.seconds`] = await peerSeconds(peer);
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  process.stdout.write(`${JSON.stringify({ bench: "eval-overhead", metrics, machine })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
