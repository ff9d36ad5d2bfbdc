import { existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { caseHandler, distributedRunner, memoryQueue } from "@pawl/compute";
import { fallbackCause, type Trace } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { blessCommand } from "../commands/bless.ts";
import { evalCommand } from "../commands/eval.ts";
import { gateCommand } from "../commands/gate.ts";
import { gateAaCommand } from "../commands/gate-aa.ts";
import { runCommand } from "../commands/run.ts";
import { type RecordingOutput, recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedProject } from "../scripted-project.fixture.ts";
import { loadExamples } from "./load-examples.ts";
import { fallbackOf, servedRunner } from "./served-runner.ts";
import { variantOf } from "./variant-of.ts";

const CORE = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")));
const CONFIG = JSON.stringify(fileURLToPath(new URL("../scripted-config.fixture.ts", import.meta.url)));
const common = { task: "triage", seed: 1, abortSignal: new AbortController().signal };

interface Broken {
  /** What the champion does instead of answering, where the message's number is as `where` says. */
  readonly does: string;
  readonly where?: string;
  /** What the fallback answers. @default all of it right */
  readonly fallback?: string;
  readonly gate?: string;
  readonly entry?: string;
}

const AWAY = `throw new PawlError("service.failed", "It failed.", { retryable: false })`;
const RIGHT = "number % 4";

/** A critical task whose champion breaks on some inputs, and whose fallback is a model of its own. */
const broken = ({ does, where = "number % 10 === 5", fallback = RIGHT, gate = "", entry = "" }: Broken): ScriptedProject =>
  scriptedProject({
    "pawl.config.ts": `import { defineVariant, PawlError } from ${CORE};
import config from ${CONFIG};
const [model] = config.models;
const numberOf = ({ messages }) => Number(/#(\\d+)/.exec(String(messages.at(-1).content))[1]);
const chosen = (index) => ({
  index,
  logProbs: [null, null, null, null],
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
  timings: { totalMs: 2000, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
});
const champion = {
  ...model,
  choose: async (request) => {
    const number = numberOf(request);
    if (${where}) { ${does}; }
    return chosen(number % 4);
  },
};
const answer = (number) => ${fallback};
const spare = { ...model, ref: { id: "spare" }, choose: async (request) => chosen(answer(numberOf(request))) };
const variant = defineVariant({ task: "triage", model: { id: "spare" }, instructions: "Guess.", decoding: "choose", sampling: {} });
const { triage } = config.tasks;
const task = { ...triage.task, profile: { ...triage.task.profile, stakes: "critical" } };
export default { ...config, models: [champion, spare], tasks: { triage: { ...triage, task, gate: { fallback: variant, ${gate} }, ${entry} } } };
`,
  });

const ran = async (command: (output: RecordingOutput) => Promise<number>) => {
  const output = recordingOutput();
  const exit = await command(output);
  return { exit, document: Object(output.documents[0]), text: output.printed.join("\n"), said: output.notes.join("\n") };
};
const evaluated = (project: ScriptedProject) =>
  ran(async (output) => evalCommand(output, await project.load(), { ...common, split: "dev", repeats: 1 }));
const blessed = (project: ScriptedProject) => ran(async (output) => blessCommand(output, await project.load(), { ...common, repeats: 1 }));
const gated = (project: ScriptedProject) => ran(async (output) => gateCommand(output, await project.load(), common));
const causes = ({ document }: { readonly document: { readonly items: readonly { readonly trace: Trace }[] } }) =>
  document.items.flatMap(({ trace }) => fallbackCause(trace) ?? []);

describe("the fallback of a critical task", () => {
  it.each([
    ["error", AWAY],
    ["timeout", `throw new PawlError("service.timeout", "Too late.", { retryable: false })`],
    ["over-budget", `throw new PawlError("use.over-budget", "No more.", { facts: { budget: "day", needed: {}, left: {} } })`],
  ])("answers where the champion ends with %s, and is counted", async (cause, does) => {
    using project = broken({ does });
    const { document, exit, text } = await evaluated(project);
    expect(exit).toBe(0);
    expect(causes({ document })).toEqual(Array(6).fill(cause));
    expect(document.items.every(({ trace }: { readonly trace: Trace }) => trace.outcome.kind === "ok")).toBe(true);
    expect(document.fallback).toMatchObject({ asked: 6, of: 60, causes: { [cause]: 6 }, scores: { label: 1 } });
    expect(text).toContain(`The fallback was asked for 6 of 60 answers (6 ${cause}); their mean label is 1.`);
  });

  it("answers in time where the champion hangs", async () => {
    using project = broken({ does: "return new Promise(() => {})", where: "number === 45", gate: "fallbackAfterMs: 50" });
    const { document } = await evaluated(project);
    expect(causes({ document })).toEqual(["timeout"]);
  });

  it("answers a person's question, too", async () => {
    using project = broken({ does: AWAY });
    const { document, exit } = await ran(async (output) =>
      runCommand(output, await project.load(), { ...common, input: "Where is the parcel #45", stdin: Readable.from([]) }),
    );
    expect({ exit, outcome: document.outcome, cause: fallbackCause(document) }).toEqual({
      exit: 0,
      outcome: { kind: "ok", output: "track", confidence: undefined },
      cause: "error",
    });
  });

  it("is what the gate measures where it is used: good answers pass, bad ones are a regression", async () => {
    const refuses = `throw new PawlError("use.over-budget", "No more.", { facts: { budget: "day", needed: {}, left: {} } })`;
    // Of those the champion could not be asked for, as many as there are may be: it is the fallback that is looked at.
    const loose = "missingLimit: 1, level: .8";
    using good = broken({ does: refuses, where: "false", gate: loose });
    expect((await blessed(good)).exit).toBe(0);
    const baseline = readFileSync(good.at("pawl/triage/baseline.json"), "utf8");
    for (const [fallback, verdict, exit] of [
      [RIGHT, "pass", 0],
      ["(number + 1) % 4", "regression", 1],
    ] as const) {
      using project = broken({ does: refuses, where: "number % 2 === 1", fallback, gate: loose });
      project.write("pawl/triage/baseline.json", baseline);
      const told = await gated(project);
      expect({ exit: told.exit, document: told.document }).toMatchObject({
        exit,
        document: { verdict, fallback: { asked: 30, of: 60, causes: { "over-budget": 30 } } },
      });
      expect(told.text).toContain("The fallback was asked for 30 of 60 answers");
    }
  });

  it("does not hide a champion that is away: bless and gate measure nothing", async () => {
    // Two proofs share the level, and there are 60 examples.
    const level = { gate: "level: .8" };
    using fine = broken({ does: AWAY, where: "false", ...level });
    await blessed(fine);
    const baseline = readFileSync(fine.at("pawl/triage/baseline.json"), "utf8");
    using away = broken({ does: AWAY, where: "true", ...level });
    expect((await blessed(away)).exit).toBe(3);
    away.write("pawl/triage/baseline.json", baseline);
    expect(await gated(away)).toMatchObject({ exit: 3, document: { verdict: "cannot-measure" } });
    using often = broken({ does: AWAY, where: "number % 10 === 5", ...level });
    often.write("pawl/triage/baseline.json", baseline);
    expect(await gated(often)).toMatchObject({
      exit: 3,
      document: { verdict: "cannot-measure", problems: [expect.stringContaining("6 of 60 answers (6 error)")] },
    });
    using few = broken({ does: AWAY, where: "number === 45", ...level });
    few.write("pawl/triage/baseline.json", baseline);
    expect(await gated(few)).toMatchObject({ exit: 0, document: { verdict: "pass", fallback: { asked: 1 } } });
  });

  it("does not make a gate look steady: where it answered for a champion that was away, an A/A check measures nothing", async () => {
    using away = broken({ does: 'throw new PawlError("service.timeout", "Too late.")', where: "true" });
    const { exit, said } = await ran(async (output) => gateAaCommand(output, await away.load(), { ...common, comparisons: 2 }));
    expect(exit).toBe(3);
    expect(said).toContain("could not be asked for 240 of 240 answers");
    expect(existsSync(away.at("pawl/triage/aa.json"))).toBe(false);
  });

  it("is refused where there is none, where it is the champion itself, and where it is of another task", async () => {
    using none = broken({ does: AWAY, gate: "fallback: undefined" });
    await expect(gated(none)).rejects.toMatchObject({ code: "use.no-baseline" });
    await expect(blessed(none)).rejects.toMatchObject({ code: "use.gate-incomplete" });
    using itself = broken({ does: AWAY, entry: "baseline: variant" });
    await expect(blessed(itself)).rejects.toMatchObject({
      code: "use.gate-incomplete",
      facts: { problems: [expect.stringContaining("another one than is gated")] },
    });
    using other = broken({ does: AWAY, gate: 'fallback: { ...variant, task: "say" }, fallbackAfterMs: -1' });
    await expect(other.load()).rejects.toMatchObject({
      code: "use.config-invalid",
      facts: { problems: [expect.stringContaining("fallbackAfterMs"), expect.stringContaining('the task "triage"')] },
    });
  });

  it("answers for the task's own function whenever that takes too long: a limit of the configuration is no service that is away", async () => {
    const entry = `run: (_, { abortSignal }) => new Promise((_, no) => abortSignal.addEventListener("abort", () => no(abortSignal.reason))), version: "1"`;
    using slow = broken({ does: AWAY, entry, gate: "fallbackAfterMs: 5" });
    const { document, exit } = await evaluated(slow);
    expect({ exit, causes: causes({ document }) }).toEqual({ exit: 0, causes: Array(60).fill("timeout") });
  });

  it("answers for the task's own function, and on workers", async () => {
    const entry = `run: async ({ message }) => { const n = Number(/#(\\d+)/.exec(message)[1]); if (n % 10 === 5) throw new Error("no"); return ["refund", "track", "damage", "other"][n % 4]; }, version: "1"`;
    using own = broken({ does: AWAY, entry });
    const { document } = await evaluated(own);
    expect(causes({ document })).toEqual(Array(6).fill("error"));
    expect(document.fallback).toMatchObject({ asked: 6, scores: { label: 1 } });

    using files = broken({ does: AWAY });
    const project = await files.load();
    const triage = project.entry("triage");
    const { model, variant } = await variantOf(project, triage, {});
    const fallback = await fallbackOf(project, triage, { variant, model });
    const real = await servedRunner(project, triage, { variant, model, fallback, dataset: await loadExamples(project, triage) });
    await using queue = memoryQueue();
    const stop = new AbortController();
    const worker = queue.work(caseHandler({ runnerOf: async () => real, worker: "w1" }), { concurrency: 1, abortSignal: stop.signal });
    const trace = await distributedRunner({ queue, runner: real, variant }).run({ message: "Where is the parcel #45" });
    stop.abort();
    await worker;
    expect(trace).toMatchObject({ outcome: { kind: "ok", output: "track" }, origin: { tags: { fallback: "error", worker: "w1" } } });
  });
});
