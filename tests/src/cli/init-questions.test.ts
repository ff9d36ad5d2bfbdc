import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { startCli } from "./cli-process.ts";
import { inTerminal } from "./in-terminal.ts";

const PROJECT = "What is the project called?";
const TASK = "What is its first task called?";
const WHERE = "Where does the model run?";
const MODEL = "Which model?";
const ENTER = "\r";
const DOWN = "\u001b[B";
const ERASED = "\u007f".repeat(6);

function emptyFolder(): { readonly folder: string; readonly [Symbol.dispose]: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "pawl-asked-"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Answers the questions of `pawl init my-shop` at a terminal. */
async function asked(
  folder: string,
  typed: readonly (readonly [string, string])[],
): Promise<{ readonly exit: number | null; readonly shown: string }> {
  const { exit, shown } = await inTerminal(["init", "my-shop"], { cwd: folder, columns: 100, typed });
  return { exit, shown: stripVTControlCharacters(shown) };
}

describe("pawl init at a terminal", () => {
  it("takes Enter for what it proposes: the folder's name, the task sort, the default model in this process", async () => {
    using where = emptyFolder();
    const { exit, shown } = await asked(
      where.folder,
      [PROJECT, TASK, WHERE, MODEL].map((question) => [question, ENTER]),
    );
    expect(exit).toBe(0);
    expect(shown).toMatch(/Next:\s+cd my-shop\s+npm install\s+npx pawl models pull smollm2-135m-instruct\s+npx pawl eval sort/);
    const read = (path: string): string => readFileSync(join(where.folder, "my-shop", path), "utf8");
    expect(JSON.parse(read("package.json")).name).toBe("my-shop");
    expect(read("pawl.config.ts")).toContain('localModel("smollm2-135m-instruct")');
    expect(readdirSync(join(where.folder, "my-shop")).sort()).toEqual([".gitignore", "data", "package.json", "pawl.config.ts", "tasks"]);
  });

  it("writes the project that was described, also of a model at an endpoint", async () => {
    using where = emptyFolder();
    const { exit } = await asked(where.folder, [
      [PROJECT, `help-desk${ENTER}`],
      [TASK, `sort-mail${ENTER}`],
      [WHERE, `${DOWN}${ENTER}`],
      ["Which model at the endpoint?", `my-model${ENTER}`],
    ]);
    expect(exit).toBe(0);
    const read = (path: string): string => readFileSync(join(where.folder, "my-shop", path), "utf8");
    expect(JSON.parse(read("package.json"))).toMatchObject({ name: "help-desk", dependencies: { "@pawl/inference": "^0.1.0" } });
    expect(read("pawl.config.ts")).toContain('openaiModel({ model: "my-model" })');
    expect(read("tasks/sort-mail.ts")).toContain('name: "sort-mail"');
    expect(read("data/sort-mail.jsonl").trim().split("\n")).toHaveLength(20);
  });

  it("says what a name may be, and asks until it is one; another local model is chosen by the arrows", async () => {
    using where = emptyFolder();
    const { exit, shown } = await asked(where.folder, [
      [PROJECT, `My Shop${ENTER}`],
      ["Lower-case letters, digits and hyphens", `${ERASED}${ERASED}shop2${ENTER}`],
      [TASK, ENTER],
      [WHERE, ENTER],
      [MODEL, `${DOWN}${ENTER}`],
    ]);
    expect(exit).toBe(0);
    expect(JSON.parse(readFileSync(join(where.folder, "my-shop/package.json"), "utf8")).name).toBe("shop2");
    const [, model] = /models pull (\S+)/.exec(shown) ?? [];
    expect(model).not.toBe("smollm2-135m-instruct");
    expect(readFileSync(join(where.folder, "my-shop/pawl.config.ts"), "utf8")).toContain(`localModel("${model}")`);
  });

  it.each([
    ["Ctrl-C", "\u0003", 1],
    ["Ctrl-C", "\u0003", 4],
    ["Ctrl-D", "\u0004", 2],
    ["Escape", "\u001b", 3],
  ])("leaves nothing after %s (%j) at question %i, and says so", async (_, key, at) => {
    using where = emptyFolder();
    const questions = [PROJECT, TASK, WHERE, MODEL].slice(0, at);
    const { exit, shown } = await asked(
      where.folder,
      questions.map((question, i) => [question, i === at - 1 ? key : ENTER]),
    );
    expect(exit).toBe(130);
    expect(shown).toContain("Interrupted. Nothing was written.");
    expect(readdirSync(where.folder)).toEqual([]);
  });

  it("asks nothing with --yes, and nothing without a terminal", async () => {
    using where = emptyFolder();
    const { exit, shown } = await inTerminal(["init", "my-shop", "--yes"], { cwd: where.folder, columns: 100 });
    expect(exit).toBe(0);
    expect(shown).not.toContain(PROJECT);
    expect((await startCli(["init", "other"], { cwd: where.folder }).ended).exit).toBe(0);
    expect(readdirSync(where.folder).sort()).toEqual(["my-shop", "other"]);
  });

  it("refuses a folder that has such a project before it asks", async () => {
    using where = emptyFolder();
    await startCli(["init", "my-shop"], { cwd: where.folder }).ended;
    const { exit, shown } = await asked(where.folder, [[PROJECT, ENTER]]);
    expect(exit).toBe(64);
    expect(shown).toContain("already has package.json, pawl.config.ts");
    expect(shown).not.toContain(PROJECT);
  });
});
