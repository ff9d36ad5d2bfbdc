import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";

const TESTS = join(import.meta.dirname, "../..");
const ROOT = join(TESTS, "..");
// Within this package, so that imports resolve as they do after npm install.
const folder = mkdtempSync(join(TESTS, ".pawl-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the example of each README typechecks: check:pack only runs it", () => {
  const readmes = ["README.md", ...globSync("packages/{*,*/*}/README.md", { cwd: ROOT })];
  expect(readmes.length).toBeGreaterThan(12);
  for (const readme of readmes) {
    const example = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync(join(ROOT, readme), "utf8"))?.[1] ?? "";
    expect(example, readme).not.toBe("");
    writeFileSync(join(folder, `${basename(dirname(join(ROOT, readme)))}.ts`), example);
  }
  // The one package that no test here combines with others.
  const paths = { "@pawl/policy": [join(ROOT, "packages/base/policy/src/index.ts")] };
  const compilerOptions = { isolatedDeclarations: false, declaration: false, noEmit: true, paths };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(ROOT, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] }),
  );
  const { status, stdout } = spawnSync("tsc", ["-p", "."], { cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
