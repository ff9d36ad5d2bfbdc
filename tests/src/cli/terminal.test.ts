import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "@pawl/eval/report";
import { describe, expect, it } from "vitest";
import { cliProject, startCli } from "./cli-process.ts";
import { inTerminal } from "./in-terminal.ts";

/** Lines as a terminal shows them; a path by itself may be longer, so that it can be copied. */
function tooWide(shown: string, columns: number): readonly string[] {
  const lines = stripVTControlCharacters(shown).split(/[\r\n]+/);
  return lines.filter((line) => displayWidth(line) > columns && /\S\s+\S/.test(line));
}

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

  it("keeps to COLUMNS", async () => {
    using project = cliProject();
    const { stdout } = await startCli(["eval", "triage"], { cwd: project.folder, env: { COLUMNS: "40" } }).ended;
    expect(tooWide(stdout, 40)).toEqual([]);
  });
});
