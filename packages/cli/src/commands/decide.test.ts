import { fileURLToPath } from "node:url";
import { formatMoney } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Project } from "../project/project.ts";
import { type RecordingOutput, recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject, variantShowing } from "../scripted-project.fixture.ts";
import { blessCommand } from "./bless.ts";
import { compareManyCommand } from "./compare-many.ts";
import { evalCommand } from "./eval.ts";
import { type EvalUntilDecidedOptions, evalUntilDecidedCommand } from "./eval-until-decided.ts";
import { planCommand } from "./plan.ts";

const abortSignal = new AbortController().signal;
const COMMON = { task: "triage", seed: 1, repeats: 1, abortSignal };
type Ran = { readonly exit: unknown; readonly output: RecordingOutput; readonly document: Record<string, unknown> };

const ran = async (project: ScriptedProject, command: (output: RecordingOutput, project: Project) => Promise<unknown>): Promise<Ran> => {
  const output = recordingOutput({ columns: 140 });
  const exit = await command(output, await project.load());
  return { exit, output, document: Object(output.documents[0]) };
};
const decided = (project: ScriptedProject, options: Partial<EvalUntilDecidedOptions> = {}): Promise<Ran> =>
  ran(project, (output, loaded) => evalUntilDecidedCommand(output, loaded, { ...COMMON, ...options }));
const runOf = async (project: ScriptedProject, variant?: string, repeats: number = 1): Promise<string> => {
  const { document } = await ran(project, (output, loaded) => evalCommand(output, loaded, { ...COMMON, split: "dev", variant, repeats }));
  return Object(document["record"]).id;
};

describe("eval --until-decided", () => {
  it("runs a better variant beside the champion only until that is shown", async () => {
    using project = scriptedProject();
    const { exit, document, output } = await decided(project, { variant: variantShowing(project, 8) });
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: { against: "the champion", decided: true, verdict: { kind: "better" }, examples: 60 },
    });
    expect(document["savedCases"]).toBe(2 * (60 - Number(document["looked"])));
    expect(output.printed.join("\n")).toContain("answers saved");
  });

  it("ends with 3 where no case was answered", async () => {
    using project = scriptedProject({
      "pawl.config.ts": scriptedConfig('models: [{ ...model, choose: async () => { throw new Error("It broke."); } }]'),
    });
    const { exit, document, output } = await decided(project, { variant: variantShowing(project, 8) });
    const missing = [{ scorer: null, code: "bug.unexpected", reason: expect.stringContaining("It broke."), cases: 120 }];
    expect({ exit, document }).toMatchObject({ exit: 3, document: { decided: false, missing, exit: 3 } });
    expect(output.printed.join("\n")).toMatch(/ended in an error:\n {2}120 × .*It broke\./);
  });

  it("ends with 3 where a fallback answered for a variant that could not be asked, and says how often", async () => {
    const core = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")));
    const spare = `const spare = defineVariant({ task: "triage", model: { id: "spare" }, instructions: "Guess.", decoding: "choose", sampling: {} });
const late = { ...model, choose: async () => { throw new PawlError("service.timeout", "Too late."); } };`;
    const more = scriptedConfig(
      'models: [late, { ...model, ref: { id: "spare" } }], tasks: { triage: { ...config.tasks.triage, gate: { fallback: spare } } }',
    );
    const [imports, ...rest] = more.split("export default");
    using project = scriptedProject({
      "pawl.config.ts": `import { defineVariant, PawlError } from ${core};\n${imports}${spare}\nexport default${rest.join("export default")}`,
    });
    const { exit, document, output } = await decided(project, { variant: variantShowing(project, 8) });
    const use = { causes: { timeout: document["looked"] } };
    expect({ exit, document }).toMatchObject({ exit: 3, document: { exit: 3, fallback: use, championFallback: use } });
    expect(output.printed.join("\n")).toMatch(/The champion's fallback: The fallback was asked for \d+ of \d+ answers/);
    expect(output.notes.join("\n")).toContain("Nothing could be measured: The variant could not be asked");
  });

  it("says the code of what is away", async () => {
    const core = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")));
    const broken = scriptedConfig(
      'models: [{ ...model, choose: async () => { throw new PawlError("service.unreachable", "It is away.", { facts: { host: "h" } }); } }]',
    );
    using project = scriptedProject({ "pawl.config.ts": `import { PawlError } from ${core};\n${broken}` });
    const { exit, document } = await decided(project, { variant: variantShowing(project, 8) });
    const error = { code: "service.unreachable", message: expect.stringContaining("It is away."), facts: { host: "h" } };
    expect({ exit, document }).toEqual({ exit: 3, document: { error, exit: 3 } });
  });

  it("ends with 1 against a baseline that is better, and with 0 against one that is shown as good", async () => {
    using project = scriptedProject();
    await ran(project, (output, loaded) => blessCommand(output, loaded, { ...COMMON, variant: variantShowing(project, 8) }));
    expect(await decided(project)).toMatchObject({ exit: 1, document: { against: "the blessed baseline", verdict: { kind: "worse" } } });
    expect(await decided(project, { variant: variantShowing(project, 8) })).toMatchObject({
      exit: 0,
      document: { decided: true, verdict: { kind: "equivalent" } },
    });
  });

  it("compares with a stored run, and refuses where there is nothing to compare with", async () => {
    using project = scriptedProject();
    await expect(decided(project)).rejects.toMatchObject({ code: "use.nothing-to-decide" });
    const run = await runOf(project, variantShowing(project, 8));
    expect(await decided(project, { against: run })).toMatchObject({ exit: 1, document: { against: `run ${run}` } });
    await expect(decided(project, { against: "none" })).rejects.toMatchObject({ code: "use.unknown-run" });
  });
});

