import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DEFAULT_ANSWERS, starterFiles } from "../init/starter-files.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { init } from "./init.ts";

const unasked = async (): Promise<never> => {
  throw new Error("it asked");
};
const folder = (): string => mkdtempSync(join(tmpdir(), "pawl-init-"));

it("writes a configuration, a task, 20 examples and a manifest without asking", async () => {
  const where = folder();
  await init(recordingOutput(), { folder: where, yes: true, ask: unasked });
  expect(readFileSync(join(where, "data/sort.jsonl"), "utf8").trim().split("\n")).toHaveLength(20);
  expect(JSON.parse(readFileSync(join(where, "package.json"), "utf8")).dependencies.pawl).toBe("^0.1.0");
  expect(readFileSync(join(where, "pawl.config.ts"), "utf8")).toContain('from "./tasks/sort.ts"');
});

it("writes nothing where one of its files is there", async () => {
  const where = folder();
  writeFileSync(join(where, "pawl.config.ts"), "mine");
  await expect(init(recordingOutput(), { folder: where, yes: true, ask: unasked })).rejects.toMatchObject({ code: "use.init-not-empty" });
  expect(existsSync(join(where, "package.json"))).toBe(false);
  expect(readFileSync(join(where, "pawl.config.ts"), "utf8")).toBe("mine");
});

it("names the task by an identifier where its name has hyphens", () => {
  const files = starterFiles({ ...DEFAULT_ANSWERS, task: "sort-mail" });
  expect(files.get("tasks/sort-mail.ts")).toContain("export const sortMail = defineTask");
});

it("writes a hosted model where that is asked for, and its package instead of the local one", () => {
  const files = starterFiles({ ...DEFAULT_ANSWERS, model: "openai", modelName: "gpt-5-mini" });
  expect(files.get("pawl.config.ts")).toContain('openaiModel({ model: "gpt-5-mini" })');
  expect(Object.keys(JSON.parse(files.get("package.json") ?? "").dependencies)).toEqual([
    "@pawl/core",
    "@pawl/eval",
    "@pawl/inference",
    "pawl",
    "zod",
  ]);
});
