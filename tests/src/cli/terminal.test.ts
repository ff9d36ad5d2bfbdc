import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "@pawl/eval/report";
import { describe, expect, it } from "vitest";
import { BIN, cliProject, startCli } from "./cli-process.ts";
import { inTerminal } from "./in-terminal.ts";

/** Lines as a terminal shows them; a path by itself may be longer, so that it can be copied. */
function tooWide(shown: string, columns: number): readonly string[] {
  const lines = stripVTControlCharacters(shown).split(/[\r\n]+/);
  return lines.filter((line) => displayWidth(line) > columns && /\S\s+\S/.test(line));
}

/** The help of every command, one after another, in one process: each start would take as long as all of them. */
const ALL_HELP = `
import { writeFileSync } from "node:fs";
import { runCli } from ${JSON.stringify(join(BIN, "../run-cli.ts"))};
import { createProgram } from ${JSON.stringify(join(BIN, "../program/create-program.ts"))};
import { processOutput } from ${JSON.stringify(join(BIN, "../output.ts"))};

const paths = (command, above) => [above, ...command.commands.flatMap((one) => paths(one, [...above, one.name()]))];
const { signal } = new AbortController();
const commands = paths(createProgram({ name: "pawl", output: processOutput(), shown: () => {}, signal, exit: () => {} }), []);
writeFileSync("commands.json", JSON.stringify(commands.map((words) => words.join(" "))));
for (const words of commands) await runCli([...words, "--help"]);
`;

describe("a terminal", () => {
  it("of 40 columns shows no line that is wider", async () => {
    using project = cliProject();
    const { shown } = await inTerminal(["climb", "triage"], { cwd: project.folder, columns: 40, env: { SCRIPTED_MS: "5" } });
    expect(shown).toContain("budget");
    expect(shown).toContain("are the champion");
    expect(tooWide(shown, 40)).toEqual([]);
    const { shown: evaluated } = await inTerminal(["eval", "triage"], { cwd: project.folder, columns: 40 });
    expect(tooWide(evaluated, 40)).toEqual([]);
    expect(tooWide((await inTerminal(["eval", "--help"], { cwd: project.folder, columns: 40 })).shown, 40)).toEqual([]);
    expect(tooWide((await inTerminal(["eval", "traige"], { cwd: project.folder, columns: 40 })).shown, 40)).toEqual([]);
  });

  it("of 40 columns shows no command's help wider", async () => {
    using project = cliProject({ "all-help.ts": ALL_HELP });
    const { shown } = await inTerminal([], { cwd: project.folder, columns: 40, script: project.at("all-help.ts") });
    const commands: readonly string[] = JSON.parse(project.read("commands.json"));
    expect(commands).toEqual(expect.arrayContaining(["", "models", "models pull", "data check", "climb", "judge check", "worker"]));
    // Usage lines wrap between words.
    const usages = stripVTControlCharacters(shown).replaceAll(/\s+/g, " ");
    for (const command of commands) expect(usages).toContain(`Usage: ${["pawl", command].join(" ").trim()} `);
    expect(tooWide(shown, 40)).toEqual([]);
  });

  it("shows colours, and under NO_COLOR none but still redraws", async () => {
    using project = cliProject();
    const options = { cwd: project.folder, columns: 100 };
    const colour = "\u001b[1m";
    expect((await inTerminal(["climb", "triage"], { ...options, env: { SCRIPTED_MS: "2" } })).shown).toContain(colour);
    const { shown: plain } = await inTerminal(["climb", "triage"], { ...options, env: { NO_COLOR: "1" } });
    expect(plain).not.toContain(colour);
  });

  it("shows neither bars nor colours in CI", async () => {
    using project = cliProject();
    const { shown } = await inTerminal(["climb", "triage"], { cwd: project.folder, columns: 100, env: { CI: "true", SCRIPTED_MS: "2" } });
    expect(shown).toContain("Race on the rung");
    expect(shown).not.toContain("\u001b");
  });
});

describe("no terminal", () => {
  it("gets the same facts as plain lines, without an escape code", async () => {
    using project = cliProject();
    const { exit, stdout, stderr } = await startCli(["climb", "triage"], { cwd: project.folder }).ended;
    expect(exit).toBe(0);
    expect(stdout).toContain("On the sealed split:");
    expect(stderr).toMatch(/detailed \(instructions\): n = \d+, score/);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("keeps results to COLUMNS", async () => {
    using project = cliProject();
    const { stdout } = await startCli(["eval", "triage"], { cwd: project.folder, env: { COLUMNS: "40" } }).ended;
    expect(tooWide(stdout, 40)).toEqual([]);
    const { stdout: climbed } = await startCli(["climb", "triage"], { cwd: project.folder, env: { COLUMNS: "40" } }).ended;
    expect(climbed).toContain("Fine-tuning would need");
    expect(climbed.replaceAll(/\s+/g, " ")).toContain("The sealed test split was looked at once");
    expect(tooWide(climbed, 40)).toEqual([]);
  });
});
