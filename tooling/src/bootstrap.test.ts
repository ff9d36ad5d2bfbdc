import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installProblem, isInstalled, nodeFor } from "../bootstrap/set-up.mjs";
import { ROOT } from "./root.ts";

describe("isInstalled", () => {
  const mark = (what: string, lock: string): string => JSON.stringify({ format: "pawl.set-up/1", what, lock });

  it.each([
    { there: mark("app", "a"), what: "app", covers: true },
    { there: mark("all", "a"), what: "app", covers: true },
    { there: mark("all", "a"), what: "all", covers: true },
    { there: mark("app", "a"), what: "all", covers: false },
    { there: mark("all", "b"), what: "all", covers: false },
    { there: null, what: "app", covers: false },
    { there: "", what: "app", covers: false },
    { there: '{"what":"app"', what: "app", covers: false },
    { there: "null", what: "app", covers: false },
  ])("says $covers for $what where the mark is $there", ({ there, what, covers }) => {
    expect(isInstalled(there, { what, lock: "a" })).toBe(covers);
  });
});

describe("installProblem", () => {
  const ended = (code: number, interrupted = false): ReturnType<typeof installProblem> =>
    installProblem({ code, output: "ERR_PNPM_X", interrupted });

  it("is none where the package manager ended with 0, also after a late Ctrl-C", () => {
    expect([ended(0), ended(0, true)]).toEqual([null, null]);
  });

  it.each([
    [130, false],
    [143, false],
    [1, true],
    [255, true],
  ])("is an interruption at exit %i, interrupted: %s", (code, interrupted) => {
    expect(ended(code, interrupted)).toMatchObject({ exit: 130, message: "" });
  });

  it("is a service out of reach otherwise, in the package manager's words and ours", () => {
    const problem = ended(1);
    expect(problem).toMatchObject({ exit: 69, code: "service.install-failed" });
    for (const part of ["ERR_PNPM_X", "failed (exit 1)", "run the command again"]) expect(problem?.message).toContain(part);
  });
});

describe("nodeFor", () => {
  const choice = (version: string, own: boolean): string | null =>
    nodeFor({ version, execPath: "/this/node", own: "/own/node", exists: () => own });

  it.each([
    ["24.0.0", true, "/this/node"],
    ["26.1.0", false, "/this/node"],
    ["22.18.0", true, "/own/node"],
    ["20.20.0", true, "/own/node"],
    ["20.20.0", false, null],
    // As numbers, not as texts.
    ["100.0.0", false, "/this/node"],
  ])("takes for Node %s, our own there: %s, %s", (version, own, expected) => {
    expect(choice(version, own)).toBe(expected);
  });
});

describe("npm start", () => {
  let clone = "";
  const at = (path: string): string => join(clone, path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };

  /** A clone whose package manager and flagship write down what they are asked. The package manager waits for `hold` to go, then ends as told. */
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), "pawl-bootstrap-"));
    cpSync(join(ROOT, "tooling/bootstrap"), at("tooling/bootstrap"), { recursive: true });
    for (const file of ["start-options.mjs", "clone-command.mjs"])
      cpSync(join(ROOT, "apps/support-desk/src", file), at(`apps/support-desk/src/${file}`));
    for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) cpSync(join(ROOT, file), at(file));
    const log = (who: string): string => `process.getBuiltinModule("node:fs").appendFileSync(${JSON.stringify(at("calls"))}, ${who});`;
    const pnpm = `#!${process.execPath}
if (process.argv[2] === "--version") { console.log("12.0.0"); process.exit(0); }
${log('"pnpm " + process.argv.slice(2).join(" ") + "\\n"')}
console.error("the package manager's own words");
const wait = () => process.getBuiltinModule("node:fs").existsSync(${JSON.stringify(at("hold"))}) ? setTimeout(wait, 10) : process.exit(Number(process.env.PNPM_EXIT ?? 0));
wait();
`;
    write("bin/pnpm", pnpm);
    chmodSync(at("bin/pnpm"), 0o755);
    write("apps/support-desk/package.json", '{"type":"commonjs"}');
    write(
      "apps/support-desk/src/start.ts",
      `${log('"app " + process.argv.slice(2).join(" ") + "\\n"')} process.exit(Number(process.env.APP_EXIT ?? 0));`,
    );
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  const calls = (): readonly string[] => (existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n") : []);
  const surroundings = (env: NodeJS.ProcessEnv = {}): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: clone,
    env: { PATH: at("bin"), HOME: clone, ...env },
  });
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): { exit: number | null; stdout: string; stderr: string } => {
    const ended = spawnSync(process.execPath, [at("tooling/bootstrap/start.mjs"), ...args], { encoding: "utf8", ...surroundings(env) });
    return { exit: ended.status, stdout: ended.stdout, stderr: ended.stderr };
  };

  it("installs what the flagship needs, once, and hands it the command line", () => {
    expect(start(["--quick"])).toMatchObject({
      exit: 0,
      stdout: "",
      stderr: expect.stringMatching(/^set-up {4}installing .*\n.*packages installed/),
    });
    expect(calls()).toEqual([
      "pnpm install --frozen-lockfile --prefer-offline --prod --filter pawl-monorepo --filter @pawl/support-desk...",
      "app --quick",
    ]);
    expect(start(["--json"], { APP_EXIT: "69" })).toMatchObject({ exit: 69, stderr: "" });
    expect(calls().slice(2)).toEqual(["app --json"]);
  });

  it("installs again where the lockfile is another", () => {
    start([]);
    writeFileSync(at("pnpm-lock.yaml"), "lockfileVersion: '9.0'\n");
    start([]);
    expect(calls().filter((call) => call.startsWith("pnpm"))).toHaveLength(2);
  });

  it.each([[["--nope"]], [["--task", "intke"]], [["--model", "smollm"]]])("tells %j before anything is installed", (args) => {
    expect(start(args)).toMatchObject({ exit: 64, stdout: "", stderr: expect.stringContaining("Nothing was installed") });
    expect(calls()).toEqual([]);
  });

  it("gives help before anything is installed", () => {
    expect(start(["--help"])).toMatchObject({ exit: 0, stdout: expect.stringContaining("--task intake|triage"), stderr: "" });
    expect(calls()).toEqual([]);
  });

  it("is not set up where installing failed, says so, and is one document under --json", () => {
    const { exit, stdout, stderr } = start(["--json"], { PNPM_EXIT: "1" });
    expect(exit).toBe(69);
    expect(stderr).toContain("the package manager's own words");
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "service.install-failed" }, exit: 69 });
    expect(start(["--quiet"])).toEqual({ exit: 0, stdout: "", stderr: "" });
    expect(calls().filter((call) => call.startsWith("pnpm"))).toHaveLength(2);
  });

  it("ends with 130 after Ctrl-C, whatever the package manager makes of it", async () => {
    write("hold", "");
    const child: ChildProcess = spawn(process.execPath, [at("tooling/bootstrap/start.mjs")], {
      stdio: "ignore",
      ...surroundings({ PNPM_EXIT: "1" }),
    });
    const ended = once(child, "close");
    await written(at("calls"));
    child.kill("SIGINT");
    rmSync(at("hold"));
    expect(await ended).toEqual([130, null]);
    expect(existsSync(at("node_modules/.pawl-set-up.json"))).toBe(false);
  });
});

/** Resolves once the file is there. */
function written(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), look);
    function look(): void {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    }
    look();
  });
}
