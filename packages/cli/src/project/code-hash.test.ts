import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { codeHash } from "./code-hash.ts";

const files = {
  "pawl.config.ts": `import { answer } from "./src/answer.ts";\nimport config from "lib";\nexport default { ...config, answer };\n`,
  "src/answer.ts": `export { rule } from "./rule.ts";\nexport const answer = async () => (await import('./later.mjs')).default;\n`,
  "src/rule.ts": `import "./answer.ts";\nimport rows from "./rows.json" with { type: "json" };\nexport const rule = rows;\n`,
  "src/rows.json": "[1]",
  "src/later.mjs": "export default 1;\n",
  "src/unused.ts": "export const nothing = 1;\n",
  "node_modules/lib/package.json": `{"name":"lib","version":"1.0.0","main":"./index.js"}`,
  "node_modules/lib/index.js": "module.exports = {};\n",
};
const hashOf = (changed: { readonly [path: string]: string } = {}): string => {
  using project = scriptedProject({ ...files, ...changed });
  return codeHash(project.at("pawl.config.ts"));
};

it("is the same wherever the same files stand, in either kind of line ends", () => {
  const here = hashOf();
  expect(here).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf()).toBe(here);
  expect(hashOf({ "src/rule.ts": files["src/rule.ts"].replaceAll("\n", "\r\n") })).toBe(here);
});

it.each([
  ["the configuration", { "pawl.config.ts": `${files["pawl.config.ts"]}// changed\n` }, true],
  ["a file that it imports by another", { "src/rule.ts": `${files["src/rule.ts"]}// changed\n` }, true],
  ["data that are imported", { "src/rows.json": "[2]" }, true],
  ["a file that is imported later on", { "src/later.mjs": "export default 2;\n" }, true],
  ["the version of a package", { "node_modules/lib/package.json": files["node_modules/lib/package.json"].replace("1.0.0", "1.0.1") }, true],
  ["a file that nothing imports", { "src/unused.ts": "export const nothing = 2;\n" }, false],
  ["what is within a package of one version", { "node_modules/lib/index.js": "module.exports = { a: 1 };\n" }, false],
])("changes with %s: %#", (_what, changed, does) => {
  expect(hashOf(changed) !== hashOf()).toBe(does);
});

it("passes over what cannot be found: it is the loader that says so", () => {
  expect(hashOf({ "pawl.config.ts": `import "./gone.ts";\nimport "nowhere";\n` })).toMatch(/^[0-9a-f]{64}$/);
});

it("looks at the code of a linked package that has an entry for import alone", () => {
  const linked = (text: string): string => {
    using project = scriptedProject({
      "pawl.config.ts": `import { rule } from "rules/strict";\nexport default { rule };\n`,
      "packages/rules/package.json": `{"name":"rules","version":"1.0.0","exports":{"./strict":{"types":"./strict.d.ts","import":"./src/strict.ts"}}}`,
      "packages/rules/src/strict.ts": text,
      "node_modules/.keep": "",
    });
    symlinkSync(project.at("packages/rules"), project.at("node_modules/rules"));
    // In a process of its own: vitest finds what is for import alone where Node does not.
    const code = `import { codeHash } from ${JSON.stringify(new URL("code-hash.ts", import.meta.url))}; process.stdout.write(codeHash(process.argv[1]));`;
    const flags = ["--conditions=pawl-source", "--input-type=module", "-e", code];
    return execFileSync(process.execPath, [...flags, project.at("pawl.config.ts")], { encoding: "utf8", env: {} });
  };
  expect(linked("export const rule = 1;\n")).toBe(linked("export const rule = 1;\n"));
  expect(linked("export const rule = 2;\n")).not.toBe(linked("export const rule = 1;\n"));
});
