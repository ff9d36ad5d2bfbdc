import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCli } from "./run-cli.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject } from "./scripted-project.fixture.ts";

let stdout = "";
let stderr = "";
beforeEach(() => {
  [stdout, stderr] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const cli = (project: ScriptedProject, ...args: string[]): Promise<number> => runCli([...args, "--config", project.at("pawl.config.ts")]);
const COMMANDS = [
  "init",
  "doctor",
  "models",
  "models list",
  "models pull",
  "models optimise",
  "models remove",
  "data",
  "data import",
  "data split",
  "data check",
  "run",
  "eval",
  "climb",
  "gate",
  "bless",
  "judge",
  "judge check",
  "compare",
  "plan",
  "report",
  "worker",
];

describe("runCli", () => {
  it.each(COMMANDS)("%s --help shows an example, the shared options and the exit codes", async (command) => {
    expect(await runCli([...command.split(" "), "--help"])).toBe(0);
    for (const part of [`Example: pawl ${command}`, "--json", "--config", "--quiet", "Exit codes: 0 done"]) expect(stdout).toContain(part);
  });

  it("prints no document for a step of a larger command, but why it failed", async () => {
    expect(await runCli(["models", "list", "--json"], { resultsTo: "stderr" })).toBe(0);
    expect([stdout, stderr]).toEqual(["", ""]);
    expect(await runCli(["models", "pull", "smollm3", "--json"], { resultsTo: "stderr" })).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "use.unknown-model" }, exit: 64 });
  });

  it("prints the results of such a step beside its notes, and neither where it is quiet", async () => {
    expect(await runCli(["models", "list"], { resultsTo: "stderr" })).toBe(0);
    expect([stdout, stderr]).toEqual(["", expect.stringContaining("smollm2-135m-instruct")]);
    stderr = "";
    expect(await runCli(["models", "list", "--quiet"], { resultsTo: "stderr" })).toBe(0);
    expect([stdout, stderr]).toEqual(["", ""]);
  });

  it("lists the commands that are there and no others", async () => {
    await runCli(["--help"]);
    const listed = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[.*?\]| <.*?>)*/gm)].map(([, name]) => name);
    expect(listed).toEqual([
      "init",
      "doctor",
      "models",
      "data",
      "run",
      "eval",
      "climb",
      "gate",
      "bless",
      "judge",
      "compare",
      "plan",
      "report",
      "worker",
      "help",
    ]);
  });

  it("prints its version", async () => {
    expect(await runCli(["--version"])).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("suggests the command that was meant", async () => {
    expect(await runCli(["clim", "triage"])).toBe(64);
    expect(stderr).toContain("Did you mean climb?");
  });

  it.each([[["clim"]], [["climb"]], [["climb", "triage", "--nope"]], [["plan", "triage", "--power", "2"]]])(
    "prints one document on stdout for the wrong command line %j",
    async (args) => {
      expect(await runCli([...args, "--json"])).toBe(64);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: "use.command-line" }, exit: 64 });
    },
  );

  it("prints one document for help and version too, and says what to name where nothing was", async () => {
    expect(await runCli(["eval", "--help", "--json"])).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ help: expect.stringContaining("Example: pawl eval") });
    stdout = "";
    expect(await runCli(["--version", "--json"])).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    for (const args of [[], ["data"]]) {
      stdout = "";
      expect(await runCli([...args, "--json"])).toBe(64);
      expect(JSON.parse(stdout)).toMatchObject({ error: { message: "Name a command: pawl --help shows them." } });
    }
  });

  it.each([
    [["climb"], "Example: pawl climb triage", "pawl climb --help"],
    [["data", "nope"], "Example: pawl data import", "pawl data --help"],
    [["data", "split", "x", "--nope"], "Example: pawl data split", "pawl data split --help"],
    [["models", "pull", "--nope"], "Example: pawl models pull", "pawl models pull --help"],
    [["nope"], "pawl --help", "Nothing was run."],
  ])("shows after the wrong command line %j an example and where the help is", async (args, example, help) => {
    expect(await runCli(args)).toBe(64);
    expect(stderr).toContain(example);
    expect(stderr).toContain(help);
  });

  it("prints one document with code and facts for a failure, and says it on stderr", async () => {
    using project = scriptedProject();
    expect(await cli(project, "eval", "traige", "--json")).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "use.unknown-task", facts: { suggestion: "triage" } }, exit: 64 });
    expect(stderr).toContain('Did you mean "triage"?');
  });

  it("prints no secret that stands in the facts of a failure", async () => {
    const core = JSON.stringify(import.meta.resolve("@pawl/core"));
    const away = (code: string): string =>
      `import { PawlError } from ${core};\n${scriptedConfig(`models: [{ ...model, choose: async () => { throw new PawlError("${code}", "Away.", { facts: { baseUrl: "https://ann:hunter2@host/v1" } }); } }]`)}`;
    for (const [code, exit] of [
      ["service.unreachable", 3],
      ["use.key-missing", 64],
    ] as const) {
      using project = scriptedProject({ "pawl.config.ts": away(code) });
      stdout = "";
      expect(await cli(project, "eval", "triage", "--json")).toBe(exit);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code, facts: { baseUrl: "https://ann:[secret]@host/v1" } }, exit });
    }
  });

  it("prints one document for a climb, with its progress on stderr and no escape codes", async () => {
    using project = scriptedProject();
    expect(await cli(project, "climb", "triage", "--json")).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: "pawl.climb/1", confirmed: true });
    expect(stderr).toContain("Race on the rung");
    expect(stderr).not.toContain("\u001b");
  });

  it("says nothing on the way under --quiet, but why it failed", async () => {
    using project = scriptedProject();
    expect(await cli(project, "eval", "triage", "--quiet")).toBe(0);
    expect(stderr).toBe("");
    expect(await cli(project, "eval", "none", "--quiet")).toBe(64);
    expect(stderr).toContain("none");
  });

  it("shows a stack trace only with --debug", async () => {
    using project = scriptedProject();
    await cli(project, "eval", "none");
    expect(stderr).not.toContain("    at ");
    await cli(project, "eval", "none", "--debug");
    expect(stderr).toContain("    at ");
  });
});
