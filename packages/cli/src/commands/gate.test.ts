import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { gateWorkflow } from "../gate/gate-workflow.ts";
import { loadProject } from "../project/project.ts";
import { type RecordingOutput, recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject, scriptedRows, variantShowing } from "../scripted-project.fixture.ts";
import { type BlessCommandOptions, blessCommand } from "./bless.ts";
import { evalUntilDecidedCommand } from "./eval-until-decided.ts";
import { type GateCommandOptions, gateCommand } from "./gate.ts";
import { gateAaCommand } from "./gate-aa.ts";

type Ran = { readonly exit: number; readonly output: RecordingOutput; readonly document: Record<string, unknown> };

const abortSignal = new AbortController().signal;
const COMMON = { task: "triage", seed: 1, abortSignal };
const ran = async (command: (output: RecordingOutput) => Promise<number>): Promise<Ran> => {
  const output = recordingOutput();
  const exit = await command(output);
  return { exit, output, document: Object(output.documents[0]) };
};
const load = (project: ScriptedProject, config: string) => loadProject(project.at(config));
const bless = (project: ScriptedProject, options: Partial<BlessCommandOptions> & { readonly config?: string } = {}): Promise<Ran> =>
  ran(async (output) =>
    blessCommand(output, await load(project, options.config ?? "pawl.config.ts"), { ...COMMON, repeats: 1, ...options }),
  );
const gated = (project: ScriptedProject, options: Partial<GateCommandOptions> & { readonly config?: string } = {}): Promise<Ran> =>
  ran(async (output) => gateCommand(output, await load(project, options.config ?? "pawl.config.ts"), { ...COMMON, ...options }));
const aa = (project: ScriptedProject, comparisons: number, config: string = "pawl.config.ts"): Promise<Ran> =>
  ran(async (output) => gateAaCommand(output, await load(project, config), { ...COMMON, comparisons }));

/** A configuration whose task differs in some fields of its entry. */
const changedEntry = (fields: string): string => scriptedConfig(`tasks: { triage: { ...config.tasks.triage, ${fields} } }`);
const failing = (code: string): string =>
  `import { PawlError } from ${JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")))};\n${scriptedConfig(`models: [{ ...model, choose: async () => { throw new PawlError(${JSON.stringify(code)}, "It is away."); } }]`)}`;
