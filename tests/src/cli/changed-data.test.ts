import { existsSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { appears, type CliProcess, type CliProject, cliProject, type Ended, startCli } from "./cli-process.ts";

const DATA = "data/triage.jsonl";
const climb = (project: CliProject, env: { readonly [name: string]: string } = {}): CliProcess =>
  startCli(["climb", "triage"], { cwd: project.folder, env });

/** A climb that waits at a place; it goes on once the file is gone. */
async function held(project: CliProject, hold: string): Promise<CliProcess & { readonly release: () => void }> {
  const file = project.at("held");
  const process = climb(project, { SCRIPTED_HOLD: hold, SCRIPTED_HELD: file });
  await appears(file, process);
  return { ...process, release: () => rmSync(file) };
}

/** The same messages with another answer for ten of a split, and one message more: what is stored of the old rows must not count for these. */
function edited(text: string, split: string): string {
  const rows = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const some = new Set(rows.filter((row) => row.split === split).slice(10, 20));
  const added = { id: "new", split, input: { message: "Where is the parcel #161" }, expected: "track" };
  return [...rows.map((row) => (some.has(row) ? { ...row, expected: "other" } : row)), added]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");
}

const decided = (project: CliProject): unknown =>
  project
    .read("pawl/triage/decisions.jsonl")
    .trim()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), at: 0 }));

async function ended(project: CliProject): Promise<Ended> {
  const end = await climb(project).ended;
  expect(end.exit).toBe(0);
  return end;
}

let onOld: unknown;
beforeAll(async () => {
  using old = cliProject();
  await ended(old);
  onOld = decided(old);
}, 30_000);

describe("a data file that changes under a climb", () => {
  it.each([
    ["race", "call:30", "dev", "the dev rows (61 now)"],
    ["confirmation", "sealed:1", "test", "the test rows (61 now)"],
  ])(
    "in its %s stops it before a row of the new state counts; the next start says what changed and climbs on that",
    async (_, hold, split, what) => {
      using project = cliProject();
      const process = await held(project, hold);
      project.write(DATA, edited(project.read(DATA), split));
      process.release();
      const { exit, stderr, stdout } = await process.ended;
      expect(exit).toBe(65);
      expect(stderr).toContain("data/triage.jsonl changed under the climb");
      expect(stderr).toContain("Run the command again");
      expect(stdout).toBe("");
      for (const file of ["champion.json", "candidate.json", "decisions.jsonl", "report.html"])
        expect(existsSync(project.at(`pawl/triage/${file}`)), file).toBe(false);
      expect((await ended(project)).stderr).toContain(`The last climb of "triage" was stopped, and ${what} changed since then.`);
      using fresh = cliProject({ [DATA]: project.read(DATA) });
      await ended(fresh);
      expect(decided(project)).toEqual(decided(fresh));
      expect(existsSync(project.at("pawl/triage/.decisions.unfinished.jsonl"))).toBe(false);
    },
  );

  it("after its last look at those rows does not touch it: it ends on the old ones alone", async () => {
    using project = cliProject();
    const process = await held(project, "sealed:5");
    project.write(DATA, edited(project.read(DATA), "dev"));
    process.release();
    expect((await process.ended).exit).toBe(0);
    expect(decided(project)).toEqual(onOld);
  });

  it("and comes back as it was lets the stopped climb go on to its own end", async () => {
    using project = cliProject();
    const before = project.read(DATA);
    const first = await held(project, "call:40");
    first.child.kill("SIGKILL");
    await first.ended;
    first.release();
    project.write(DATA, edited(before, "dev"));
    const second = await held(project, "call:9");
    second.child.kill("SIGINT");
    expect((await second.ended).stderr).toContain("the dev rows (61 now) changed since then");
    second.release();
    project.write(DATA, before);
    expect((await ended(project)).stderr).toContain("changed since then");
    expect(decided(project)).toEqual(onOld);
  });
});
