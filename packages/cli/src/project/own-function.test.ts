import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { blessCommand } from "../commands/bless.ts";
import { climbCommand } from "../commands/climb.ts";
import { evalCommand } from "../commands/eval.ts";
import { evalUntilDecidedCommand } from "../commands/eval-until-decided.ts";
import { gateCommand } from "../commands/gate.ts";
import { planCommand } from "../commands/plan.ts";
import { runCommand } from "../commands/run.ts";
import { type RecordingOutput, recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedProject } from "../scripted-project.fixture.ts";
import { loadProject } from "./project.ts";

const CONFIG = fileURLToPath(new URL("../scripted-config.fixture.ts", import.meta.url));
const CORE = fileURLToPath(import.meta.resolve("@pawl/core"));
const common = { task: "triage", seed: 1, abortSignal: new AbortController().signal };

/** A project without a model whose one task is a function. */
const ownProject = (run: string, more = ""): ScriptedProject =>
  scriptedProject({
    "pawl.config.ts": `import { PawlError } from ${JSON.stringify(CORE)};
import config from ${JSON.stringify(CONFIG)};
const LABELS = ["refund", "track", "damage", "other"];
const numberOf = ({ message }) => Number(/#(\\d+)/.exec(message)[1]);
export default { tasks: { triage: { ...config.tasks.triage, run: ${run}, ${more} } } };
`,
  });
const right = (share: number): string =>
  `async (input) => LABELS[(numberOf(input) + ((numberOf(input) * 37) % 100 < ${100 * share} ? 0 : 1)) % 4]`;

const document = (output: RecordingOutput): Record<string, unknown> => Object(output.documents[0]);

