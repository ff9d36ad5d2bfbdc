import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject, variantShowing } from "../scripted-project.fixture.ts";
import { climbCommand } from "./climb.ts";
import { compareCommand } from "./compare.ts";
import { type EvalCommandOptions, evalCommand } from "./eval.ts";
import { planCommand } from "./plan.ts";
import { reportCommand } from "./report.ts";

type Ran = { readonly exit: number; readonly run: string; readonly output: ReturnType<typeof recordingOutput> };

const evaluated = async (project: ScriptedProject, options: Partial<EvalCommandOptions> = {}): Promise<Ran> => {
  const output = recordingOutput();
  const abortSignal = new AbortController().signal;
  const exit = await evalCommand(output, await project.load(), {
    task: "triage",
    split: "dev",
    repeats: 1,
    seed: 1,
    abortSignal,
    ...options,
  });
  const [document] = output.documents as readonly [{ readonly record?: { readonly id: string } }];
  return { exit, run: document.record?.id ?? "", output };
};
const instructions = (text: string): string =>
  `tasks: { triage: { ...config.tasks.triage, climb: { ...config.tasks.triage.climb, instructions: { plain: ${JSON.stringify(text)} } } } }`;
const failing = (code: string): string => {
  const core = `import { PawlError } from ${JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")))};\n`;
  return (
    core + scriptedConfig(`models: [{ ...model, choose: async () => { throw new PawlError(${JSON.stringify(code)}, "It is away."); } }]`)
  );
};

