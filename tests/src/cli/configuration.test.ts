import { chmodSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cliProject, startCli } from "./cli-process.ts";

const failing = async (
  config: string | null,
  args: readonly string[] = ["eval", "triage"],
): Promise<{
  readonly exit: number | null;
  readonly stderr: string;
  readonly error: { readonly code: string; readonly message: string };
}> => {
  using project = cliProject(config === null ? {} : { "pawl.config.ts": config });
  const { exit, stderr, stdout } = await startCli([...args, "--json"], { cwd: project.folder }).ended;
  return { exit, stderr, error: JSON.parse(stdout).error };
};

describe("a configuration", () => {
  it("that is missing is told with the way to write one", async () => {
    using project = cliProject();
    const { exit, stderr } = await startCli(["eval", "triage", "--config", "none.ts"], { cwd: project.folder }).ended;
    expect(exit).toBe(64);
    expect(stderr).toContain("pawl init");
  });

  it("with a syntax error in its TypeScript is shown at its line", async () => {
    const { exit, error } = await failing("const a = 1;\nexport default { a:\n  b c };\n");
    expect(exit).toBe(64);
    expect(error.code).toBe("use.config-broken");
    expect(error.message).toMatch(/pawl\.config\.ts:3\n[\s\S]*\n {2}b c \};/);
    expect(error.message).toContain("Nothing was run.");
  });

  it("that imports what is not there says so", async () => {
    const { error } = await failing('import "./tasks/none.ts";\nexport default {};\n');
    expect(error.code).toBe("use.config-broken");
    expect(error.message).toContain("tasks/none.ts");
  });

  it("of the wrong types is told all its mistakes together", async () => {
    const { error } = await failing(
      'export default { tasks: { a: { task: 1, dataset: 2, scorers: [], climb: { instructions: {}, kept: -1, budget: { seconds: 3 } } } }, models: [1], stroe: "x" };\n',
    );
    expect(error.code).toBe("use.config-invalid");
    for (const part of [
      "tasks.a.task",
      "tasks.a.dataset",
      "tasks.a.scorers",
      "climb.instructions",
      "climb.kept",
      'budget has no field "seconds"',
      "models[0]",
      'did you mean "store"',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it("with two tasks of one name is refused", async () => {
    using project = cliProject();
    const path = JSON.stringify(/"(.*)"/.exec(project.read("pawl.config.ts"))?.[1]);
    const { error } = await failing(
      `import config from ${path};\nexport default { ...config, tasks: { ...config.tasks, again: config.tasks.triage } };\n`,
    );
    expect(error.message).toContain('tasks.triage and tasks.again are both the task "triage"');
  });

  it("without the task that was asked for suggests the nearest", async () => {
    const { exit, error } = await failing(null, ["climb", "traige"]);
    expect(exit).toBe(64);
    expect(error.code).toBe("use.unknown-task");
    expect(error.message).toContain('Did you mean "triage"?');
  });
});

describe("a model", () => {
  it("that is not pulled is told with the command and its size", async () => {
    using project = cliProject();
    const env = { PAWL_CACHE_DIR: project.folder, PAWL_MODEL_DIR: "" };
    for (const command of ["run", "eval", "climb"]) {
      const { exit, stderr } = await startCli(
        [command, "triage", ...(command === "run" ? ["Hi"] : []), "--model", "smollm2-135m-instruct"],
        { cwd: project.folder, env },
      ).ended;
      expect(stderr).toContain("Pull it (98 MB): pawl models pull smollm2-135m-instruct");
      expect(exit).toBe(64);
    }
  });

  it("at an endpoint without its key names the variable", async () => {
    using project = cliProject();
    const env = { OPENAI_API_KEY: "", OPENAI_BASE_URL: "" };
    const { exit, stderr } = await startCli(["eval", "triage", "--model", "openai:gpt-5-mini"], { cwd: project.folder, env }).ended;
    expect(stderr).toContain("OPENAI_API_KEY");
    expect(exit).toBe(64);
  });

  it("at an endpoint that is away ends an evaluation with 3 and a climb with 69", async () => {
    using project = cliProject();
    const env = { OPENAI_API_KEY: "sk-none", OPENAI_BASE_URL: "http://127.0.0.1:9/v1" };
    const exitOf = async (command: string): Promise<number | null> =>
      (await startCli([command, "triage", "--model", "openai:gpt-5-mini"], { cwd: project.folder, env }).ended).exit;
    expect(await exitOf("eval")).toBe(3);
    expect(await exitOf("climb")).toBe(69);
  });
});

// A read-only folder stops only those who are not root.
describe.runIf(process.getuid?.() === 0)("a folder that only root may write", () => {
  it.each([
    ["climb", "triage"],
    ["eval", "triage"],
    ["init", "below", "--yes"],
  ])("ends %s with 74 and says which", async (...args) => {
    using project = cliProject();
    chmodSync(project.folder, 0o755);
    const { exit, stderr } = await startCli(args, { cwd: project.folder, uid: 65_534 }).ended;
    expect(stderr).toMatch(/cannot be written|may not/);
    expect(exit).toBe(74);
  });
});
