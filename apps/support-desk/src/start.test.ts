import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pawl-start-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `npm start` as its bootstrap calls it, with an empty cache and no place that serves a model. */
function start(...args: string[]): { readonly exit: number | null; readonly stdout: string; readonly stderr: string } {
  const nowhere = "http://127.0.0.1:1";
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=pawl-source", join(import.meta.dirname, "start.ts"), ...args],
    { encoding: "utf8", env: { PATH: join(folder, "bin"), HOME: folder, PAWL_CACHE_DIR: join(folder, "cache"), HF_ENDPOINT: nowhere } },
  );
  return { exit: status, stdout, stderr };
}

it("refuses a wrong command line in three parts, with exit 64 and without a stack", () => {
  const { exit, stdout, stderr } = start("--nope");
  expect({ exit, stdout }).toEqual({ exit: 64, stdout: "" });
  expect(stderr).toBe(
    '✗ npm start has no option "--nope".\nNothing was installed, pulled or run. `npm start -- --help` shows what it takes.\n',
  );
  expect(existsSync(join(folder, "cache"))).toBe(false);
});

it("is one document under --json where the command line is wrong, and where the model cannot be pulled", () => {
  expect(JSON.parse(start("--json", "--task", "intke").stdout)).toMatchObject({ error: { code: "use.command-line" }, exit: 64 });
  const pulled = start("--json");
  expect(JSON.parse(pulled.stdout)).toMatchObject({ error: { code: expect.stringMatching(/^service\./) }, exit: 69 });
  expect(pulled.exit).toBe(69);
});

it("says nothing under --quiet but why it failed", () => {
  const { exit, stdout, stderr } = start("--quiet");
  expect({ exit, stdout }).toEqual({ exit: 69, stdout: "" });
  expect(stderr).toMatch(/^✗ /);
});