describe("eval, report, compare, plan", () => {
  it("reports a run, writes its page and gives it again", async () => {
    using project = scriptedProject();
    const { exit, run, output } = await evaluated(project);
    expect(exit).toBe(0);
    expect(output.printed.join("\n")).toContain(run);
    const page = project.at(`.pawl/reports/${run}.html`);
    rmSync(page);
    await reportCommand(recordingOutput(), await project.load(), { run });
    expect(readFileSync(page, "utf8")).toContain("marks beside the expected");
    const listed = recordingOutput();
    await reportCommand(listed, await project.load(), {});
    expect(listed.printed.join("\n")).toContain(run);
  });

  it("takes last and last~1 for the newest runs", async () => {
    using project = scriptedProject();
    const before = await evaluated(project);
    const { run } = await evaluated(project, { split: "train" });
    const said = recordingOutput();
    await reportCommand(said, await project.load(), { run: "last" });
    await reportCommand(said, await project.load(), { run: "last~1" });
    expect(said.documents).toEqual([expect.objectContaining({ run }), expect.objectContaining({ run: before.run })]);
    await expect(reportCommand(recordingOutput(), await project.load(), { run: "last~2" })).rejects.toMatchObject({
      code: "use.unknown-run",
      facts: { run: "last~2" },
    });
  });

  it("takes for last no run of a climb, whose variant it evaluates anew, and lists those as such", async () => {
    using project = scriptedProject();
    const mine = await evaluated(project);
    const { signal: abortSignal } = new AbortController();
    await climbCommand(recordingOutput(), await project.load(), { task: "triage", seed: 1, replay: false, name: "pawl", abortSignal });
    const said = recordingOutput();
    await reportCommand(said, await project.load(), { run: "last" });
    const again = await evaluated(project);
    await reportCommand(said, await project.load(), { run: "last" });
    expect(again.run).not.toBe(mine.run);
    expect(said.documents).toEqual([expect.objectContaining({ run: mine.run }), expect.objectContaining({ run: again.run })]);
    await expect(reportCommand(recordingOutput(), await project.load(), { run: "last~2" })).rejects.toThrow(
      new RegExp(`${again.run} {2}triage, dev \\w{8}\\n[^]*triage, test \\w{8} \\(of a climb\\)\\n`),
    );
  });

  it("reports in each format, also beside another run, and refuses one that is none", async () => {
    using project = scriptedProject();
    const { run } = await evaluated(project);
    const starts = { html: "<!doctype html>", markdown: "## triage on dev", junit: '<?xml version="1.0"', json: "{" };
    for (const champion of [undefined, run]) {
      for (const [format, start] of Object.entries(starts)) {
        const output = recordingOutput();
        await reportCommand(output, await project.load(), { run, champion, format });
        expect(output.documents).toEqual([expect.objectContaining({ run, report: expect.stringContaining(run) })]);
        const file = project.at(output.printed.at(-1)?.replace(/^.*(?=\.pawl)/, "") ?? "");
        expect(readFileSync(file, "utf8").startsWith(start), format).toBe(true);
      }
    }
    await expect(reportCommand(recordingOutput(), await project.load(), { run, format: "pdf" })).rejects.toMatchObject({
      code: "use.format",
    });
  });

  it("compares: better and equivalent 0, worse 1, inconclusive 2", async () => {
    using project = scriptedProject();
    const { run: worst } = await evaluated(project);
    const variant = {
      format: "pawl.variant/1",
      task: "triage",
      model: { id: "scripted" },
      instructions: "x",
      sampling: {},
      decoding: "choose",
      reasks: 0,
    };
    project.write("next.json", JSON.stringify({ ...variant, instructions: "Of damage or other.", demonstrations: { kind: "none" } }));
    const { run: best } = await evaluated(project, { variant: variantShowing(project, 8) });
    const { run: next } = await evaluated(project, { variant: project.at("next.json") });
    const exitOf = async (champion: string, candidate: string): Promise<number> =>
      compareCommand(recordingOutput(), await project.load(), { champion, candidate });
    expect(await exitOf(worst, best)).toBe(0);
    expect(await exitOf(best, worst)).toBe(1);
    expect(await exitOf(worst, next)).toBe(2);
    await expect(exitOf(worst, "none")).rejects.toMatchObject({ code: "use.unknown-run", message: expect.stringContaining(worst) });
  });

  it("plans by half the range before a run, and by the run's spread after", async () => {
    using project = scriptedProject();
    const planned = async (): Promise<unknown> => {
      const output = recordingOutput();
      await planCommand(output, await project.load(), { task: "triage", effect: 0.1, power: 0.8, level: 0.95 });
      return output.documents[0];
    };
    // (1.96 + .8416)² × .5² / .1² = 196.2, and two or so for the t distribution.
    expect(await planned()).toMatchObject({ measured: false, sd: 0.5, needed: 199, dev: 60 });
    await evaluated(project);
    expect(await planned()).toMatchObject({ measured: true, cost: { microDollars: 0 } });
  });

  it("refuses the sealed split", async () => {
    using project = scriptedProject();
    await expect(evaluated(project, { split: "test" })).rejects.toMatchObject({
      code: "use.split",
      message: expect.stringContaining("sealed"),
    });
  });

  it("ends with 3 where the service is away, and goes on once it is back", async () => {
    using project = scriptedProject({ "away.config.ts": failing("service.unreachable") });
    const { loadProject } = await import("../project/project.ts");
    const abortSignal = new AbortController().signal;
    const output = recordingOutput();
    const away = await loadProject(project.at("away.config.ts"));
    expect(await evalCommand(output, away, { task: "triage", split: "dev", repeats: 1, seed: 1, abortSignal })).toBe(3);
    expect(output.documents).toMatchObject([{ error: { code: "service.unreachable" }, exit: 3 }]);
    const { exit, output: after } = await evaluated(project);
    expect(exit).toBe(0);
    expect(after.documents[0]).toMatchObject({
      items: expect.not.arrayContaining([expect.objectContaining({ trace: { outcome: { kind: "error" } } })]),
    });
  });

  it("passes on what the user has to mend: a missing key", async () => {
    using project = scriptedProject({ "pawl.config.ts": failing("use.key-missing") });
    await expect(evaluated(project)).rejects.toMatchObject({ code: "use.key-missing" });
  });

  it("says that other instructions are another run", async () => {
    using project = scriptedProject();
    const { run } = await evaluated(project);
    project.write("other.config.ts", scriptedConfig(instructions("Other.")));
    const { loadProject } = await import("../project/project.ts");
    const output = recordingOutput();
    const abortSignal = new AbortController().signal;
    await evalCommand(output, await loadProject(project.at("other.config.ts")), {
      task: "triage",
      split: "dev",
      repeats: 1,
      seed: 1,
      abortSignal,
    });
    expect(output.documents[0]).not.toMatchObject({ record: { id: run } });
    expect((await evaluated(project)).run).toBe(run);
  });
});
