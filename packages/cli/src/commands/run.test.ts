import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject } from "../scripted-project.fixture.ts";
import { climbCommand } from "./climb.ts";
import { evalCommand } from "./eval.ts";
import { type RunCommandOptions, runCommand } from "./run.ts";

const ran = async (
  project: ScriptedProject,
  options: Partial<RunCommandOptions> & { readonly json?: boolean },
): Promise<ReturnType<typeof recordingOutput> & { exit: number }> => {
  const output = recordingOutput({ json: options.json ?? false });
  const abortSignal = new AbortController().signal;
  const exit = await runCommand(output, await project.load(), { task: "triage", stdin: Readable.from([]), abortSignal, ...options });
  return { ...output, exit };
};

describe("runCommand", () => {
  it("streams free text as it comes", async () => {
    using project = scriptedProject();
    const { written, printed, exit, documents } = await ran(project, { task: "say", input: "Hi" });
    expect(written).toEqual(["Hello ", "from ", "the shop.", "\n"]);
    expect(printed).toEqual([]);
    expect(exit).toBe(0);
    expect(documents).toMatchObject([{ format: "pawl.trace/1", input: { message: "Hi" }, outcome: { output: "Hello from the shop." } }]);
  });

  it("says that the fallback answered, and why, and of what was shown before it that it does not stand", async () => {
    const core = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")));
    const spare = `defineVariant({ task: "say", model: { id: "spare" }, instructions: "Greet.", decoding: "free", sampling: {} })`;
    const broken = (begun: string): string =>
      `import { defineVariant, PawlError } from ${core};
${scriptedConfig(
  `models: [{ ...model, stream: async function* () { ${begun} throw new PawlError("service.failed", "It failed."); } }, { ...model, ref: { id: "spare" } }],
  tasks: { say: { ...config.tasks.say, gate: { fallback: ${spare} } } }`,
)}`;
    const why = "The fallback answered: the first ended with error.";
    for (const [begun, notes] of [
      ['yield { type: "text-delta", text: "I thi" };', ["What was shown does not stand; another answer follows.", why]],
      ["", [why]],
    ] as const) {
      using project = scriptedProject({ "pawl.config.ts": broken(begun) });
      const found = await ran(project, { task: "say", input: "Hi" });
      expect(found).toMatchObject({ exit: 0, notes: ['There is no champion of "say" yet: what a climb begins with answers.', ...notes] });
      expect(found.written.join("")).toBe(`${begun === "" ? "" : "I thi\n"}Hello from the shop.\n`);
    }
  });

  it("prints nothing but the document under --json", async () => {
    using project = scriptedProject();
    expect(await ran(project, { task: "say", input: "Hi", json: true })).toMatchObject({
      written: [],
      documents: [{ outcome: { kind: "ok" } }],
    });
  });

  it("answers each line of stdin and of a JSONL file, also examples", async () => {
    using project = scriptedProject({ "in.jsonl": '{"input":{"message":"#0"}}\n\n{"message":"#3"}\n' });
    expect((await ran(project, { stdin: Readable.from(["parcel #0\nparcel #3\n"]) })).printed).toEqual(["refund", "other"]);
    const { printed, documents } = await ran(project, { input: project.at("in.jsonl") });
    expect(printed).toEqual(["refund", "other"]);
    expect(documents[0]).toHaveLength(2);
  });

  it("runs the champion with its kept block and nearest rows again", async () => {
    using project = scriptedProject();
    const abortSignal = new AbortController().signal;
    await climbCommand(recordingOutput(), await project.load(), { task: "triage", seed: 1, replay: false, name: "pawl", abortSignal });
    const { documents, exit } = await ran(project, { input: "parcel #7" });
    expect(exit).toBe(0);
    const [trace] = documents as readonly [{ readonly used: { readonly demonstrations: readonly string[] } }];
    expect(trace.used.demonstrations).toHaveLength(8);
    project.write("data/triage.jsonl", `${JSON.stringify({ id: "new", split: "train", input: { message: "x" }, expected: "track" })}\n`);
    await expect(ran(project, { input: "parcel #7" })).rejects.toMatchObject({ code: "data.demonstrations-changed" });
  });

  it("needs no data set where the variant has no demonstrations", async () => {
    using project = scriptedProject({ "data/triage.jsonl": "" });
    expect((await ran(project, { input: "parcel #4" })).exit).toBe(0);
  });

  it("ends with the error's own code where the model fails, and says why", async () => {
    const core = `import { PawlError } from ${JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")))};\n`;
    const missing = `models: [{ ...model, choose: async () => { throw new PawlError("use.key-missing", "OPENAI_API_KEY is not set."); } }]`;
    using project = scriptedProject({ "pawl.config.ts": core + scriptedConfig(missing) });
    const { exit, notes, documents } = await ran(project, { input: "parcel #4" });
    expect(exit).toBe(64);
    expect(notes.join()).toContain("OPENAI_API_KEY");
    expect(documents).toHaveLength(1);
  });

  it("says at which line the project's own model failed, which is the project's to mend", async () => {
    const broken = 'models: [{ ...model, choose: async () => { throw new TypeError("It broke."); } }]';
    using project = scriptedProject({ "pawl.config.ts": scriptedConfig(broken) });
    const { exit, notes, documents } = await ran(project, { input: "parcel #4" });
    expect(exit).toBe(64);
    expect(notes.join()).toMatch(/No answer: It broke\. \(your own code, .*pawl\.config\.ts:\d+:\d+\)/);
    expect(documents).toMatchObject([{ outcome: { kind: "error", error: { code: "use.own-code" } } }]);
    const evaluated = recordingOutput();
    const { signal: abortSignal } = new AbortController();
    await evalCommand(evaluated, await project.load(), { task: "triage", split: "dev", repeats: 1, seed: 1, abortSignal });
    expect(evaluated.printed.join("\n")).toMatch(/60 × It broke\. \(your own code, .*pawl\.config\.ts:\d+:\d+\)/);
  });

  it("refuses a file that is no variant of the task", async () => {
    using project = scriptedProject({ "v.json": '{"format":"pawl.variant/1"}', "w.json": "{" });
    const code = (file: string): Promise<unknown> =>
      expect(ran(project, { input: "x", variant: project.at(file) })).rejects.toHaveProperty("code", expect.stringMatching(/^(data|io)\./));
    for (const file of ["v.json", "w.json", "none.json"]) await code(file);
  });

  it("tells each line that does not fit with its number, and runs the others", async () => {
    using project = scriptedProject({ "in.jsonl": '{"message":"#0"}\n\n{"text":"#3"}\n{"message":"#3"}\n' });
    const { documents, exit, notes, printed } = await ran(project, { input: project.at("in.jsonl") });
    expect(exit).toBe(65);
    expect(printed).toEqual(["refund", "other"]);
    expect(notes.join("\n")).toMatch(
      /Line 3 of .*in\.jsonl: the input does not fit the task "triage": "message": .*Give it as JSON: '\{"message": …\}'/,
    );
    expect(documents).toMatchObject([[{}, { error: { code: "data.invalid-input" } }, {}]]);
    await expect(ran(project, { input: '{"text":"#3"}' })).rejects.toMatchObject({ code: "data.invalid-input" });
  });

  it("says what to give where nothing comes", async () => {
    using project = scriptedProject();
    const { documents, notes } = await ran(project, {});
    expect(documents).toEqual([[]]);
    expect(notes.join()).toContain("There was no input");
  });

  it("names the missing file", async () => {
    using project = scriptedProject();
    await expect(ran(project, { input: "none.jsonl" })).rejects.toMatchObject({ code: "io.cannot-read" });
  });
});