describe("compare of several", () => {
  it("ranks them, 0 where one is the best and 2 where that is open", async () => {
    using project = scriptedProject();
    const [none, four, eight] = [
      await runOf(project),
      await runOf(project, variantShowing(project, 4)),
      await runOf(project, variantShowing(project, 8)),
    ];
    const ranked = await ran(project, (output, loaded) => compareManyCommand(output, loaded, { runs: [none, four, eight] }));
    expect(ranked).toMatchObject({
      exit: 0,
      document: { format: "pawl.leaderboard/1", rows: [{ name: eight, inBest: true }, { name: four, inBest: false }, { name: none }] },
    });
    expect(ranked.output.printed.join("\n")).toContain("One run is shown to be the best");
    const again = await runOf(project, variantShowing(project, 9));
    expect(await ran(project, (output, loaded) => compareManyCommand(output, loaded, { runs: [none, eight, again] }))).toMatchObject({
      exit: 2,
    });
  });
});

describe("plan", () => {
  it("plans a critical task's gate at the level that Holm leaves it beside guardrails that are to be shown", async () => {
    const profile = '{ stakes: "critical", trigger: "reactive", adaptation: "static", audience: "internal" }';
    using project = scriptedProject({
      "pawl.config.ts": scriptedConfig(
        `tasks: { triage: { ...config.tasks.triage, task: { ...config.tasks.triage.task, profile: ${profile} } } }`,
      ),
    });
    const { document } = await ran(project, (output, loaded) =>
      planCommand(output, loaded, { task: "triage", effect: 0.1, power: 0.8, level: 0.95 }),
    );
    // Two are to be shown, the label and the time to the first token: 1 − .1/2.
    expect(document["gates"]).toMatchObject([{ metric: "label", level: 0.95 }]);
  });

  it("refuses a difference that a score from 0 to 1 cannot have", async () => {
    using project = scriptedProject();
    await expect(
      ran(project, (output, loaded) => planCommand(output, loaded, { task: "triage", effect: 5, power: 0.8, level: 0.95 })),
    ).rejects.toMatchObject({ code: "use.effect", facts: { effect: 5 } });
  });

  it("goes by the two last variants on one split, and says what repeats save and each gate takes", async () => {
    using project = scriptedProject();
    const planned = (): Promise<Ran> =>
      ran(project, (output, loaded) => planCommand(output, loaded, { task: "triage", effect: 0.1, power: 0.8, level: 0.95 }));
    expect((await planned()).document).toMatchObject({
      basis: "none",
      gates: [{ metric: "label", severity: "gate", margin: 0.05, level: 0.9 }],
    });
    await runOf(project);
    expect((await planned()).document).toMatchObject({ basis: "one-run" });
    await runOf(project, variantShowing(project, 4), 2);
    const { document, output } = await planned();
    expect(document).toMatchObject({
      basis: "paired",
      within: 0,
      usefulRepeats: null,
      repeats: [{ repeats: 1 }],
      cost: { microDollars: 0 },
    });
    // The scripted model says 20 ms an answer, also for what comes from the cache; both sides run on each example.
    expect(Object(document["cost"]).ms).toBeCloseTo(40 * Number(document["needed"]), 6);
    expect(output.printed.join("\n")).toContain("Gate label, margin 0.05 at 90 %");
  });

  it("says from which repeat on more are waste, and what the answers cost", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      id: `s${i}`,
      split: "dev",
      input: { message: `Hi #${i}` },
      expected: "Hello from the shop.",
    }));
    // A coin by the case's seed, another for each of the two; "always" makes it right on each second example. An answer takes 100 tokens, $0.001.
    const generate = `generate: async (request) => {
      const written = await model.generate(request);
      const always = request.messages[0].content.includes("always");
      const sure = always && Number(/#(\\d+)/.exec(String(request.messages.at(-1).content))[1]) % 2 === 0;
      const message = { ...written.message, content: sure || (request.seed >> (always ? 9 : 12)) % 2 === 0 ? written.message.content : "Bye." };
      return { ...written, message, usage: { ...written.usage, inputTokens: 100 } };
    }`;
    const price =
      "capabilities: { ...model.capabilities, price: { inputPerMillion: 10_000_000, cachedInputPerMillion: 0, outputPerMillion: 0 } }";
    using project = scriptedProject({
      "data/say.jsonl": rows.map((row) => JSON.stringify(row)).join("\n"),
      "pawl.config.ts": scriptedConfig(`models: [{ ...model, ${price}, ${generate} }]`),
      "always.json": JSON.stringify({
        ...{ format: "pawl.variant/1", task: "say", model: { id: "scripted" }, instructions: "Greet, always." },
        ...{ demonstrations: { kind: "none" }, sampling: {}, decoding: "free", reasks: 0 },
      }),
    });
    for (const variant of [undefined, project.at("always.json")])
      await ran(project, (output, loaded) => evalCommand(output, loaded, { ...COMMON, task: "say", split: "dev", variant, repeats: 3 }));
    const { document, output } = await ran(project, (printer, loaded) =>
      planCommand(printer, loaded, { task: "say", effect: 0.1, power: 0.8, level: 0.95 }),
    );
    // Of one repeat: ¼ of noise on one side, ½·¼ on the other; the items' true differences are 0 and ½: ω² = .0625, so 4·.375/.0625 = 24 repeats.
    const { between, needed, usefulRepeats, within } = Object(document);
    expect(within).toBeCloseTo(0.375, 1);
    expect(between).toBeGreaterThan(0.03);
    expect(between).toBeLessThan(0.1);
    expect(usefulRepeats).toBe(Math.ceil((4 * within) / between));
    expect(document).toMatchObject({ basis: "paired", cost: { microDollars: 2_000 * needed }, repeats: { length: 5 } });
    const [once, twice] = Object(document["repeats"]);
    expect([once.items, twice.cost.microDollars]).toEqual([needed, 1_000 * twice.cases]);
    expect(twice.items).toBeLessThan(once.items);
    const printed = output.printed.join("\n");
    expect(printed).toContain(`Repeats beyond ${usefulRepeats} are waste`);
    expect(printed).toMatch(new RegExp(`Spread of a paired difference.*, \\${formatMoney(2_000 * needed)}\\.`));
    expect(printed).toContain(`  2 repeats: ${twice.items} examples, ${twice.cases} answers. Cost: `);
  });
});