/** Right by a coin that is thrown for each answer: no two runs agree. */
const coin = (bias: number): string =>
  `let drawn = 1;\nconst random = () => (drawn = (drawn * 48271) % 2147483647) / 2147483647;\n${scriptedConfig(
    `models: [{ ...model, choose: async (request, options) => ({ ...(await model.choose(request, options)), index: random() < ${bias} ? Number(/#(\\d+)/.exec(String(request.messages.at(-1).content))[1]) % 4 : 0 }) }]`,
  )}`;

const baselineFile = "pawl/triage/baseline.json";
afterEach(() => {
  process.exitCode = undefined;
});

describe("bless and gate", () => {
  it("passes on itself, with the same bytes when blessed again", async () => {
    using project = scriptedProject();
    expect((await bless(project)).exit).toBe(0);
    const first = readFileSync(project.at(baselineFile), "utf8");
    const { exit, document, output } = await gated(project);
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: {
        verdict: "pass",
        sameVariant: true,
        metrics: [
          { metric: "label", kind: "pass", n: 60 },
          { metric: "first-token-p95", baseline: 20 },
        ],
      },
    });
    expect(output.printed.join("\n")).toContain("detectable");
    await bless(project);
    expect(readFileSync(project.at(baselineFile), "utf8")).toBe(first);
    expect(first).not.toContain("Where is the parcel");
  });

  it("ends with 1 for a worse variant, with the items that became wrong in both files", async () => {
    using project = scriptedProject();
    await bless(project, { variant: variantShowing(project, 8) });
    const [markdown, junit] = [project.at("out/gate.md"), project.at("out/gate.xml")];
    const { exit, document } = await gated(project, { markdown, junit });
    expect({ exit, document }).toMatchObject({ exit: 1, document: { verdict: "regression", sameVariant: false } });
    expect(readFileSync(markdown, "utf8")).toMatch(/\d\d became worse[\s\S]*\| `m\d+` \| 1 \| 0 \|/);
    expect(readFileSync(junit, "utf8")).toContain('failures="1" errors="0"');
  });

  it("ends with 0 for a better variant", async () => {
    using project = scriptedProject();
    await bless(project);
    expect(await gated(project, { variant: variantShowing(project, 8) })).toMatchObject({ exit: 0, document: { verdict: "pass" } });
  });

  it("ends with 2 on few items, and says how many would decide", async () => {
    const rows = scriptedRows().split("\n");
    using project = scriptedProject({ "data/triage.jsonl": `${[...rows.slice(0, 50), ...rows.slice(100, 110)].join("\n")}\n` });
    await bless(project);
    const { exit, document } = await gated(project);
    expect({ exit, document }).toMatchObject({
      exit: 2,
      document: { verdict: "inconclusive", metrics: [{ n: 10, needed: expect.any(Number) }, {}] },
    });
  });

  it("ends with 3 where the endpoint is away, and blesses nothing then", async () => {
    using project = scriptedProject({ "away.config.ts": failing("service.unreachable") });
    expect((await bless(project, { config: "away.config.ts" })).exit).toBe(3);
    await expect(gated(project)).rejects.toMatchObject({ code: "use.no-baseline" });
    await bless(project);
    const markdown = project.at("gate.md");
    expect(await gated(project, { config: "away.config.ts", markdown, variant: variantShowing(project, 4) })).toMatchObject({
      exit: 3,
      document: {
        verdict: "cannot-measure",
        problems: [expect.stringContaining("It is away.")],
        error: { code: "service.unreachable", message: expect.stringContaining("It is away.") },
      },
    });
    expect(readFileSync(markdown, "utf8")).toContain("Cannot measure");
  });

  it("says why cases have no answer, in its text, its Markdown and its JSON", async () => {
    using project = scriptedProject({
      "broken.config.ts": scriptedConfig(
        'models: [{ ...model, choose: async (request, options) => { if (String(request.messages.at(-1).content).includes("7")) throw new Error("It broke | here."); return model.choose(request, options); } }]',
      ),
    });
    await bless(project);
    const markdown = project.at("gate.md");
    const { exit, document, output } = await gated(project, { config: "broken.config.ts", markdown, variant: variantShowing(project, 4) });
    expect({ exit, document }).toMatchObject({
      exit: 3,
      document: {
        metrics: [{ metric: "label", kind: "cannot-measure", interval: null }, {}],
        missing: [{ scorer: null, code: "bug.unexpected", reason: expect.stringContaining("It broke | here."), cases: 15 }],
      },
    });
    expect(output.printed.join("\n")).toMatch(/Cases that ended in an error:\n {2}15 × .*It broke \| here\. \(your own code, /);
    expect(readFileSync(markdown, "utf8")).toMatch(/^- Cases that ended in an error: 15 × .*It broke \\\| here\. \\\(your own code, .*$/m);
  });

  it("ends with 4 where scorers, margins or examples changed, and runs nothing", async () => {
    using project = scriptedProject({
      "scorer.config.ts": changedEntry('scorers: [{ ...config.tasks.triage.scorers[0], hash: "another" }]'),
      "margin.config.ts": changedEntry("gate: { metrics: { label: { margin: .5 } } }"),
      "data.config.ts": changedEntry('dataset: "data/other.jsonl"'),
      "data/other.jsonl": scriptedRows().replace("parcel #45", "parcel #46"),
    });
    await bless(project);
    for (const [config, said] of [
      ["scorer.config.ts", 'The scorer "label"'],
      ["margin.config.ts", "severity|margin"],
      ["data.config.ts", "The examples of the dev split"],
    ] as const) {
      const { exit, document } = await gated(project, { config });
      expect({ exit, verdict: document["verdict"] }).toEqual({ exit: 4, verdict: "criteria-changed" });
      expect(String(document["problems"])).toMatch(new RegExp(said));
    }
    await expect(
      load(project, "pawl.config.ts")
        .then((loaded) => loaded.openStore())
        .then(async (store) => {
          const { items } = await store.runs.list({}, {});
          await store[Symbol.asyncDispose]();
          return items.length;
        }),
    ).resolves.toBe(1);
  });

  it("refuses a baseline that was edited by hand, is newer or holds a merge conflict", async () => {
    using project = scriptedProject();
    await bless(project);
    const written = readFileSync(project.at(baselineFile), "utf8");
    for (const [text, code] of [
      [written.replace('["m40",', '["m40" ,'), "data.baseline-edited"],
      [written.replace('["m41"', '<<<<<<< ours\n["m41"'), "data.baseline-conflict"],
      [written.replace("pawl.baseline/1", "pawl.baseline/7"), "data.baseline-newer"],
    ] as const) {
      writeFileSync(project.at(baselineFile), text);
      await expect(gated(project)).rejects.toMatchObject({ code });
    }
  });

  it("blesses and gates stored runs, and refuses those of another task", async () => {
    using project = scriptedProject();
    const { document } = await bless(project);
    const run = String(document["run"]);
    expect((await bless(project, { run })).exit).toBe(0);
    expect((await gated(project, { run })).exit).toBe(0);
    const say = await bless(project, { task: "say" });
    await expect(gated(project, { run: String(say.document["run"]) })).rejects.toMatchObject({ code: "use.other-run" });
  });

  it("prints the verdict also where its summary cannot be written", async () => {
    using project = scriptedProject();
    await bless(project);
    const output = recordingOutput();
    const gating = gateCommand(output, await load(project, "pawl.config.ts"), { ...COMMON, markdown: project.folder });
    await expect(gating).rejects.toMatchObject({ code: "io.cannot-write" });
    expect(output.printed.join("\n")).toContain("Pass:");
    expect(output.documents).toEqual([]);
  });

  it("says all that a profile makes mandatory, at once", async () => {
    using project = scriptedProject({
      "critical.config.ts": changedEntry(
        'task: { ...config.tasks.triage.task, profile: { stakes: "critical", trigger: "proactive", adaptation: "static", audience: "customer" } }',
      ),
    });
    await expect(bless(project, { config: "critical.config.ts" })).rejects.toMatchObject({
      code: "use.gate-incomplete",
      facts: { problems: [expect.stringContaining("fallback"), expect.stringContaining("abstainBelow")] },
    });
  });

  it("checks the gate's settings with the configuration", async () => {
    using project = scriptedProject({
      "bad.config.ts": changedEntry('gate: { lvel: .9, level: 2, metrics: { label: { severity: "hard", margin: 0 } } }'),
    });
    await expect(gated(project, { config: "bad.config.ts" })).rejects.toMatchObject({
      code: "use.config-invalid",
      facts: { problems: { length: 4 } },
    });
  });

  it("refuses margins that nothing could fall short of", async () => {
    using project = scriptedProject({
      "one.config.ts": changedEntry("gate: { metrics: { label: { margin: 1 } } }"),
      "endless.config.ts": changedEntry("gate: { metrics: { label: { margin: Infinity } } }"),
    });
    await expect(bless(project, { config: "one.config.ts" })).rejects.toMatchObject({ code: "use.gate-incomplete" });
    await expect(bless(project, { config: "endless.config.ts" })).rejects.toMatchObject({ code: "use.config-invalid" });
  });

  it("blesses no run that was stopped on the way", async () => {
    using project = scriptedProject();
    const { document } = await ran(async (output) =>
      evalUntilDecidedCommand(output, await load(project, "pawl.config.ts"), {
        ...COMMON,
        repeats: 1,
        variant: variantShowing(project, 8),
      }),
    );
    const { exit, output } = await bless(project, { run: String(document["run"]) });
    expect(exit).toBe(3);
    expect(output.notes.join("\n")).toMatch(/of 60 examples/);
    expect(existsSync(project.at(baselineFile))).toBe(false);
  });
});

describe("gate --until-decided", () => {
  it("stops once it is a regression, and says what was saved", async () => {
    using project = scriptedProject();
    await bless(project, { variant: variantShowing(project, 8) });
    const { exit, document } = await gated(project, { untilDecided: true });
    expect({ exit, document }).toMatchObject({
      exit: 1,
      document: {
        verdict: "regression",
        unmatched: { baseline: [], candidate: [] },
        metrics: [{ metric: "label", kind: "regression" }, {}],
      },
    });
    const [label] = Object(document["metrics"]);
    expect(label.n).toBeLessThan(40);
    expect(label.notes[0]).toContain(`Stopped after ${label.n} of 60 examples, ${60 - label.n} answers saved`);
  });

  it("is inconclusive where the examples run out, and refuses two gates", async () => {
    using project = scriptedProject({
      "two.config.ts": changedEntry(
        'scorers: [...config.tasks.triage.scorers, { ...config.tasks.triage.scorers[0], name: "other" }], gate: { metrics: { label: { severity: "gate" }, other: { severity: "gate" } } }',
      ),
    });
    await bless(project);
    expect(await gated(project, { untilDecided: true })).toMatchObject({ exit: 2, document: { verdict: "inconclusive" } });
    await bless(project, { config: "two.config.ts" });
    await expect(gated(project, { config: "two.config.ts", untilDecided: true })).rejects.toMatchObject({ code: "use.until-decided" });
  });
});

describe("gate --aa", () => {
  it("calls a deterministic variant so, and keeps it beside the baseline", async () => {
    using project = scriptedProject();
    const { exit, document } = await aa(project, 2);
    expect({ exit, document }).toMatchObject({ exit: 0, document: { comparisons: 2, flips: 0, deterministic: true } });
    await bless(project);
    const gate = await gated(project);
    expect(gate.exit).toBe(0);
    expect(gate.output.printed.join("\n")).toContain("A/A: Deterministic");
  });

  it("counts for the examples and the variant alone that it was measured on", async () => {
    using project = scriptedProject({
      "data.config.ts": changedEntry('dataset: "data/other.jsonl"'),
      "data/other.jsonl": scriptedRows().replace("parcel #45", "parcel #46"),
    });
    await aa(project, 2);
    await bless(project);
    const other = await gated(project, { variant: variantShowing(project, 8) });
    expect(other.document["notes"]).toEqual([expect.stringMatching(/^A\/A, of another variant: Deterministic/)]);
    await bless(project, { config: "data.config.ts" });
    const { document } = await gated(project, { config: "data.config.ts" });
    expect(document["notes"]).toEqual([expect.stringContaining("other criteria or examples")]);
  });

  it("takes no answer from the cache, and refuses a gate that flips until that is accepted", async () => {
    const loose = "gate: { level: .3, metrics: { label: { margin: .001 } } }";
    using project = scriptedProject({
      "noisy.config.ts": `${coin(0.6).replace("...config,", `...config, tasks: { triage: { ...config.tasks.triage, ${loose} } },`)}`,
    });
    const { exit, document } = await aa(project, 12, "noisy.config.ts");
    expect({ exit, document }).toMatchObject({ exit: 1, document: { deterministic: false, flipRate: { n: 12 } } });
    await bless(project, { config: "noisy.config.ts" });
    expect(await gated(project, { config: "noisy.config.ts" })).toMatchObject({
      exit: 3,
      document: { problems: [expect.stringContaining("flips")] },
    });
    const accepted = await gated(project, { config: "noisy.config.ts", acceptFlips: true });
    expect(accepted.document["verdict"]).not.toBe("cannot-measure");
  });

  it("shuffles the demonstrations: an answer that goes by their order flips, one that does not is deterministic", async () => {
    const byOrder = `choose: async (request, options) => {
      const first = Number(/a (\\d+)/.exec(request.messages.map(({ content }) => String(content)).join())[1]);
      const number = Number(/#(\\d+)/.exec(String(request.messages.at(-1).content))[1]);
      return { ...(await model.choose(request, options)), index: (number + ((first * 37 + number) % 8 < 3 ? 1 : 0)) % 4 };
    }`;
    const loose = "tasks: { triage: { ...config.tasks.triage, gate: { level: .3, metrics: { label: { margin: .001 } } } } }";
    const shown = async (changed: string): Promise<Ran> => {
      using project = scriptedProject({ "pawl.config.ts": scriptedConfig(changed) });
      const variant = variantShowing(project, 8);
      return await ran(async (output) => gateAaCommand(output, await project.load(), { ...COMMON, comparisons: 12, variant }));
    };
    const { document } = await shown(`${loose}, models: [{ ...model, ${byOrder} }]`);
    expect(document).toMatchObject({ deterministic: false, flipRate: { n: 12 } });
    expect(Object(document["flipRate"]).value).toBeGreaterThan(0);
    expect(document["itemFlips"]).toBeGreaterThan(0.2);
    const { document: heedless, output } = await shown(loose);
    expect(heedless).toMatchObject({ deterministic: true, flips: 0, itemFlips: 0 });
    expect(output.printed.join("\n")).toContain("Deterministic");
  });

  it("refuses a file that no check wrote", async () => {
    using project = scriptedProject({ "pawl/triage/aa.json": '{"format":"pawl.aa/1"}' });
    await bless(project);
    await expect(gated(project)).rejects.toMatchObject({ code: "data.aa-invalid" });
  });
});

describe("gateWorkflow", () => {
  it("is YAML that gates each pull request, and is the one in the guides", () => {
    const text = gateWorkflow("triage");
    const { jobs, on } = parse(text);
    expect(Object.keys(on)).toEqual(["pull_request"]);
    expect(jobs.gate.steps.map(({ run }: { readonly run?: string }) => run)).toContain(
      "npx pawl gate triage --markdown pawl-gate.md --junit pawl-gate.xml",
    );
    expect(text).toBe(readFileSync(new URL("../../../../docs/guides/gate-workflow.yml", import.meta.url), "utf8"));
  });
});
