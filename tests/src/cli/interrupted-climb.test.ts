import { existsSync, readdirSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { appears, type CliProcess, type CliProject, cliProject, type Ended, startCli } from "./cli-process.ts";

/** Where the scripted model or scorer holds, so that the signal comes in that phase. */
const PHASES: readonly (readonly [phase: string, hold: string, said: string])[] = [
  ["probe", "call:2", "Trying a few cases"],
  ["baselines", "score:20", "Baselines without a model"],
  ["race", "call:30", "Race on the rung"],
  ["confirmation", "sealed:5", "Confirming on the sealed test split"],
];

const climb = (project: CliProject, env: { readonly [name: string]: string } = {}): CliProcess =>
  startCli(["climb", "triage"], { cwd: project.folder, env });

/** A climb that is held at a place; the file that holds it is outside of what the climb writes. */
async function held(project: CliProject, hold: string, env: { readonly [name: string]: string } = {}): Promise<CliProcess> {
  const file = project.at("held");
  rmSync(file, { force: true });
  const process = climb(project, { SCRIPTED_HOLD: hold, SCRIPTED_HELD: file, ...env });
  await appears(file, process);
  return process;
}

const decided = (project: CliProject): unknown =>
  project
    .read("pawl/triage/decisions.jsonl")
    .trim()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), at: 0 }));

let uninterrupted: unknown;
beforeAll(async () => {
  using project = cliProject();
  expect((await climb(project).ended).exit).toBe(0);
  uninterrupted = decided(project);
});

async function goesOn(project: CliProject): Promise<void> {
  const { exit }: Ended = await climb(project).ended;
  expect(exit).toBe(0);
  expect(decided(project)).toEqual(uninterrupted);
  expect(JSON.parse(project.read("pawl/triage/champion.json"))).toMatchObject({ evidence: { confirmed: true } });
}

/** What a stopped climb may leave: decisions so far, whole lines of them. */
function nothingHalfWritten(project: CliProject): void {
  const files = existsSync(project.at("pawl/triage")) ? readdirSync(project.at("pawl/triage")) : [];
  expect(files.filter((file) => file !== ".decisions.unfinished.jsonl")).toEqual([]);
  if (files.length > 0)
    for (const line of project.read("pawl/triage/.decisions.unfinished.jsonl").split("\n").filter(Boolean)) JSON.parse(line);
}

describe("Ctrl-C", () => {
  it.each(PHASES)("in the phase %s ends with 130, leaves nothing half-written, and the next start goes on", async (_phase, hold, said) => {
    using project = cliProject();
    const process = await held(project, hold);
    process.child.kill("SIGINT");
    const { exit, stderr, stdout } = await process.ended;
    expect(exit).toBe(130);
    expect(stderr).toContain(said);
    expect(stderr).toContain("Interrupted. What was finished is kept");
    expect(stdout).toBe("");
    nothingHalfWritten(project);
    await goesOn(project);
  });

  it("is heard while a model does not listen", async () => {
    using project = cliProject();
    const process = await held(project, "call:20", { SCRIPTED_DEAF: "1" });
    process.child.kill("SIGINT");
    expect((await process.ended).exit).toBe(130);
    nothingHalfWritten(project);
  });

  it("a second time ends the process at once, also where the work in hand cannot be left", async () => {
    using project = cliProject();
    const process = await held(project, "score:40", { SCRIPTED_DEAF: "1" });
    process.child.kill("SIGINT");
    await process.says("Stopping");
    process.child.kill("SIGINT");
    expect((await process.ended).exit).toBe(130);
    nothingHalfWritten(project);
    await goesOn(project);
  });

  it("prints one document under --json", async () => {
    using project = cliProject();
    const file = project.at("held");
    const process = startCli(["climb", "triage", "--json"], { cwd: project.folder, env: { SCRIPTED_HOLD: "call:9", SCRIPTED_HELD: file } });
    await appears(file, process);
    process.child.kill("SIGINT");
    const { exit, stdout } = await process.ended;
    expect(exit).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ exit: 130 });
  });
});

describe("kill -9", () => {
  it.each(["call:3", "call:40", "sealed:20"])("at %s loses nothing that the next start needs", async (hold) => {
    using project = cliProject();
    const process = await held(project, hold);
    process.child.kill("SIGKILL");
    expect((await process.ended).signal).toBe("SIGKILL");
    nothingHalfWritten(project);
    await goesOn(project);
  });
});
