import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { BIN, type CliProject, cliProject, startCli, startProcess } from "./cli-process.ts";

const PAGE = 4096;
/** A small disk of its own: a file system in memory, mounted where the climb writes, seen by this process tree alone. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/** Climbs with `pawl/triage` on a disk of so many bytes, then again with more room; what was there after each is copied to `full` and `roomy`. */
const SCRIPT = `
mount -t tmpfs -o size=$BYTES tmpfs pawl/triage || exit 99
climb() { "$NODE" --conditions=pawl-source "$BIN" climb triage >"$1.out" 2>"$1.err"; echo $? >"$1.exit"; cp -a pawl/triage "$1"; }
climb full
mount -o remount,size=16m pawl/triage || exit 98
climb roomy
`;

async function onDiskOf(bytes: number, project: CliProject): Promise<void> {
  mkdirSync(project.at("pawl/triage"), { recursive: true });
  const env = { BYTES: String(bytes), NODE: process.execPath, BIN };
  const { exit } = await startProcess("unshare", ["-rm", "sh", "-c", SCRIPT], { cwd: project.folder, env }).ended;
  expect(exit).toBe(0);
}

const decided = (project: CliProject, folder: string): readonly unknown[] =>
  project
    .read(`${folder}/decisions.jsonl`)
    .trim()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), at: 0 }));

let uninterrupted: readonly unknown[];
let pages: { readonly report: number; readonly log: number };
beforeAll(async () => {
  using project = cliProject();
  expect((await startCli(["climb", "triage"], { cwd: project.folder }).ended).exit).toBe(0);
  uninterrupted = decided(project, "pawl/triage");
  const size = (file: string): number => Math.ceil(statSync(project.at(`pawl/triage/${file}`)).size / PAGE);
  pages = { report: size("report.html"), log: size("decisions.jsonl") };
}, 30_000);

describe.skipIf(!canMount)("a disk that is full (needs leave to mount one)", () => {
  it.each([
    [
      "the report",
      (): number => pages.log + Math.floor(pages.report / 2),
      [".decisions.unfinished.jsonl"],
      "report.html cannot be written (ENOSPC)",
    ],
    [
      "the decision log",
      (): number => pages.log + pages.report + 1,
      [".decisions.unfinished.jsonl", "report.html"],
      "decisions.jsonl cannot be written (ENOSPC)",
    ],
    ["a decision", (): number => 1, [".decisions.unfinished.jsonl"], "could not be written: ENOSPC"],
  ] as const)("while %s is written: nothing is half-written, it ends with 74, and the next start goes on", async (_, room, left, said) => {
    using project = cliProject();
    await onDiskOf(room() * PAGE, project);
    expect(project.read("full.exit").trim()).toBe("74");
    const told = project.read("full.err").replaceAll(/\s+/g, " ");
    expect(told).toContain(said);
    expect(told).toMatch(/space/);
    expect(project.read("full.out")).toBe("");
    expect(readdirSync(project.at("full")).sort()).toEqual(left);
    if (readdirSync(project.at("full")).includes("report.html")) expect(project.read("full/report.html").trim()).toMatch(/<\/html>$/);
    const lines = project.read("full/.decisions.unfinished.jsonl").split("\n");
    // The last may be cut off, and whoever reads passes over it.
    for (const line of lines.slice(0, -1)) JSON.parse(line);
    expect(project.read("roomy.exit").trim()).toBe("0");
    expect(decided(project, "roomy")).toEqual(uninterrupted);
    expect(readdirSync(project.at("roomy")).sort()).toEqual(["champion.json", "decisions.jsonl", "report.html"]);
    expect(JSON.parse(project.read("roomy/champion.json"))).toMatchObject({ evidence: { confirmed: true } });
  });
});