describe("a task that is a function of the user's own", () => {
  it("is evaluated, blessed, gated and planned for without any model", async () => {
    using project = ownProject(right(0.9));
    const output = recordingOutput();
    expect(await evalCommand(output, await project.load(), { ...common, split: "dev", repeats: 1 })).toBe(0);
    expect(document(output)["record"]).toMatchObject({ variantId: null, split: "dev" });
    expect(await blessCommand(recordingOutput(), await project.load(), { ...common, repeats: 1 })).toBe(0);
    expect(JSON.parse(readFileSync(project.at("pawl/triage/baseline.json"), "utf8"))).toMatchObject({ variant: null });
    expect(await gateCommand(recordingOutput(), await project.load(), common)).toBe(0);
    project.write("better.config.ts", readFileSync(project.at("pawl.config.ts"), "utf8").replace(right(0.9), right(1)));
    const better = await loadProject(project.at("better.config.ts"));
    await evalCommand(recordingOutput(), better, { ...common, split: "dev", repeats: 1 });
    const planned = recordingOutput();
    await planCommand(planned, better, { task: "triage", effect: 0.05, power: 0.8, level: 0.95 });
    expect(document(planned)).toMatchObject({ basis: "paired" });
  });

  it("is planned by half the range where all its runs score alike, and that is what is said", async () => {
    using project = ownProject(right(1));
    await evalCommand(recordingOutput(), await project.load(), { ...common, split: "dev", repeats: 1 });
    const planned = recordingOutput();
    await planCommand(planned, await project.load(), { task: "triage", effect: 0.05, power: 0.8, level: 0.95 });
    expect(document(planned)).toMatchObject({ basis: "none", sd: 0.5 });
    expect(planned.printed.join("\n")).not.toContain("No scored run yet");
  });

  it("is refused by a climb for want of instructions, not of a model", async () => {
    using project = ownProject(right(1), "climb: undefined, baseline: undefined");
    const climbed = climbCommand(recordingOutput(), await project.load(), { ...common, replay: false, name: "pawl" });
    await expect(climbed).rejects.toMatchObject({ code: "use.nothing-to-run", facts: { task: "triage" } });
  });

  it("is told to be worse once its code is, although nothing says that it changed", async () => {
    using project = ownProject(right(0.95));
    await blessCommand(recordingOutput(), await project.load(), { ...common, repeats: 1 });
    using after = ownProject(right(0.4));
    after.write("pawl/triage/baseline.json", readFileSync(project.at("pawl/triage/baseline.json"), "utf8"));
    expect(await gateCommand(recordingOutput(), await after.load(), common)).toBe(1);
    const stopped = recordingOutput();
    expect(await evalUntilDecidedCommand(stopped, await after.load(), { ...common, repeats: 1 })).toBe(1);
    expect(document(stopped)).toMatchObject({ decided: true, against: "the blessed baseline" });
  });

  it("is gone on with only where its version says that it is the same code", async () => {
    for (const [more, same] of [
      ["", false],
      ['version: "1"', true],
    ] as const) {
      using project = ownProject(right(0.9), more);
      const ids = new Set<unknown>();
      for (let i = 0; i < 2; i++) {
        const output = recordingOutput();
        await evalCommand(output, await project.load(), { ...common, split: "dev", repeats: 1 });
        ids.add(Object(document(output)["record"]).id);
      }
      expect(ids.size).toBe(same ? 1 : 2);
    }
  });

  it("stops the run with 3 where what it calls is away, and counts other errors as outcomes", async () => {
    using away = ownProject('async () => { throw new PawlError("service.unreachable", "It is away."); }');
    const output = recordingOutput();
    expect(await evalCommand(output, await away.load(), { ...common, split: "dev", repeats: 1 })).toBe(3);
    expect(document(output)["error"]).toMatchObject({ code: "service.unreachable" });
    using broken = ownProject('async (input) => { if (numberOf(input) % 2 === 0) throw new Error("no"); return "track"; }');
    expect(await evalCommand(recordingOutput(), await broken.load(), { ...common, split: "dev", repeats: 1 })).toBe(0);
  });

  it("ends with 3 where it or the scorer fails on every case, and says at which line of whose code", async () => {
    using failing = ownProject("async (input) => input.message.none.at(0)");
    using unscored = ownProject(
      'async () => "track"',
      "scorers: [{ ...config.tasks.triage.scorers[0], score: ({ output }) => output.none.at(0) }]",
    );
    using mute = ownProject('async () => "track"', "scorers: [{ ...config.tasks.triage.scorers[0], score: () => {} }]");
    const blessed = recordingOutput();
    expect(await blessCommand(blessed, await mute.load(), { ...common, repeats: 1 })).toBe(3);
    expect(document(blessed)["error"]).toMatchObject({
      code: "data.not-blessed",
      message: expect.stringContaining('60 × Scorer "label" failed: it returned nothing; a score is { kind: "score", value: 1 }'),
    });
    for (const [project, title] of [
      [failing, "Cases that ended in an error:"],
      [unscored, "Answers without a score:"],
    ] as const) {
      const output = recordingOutput();
      expect(await evalCommand(output, await project.load(), { ...common, split: "dev", repeats: 1 })).toBe(3);
      const printed = output.printed.join("\n");
      expect(printed).toContain(title);
      expect(printed).toMatch(/60 × .*\(reading 'at'\) \(your own code, .*pawl\.config\.ts:5:\d+\)/);
      expect(output.notes.join("\n")).toContain("Nothing could be measured");
    }
  });

  it("is called by run, on an argument and on lines", async () => {
    using project = ownProject(right(1));
    const loaded = await project.load();
    const output = recordingOutput();
    const stdin = Readable.from(["parcel #3\n", '{"message":"#1"}\n']);
    expect(await runCommand(output, loaded, { ...common, input: "parcel #2", stdin })).toBe(0);
    expect(await runCommand(output, loaded, { ...common, stdin })).toBe(0);
    expect(output.printed).toEqual(["damage", "other", "track"]);
    expect(output.documents).toMatchObject([
      { format: "pawl.trace/1", variantId: null, outcome: { kind: "ok", output: "damage" } },
      [{}, {}],
    ]);
  });

  it("that throws under run ends with 64 and its line, with the category of what is ours, with 1 after a timeout", async () => {
    for (const [run, exit, says] of [
      ["(input) => input.message.none.at(0)", 64, /\(your own code, .*pawl\.config\.ts:5:\d+\)/],
      ['() => { throw new PawlError("service.unreachable", "It is away."); }', 69, /It is away/],
      ["() => { throw new DOMException('', 'TimeoutError'); }", 1, /No answer after/],
      ["() => undefined", 65, /Return a plain value/],
    ] as const) {
      using project = ownProject(run);
      const output = recordingOutput();
      expect(await runCommand(output, await project.load(), { ...common, input: "x", stdin: process.stdin })).toBe(exit);
      expect(output.notes.join("\n")).toMatch(says);
    }
  });

  it("says why a batch needs a variant, and what else to do", async () => {
    using project = ownProject(right(0.9));
    const loaded = await project.load();
    const batch = { ...common, split: "dev", repeats: 1, batchOut: project.at("batch.jsonl") };
    await expect(evalCommand(recordingOutput(), loaded, batch)).rejects.toMatchObject({
      code: "use.own-function",
      facts: { task: "triage" },
      message: expect.stringMatching(/which ones a function makes shows only when it runs[\s\S]*pawl eval triage/),
    });
  });

  it("is a mistake of the configuration where it is no function, or where there is neither it nor a model", async () => {
    const load = (text: string): Promise<unknown> => scriptedProject({ "pawl.config.ts": text }).load();
    const entry = `{ task: { name: "a", hash: "0" }, dataset: "x", scorers: [{ name: "x", hash: "0", direction: "higher", scale: "share", score() {} }]`;
    await expect(load(`export default { tasks: { a: ${entry}, run: "classify", version: 2 } } };`)).rejects.toMatchObject({
      code: "use.config-invalid",
      facts: { problems: [expect.stringContaining("tasks.a.run"), expect.stringContaining("tasks.a.version")] },
    });
    await expect(load(`export default { tasks: { a: ${entry} } } };`)).rejects.toMatchObject({
      facts: { problems: [expect.stringContaining('"models"')] },
    });
  });
});
