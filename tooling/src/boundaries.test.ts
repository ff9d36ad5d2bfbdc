import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ROOT } from "./root.ts";
import { runStep } from "./run-step.ts";

const BASE = ["@pawl/core", "@pawl/stats", "@pawl/policy", "@pawl/data"];

/** The arrows of the architecture: all that a package may import of ours. */
const ALLOWED: { readonly [name: string]: readonly string[] } = {
  "@pawl/core": [],
  "@pawl/stats": ["@pawl/core"],
  "@pawl/policy": ["@pawl/core"],
  "@pawl/data": ["@pawl/core", "@pawl/stats"],
  "@pawl/prompt": BASE,
  "@pawl/retrieval": BASE,
  "@pawl/eval": BASE,
  "@pawl/ladder": [...BASE, "@pawl/eval", "@pawl/prompt"],
  "@pawl/inference": BASE,
  "@pawl/local": BASE,
  "@pawl/store": BASE,
  "@pawl/compute": BASE,
  "@pawl/tooling": [],
};

const manifests = globSync(["packages/{base,app,model,infra}/*/package.json", "{packages/cli,apps/*,tests,tooling}/package.json"], {
  cwd: ROOT,
});
const folderOf = new Map(manifests.map((path) => [nameIn(join(ROOT, path)), dirname(path)]));
const names = [...folderOf.keys()].sort();

/** The workspace without its sources: what the checker needs to see arrows that are declared. */
let copy = "";
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "pawl-boundaries-"));
  for (const file of ["package.json", "turbo.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"]) cpSync(join(ROOT, file), join(copy, file));
  for (const folder of folderOf.values()) {
    mkdirSync(join(copy, folder), { recursive: true });
    for (const file of ["package.json", "turbo.json"]) cpSync(join(ROOT, folder, file), join(copy, folder, file));
  }
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

function nameIn(path: string): string {
  return JSON.parse(readFileSync(path, "utf8")).name;
}

/** The checker's own words on one line, its frames and line breaks taken out. */
function check(cwd: string): { readonly ok: boolean; readonly said: string } {
  const { ok, output } = runStep("turbo", ["boundaries", "--no-color"], { cwd });
  return { ok, said: output.replace(/\s*\|?\s+/g, " ").replace(/\/ /g, "/") };
}

it("passes for the workspace as it is, and for the copy", () => {
  for (const folder of [ROOT, copy]) expect(check(folder)).toMatchObject({ ok: true, said: expect.stringContaining("no issues found") });
});

it("knows every package that may be imported", () => {
  expect(names.filter((name) => !(name in ALLOWED))).toEqual(["@pawl/support-desk", "@pawl/tests", "pawl"]);
});

it.each(Object.keys(ALLOWED))("refuses every forbidden arrow out of %s, and no other", (from) => {
  const path = join(copy, folderOf.get(from) ?? "", "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const others = names.filter((name) => name !== from);
  const declared = Object.fromEntries(others.map((name) => [name, "workspace:^"]));
  writeFileSync(path, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...declared } }));
  const { ok, said } = check(copy);
  expect(ok).toBe(false);
  const refused = others.filter((name) => said.includes(`Package \`${name}\` found without any tag listed in allowlist for \`${from}\``));
  const free = [...(ALLOWED[from] ?? []), "@pawl/tooling"];
  expect(refused).toEqual(others.filter((name) => !free.includes(name)));
});

it.each([
  ["a package that is not declared", 'import "@pawl/eval";\n', "cannot import package `@pawl/eval`"],
  ["a file of another package", 'import "../../eval/src/index.ts";\n', "leaves the package"],
])("refuses an import of %s", (_, line, told) => {
  for (const [folder, text] of [
    ["packages/app/eval/src", "export {};\n"],
    ["packages/app/retrieval/src", line],
  ] as const) {
    mkdirSync(join(copy, folder));
    writeFileSync(join(copy, folder, "index.ts"), text);
  }
  expect(check(copy)).toMatchObject({ ok: false, said: expect.stringContaining(told) });
});
