import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startCli } from "./cli-process.ts";

const TESTS = join(import.meta.dirname, "../..");

it("what init writes typechecks, loads and is planned for", async () => {
  // Within this package, so that the imports resolve as they do after npm install.
  const folder = mkdtempSync(join(TESTS, ".pawl-starter-"));
  try {
    expect((await startCli(["init", ".", "--yes"], { cwd: folder }).ended).exit).toBe(0);
    const compilerOptions = { isolatedDeclarations: false, declaration: false, noEmit: true };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(TESTS, "../tsconfig.base.json"), compilerOptions, include: ["**/*.ts"] }),
    );
    const { status, stdout } = spawnSync("tsc", ["-p", "."], { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
    const planned = await startCli(["plan", "sort", "--json"], { cwd: folder }).ended;
    expect(JSON.parse(planned.stdout)).toMatchObject({ task: "sort", dev: 6 });
    expect(readFileSync(join(folder, "data/sort.jsonl"), "utf8").trim().split("\n")).toHaveLength(20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
