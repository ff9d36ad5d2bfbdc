import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isPawlError } from "@pawl/core";
import { expect, it } from "vitest";
import { loadConfig } from "./load-config.ts";

const folderWith = (text?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-config-"));
  if (text !== undefined) writeFileSync(join(folder, "pawl.config.mjs"), text);
  return folder;
};

async function failure(text?: string): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await loadConfig(undefined, folderWith(text));
  } catch (error) {
    if (isPawlError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it loaded");
}

it("says that there is no configuration and how to write one", async () => {
  const { code, message } = await failure();
  expect(code).toBe("use.config-missing");
  expect(message).toContain("pawl init");
});

it("names the file whose syntax is wrong", async () => {
  const { code, message } = await failure("export default {");
  expect(code).toBe("use.config-broken");
  expect(message).toContain("pawl.config.mjs");
});

it("says what to set where the package is CommonJS, as npm init makes it", async () => {
  const folder = folderWith('import { createRequire } from "node:module";\nexport default createRequire(import.meta.url)("./task.cjs");');
  writeFileSync(join(folder, "task.cjs"), 'import "node:fs";\nexport default {};');
  await expect(loadConfig(undefined, folder)).rejects.toMatchObject({
    code: "use.config-broken",
    message: expect.stringContaining("npm pkg set type=module"),
  });
});

it("reports every mistake of a configuration together, with the nearest name", async () => {
  const task = '{ name: "triage", hash: "0" }';
  const { code, message } = await failure(
    `const task = ${task}; export default { tasks: { a: { task, dataset: 1, scorers: [] }, b: { task, dataset: "x", scorers: [{ name: "x", hash: "0", direction: "higher", scale: "share", score() {} }] } }, modles: [], models: "x" };`,
  );
  expect(code).toBe("use.config-invalid");
  for (const part of ['did you mean "models"', "tasks.a.dataset", "tasks.a.scorers", 'both the task "triage"', '"models" must be a list'])
    expect(message).toContain(part);
});

it("finds the configuration in a folder above", async () => {
  const folder = folderWith(
    'export default { tasks: { a: { task: { name: "a", hash: "0" }, dataset: "x", scorers: [{ name: "x", hash: "0", direction: "higher", scale: "share", score() {} }] } }, models: [{ ref: { id: "x" }, generate() {} }] };',
  );
  const below = join(folder, "src", "deep");
  mkdirSync(below, { recursive: true });
  expect((await loadConfig(undefined, below)).path).toBe(join(folder, "pawl.config.mjs"));
});

it("says at which line of the configuration its own code fails", async () => {
  const { code, message } = await failure("const none = undefined;\nexport default { tasks: none.x };");
  expect(code).toBe("use.config-broken");
  expect(message).toMatch(/thrown by your own code, at .*pawl\.config\.mjs:2:\d+/);
});

it("names what a scorer lacks, and what a data set does not have", async () => {
  const { message } = await failure(
    'const task = { name: "a", hash: "0" }; export default { models: () => null, tasks: { a: { task, dataset: { path: { tset: "x" }, delimter: ";" }, scorers: [{ name: "x", scale: "percent", score() {} }, 5] } } };',
  );
  for (const part of [
    'tasks.a.dataset has no field "delimter"; did you mean "delimiter"?',
    'tasks.a.dataset.path has no field "tset"; did you mean "test"?',
    'tasks.a.scorers[0] "x" is no scorer: it needs a hash, a text that changes with its code and settings; a direction, "higher" or "lower" (got nothing); a scale, "binary", "share" or "real" (got "percent")',
    "tasks.a.scorers[1] must be a scorer, as label() of @pawl/eval returns; got a number",
  ])
    expect(message).toContain(part);
});
