import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readDecisionLog } from "@pawl/ladder";
import { describe, expect, it } from "vitest";
import { loadProject } from "../project/project.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject, scriptedRows } from "../scripted-project.fixture.ts";
import { type ClimbCommandOptions, climbCommand } from "./climb.ts";

const climbed = async (
  project: ScriptedProject,
  options: Partial<ClimbCommandOptions> = {},
): Promise<ReturnType<typeof recordingOutput> & { exit: number }> => {
  const output = recordingOutput();
  const abortSignal = new AbortController().signal;
  const exit = await climbCommand(output, await project.load(), {
    task: "triage",
    seed: 1,
    replay: false,
    name: "pawl",
    abortSignal,
    ...options,
  });
  return { ...output, exit };
};

/** What a climb decided, without the time of day. */
const decided = async (project: ScriptedProject): Promise<unknown> =>
  (await readDecisionLog(project.at("pawl/triage/decisions.jsonl"))).map(({ at, ...rest }) => rest);

describe("climbCommand", () => {
  it("writes champion, decisions and report, and says what was found, what not, the next command and the paths", async () => {
    using project = scriptedProject();
    const { exit, printed, notes, documents } = await climbed(project);
    expect(exit).toBe(0);
    const champion = JSON.parse(readFileSync(project.at("pawl/triage/champion.json"), "utf8"));
    expect(champion).toMatchObject({
      format: "pawl.champion/1",
      evidence: { confirmed: true },
      variant: { demonstrations: { kind: "retrieved" } },
    });
    expect(champion.variant.demonstrations.retriever).toMatchObject({ name: "bm25, 4 kept", count: 8 });
    expect(readFileSync(project.at("pawl/triage/report.html"), "utf8")).toContain("<html");
    expect(readFileSync(project.at("pawl/triage/report.html"), "utf8")).toMatch(/Looks at the sealed split<[\s\S]*looked at once/);
    expect(existsSync(project.at("pawl/triage/.decisions.unfinished.jsonl"))).toBe(false);
    const text = printed.join("\n");
    for (const part of ["are the champion", "Not shown", "Fine-tuning would need", 'Next: pawl run triage "…"', "champion.json"])
      expect(text).toContain(part);
    expect(notes.join("\n")).toMatch(/Confirming on the sealed test split/);
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ format: "pawl.climb/1", confirmed: true, looks: { count: 1 } });
  });

  it("decides alike on a replay, also where the champion has changed since", async () => {
    using project = scriptedProject();
    await climbed(project);
    const first = await decided(project);
    const { exit } = await climbed(project, { replay: true });
    expect(exit).toBe(0);
    expect(await decided(project)).toEqual(first);
  });

  it("begins the next climb with the champion", async () => {
    using project = scriptedProject();
    await climbed(project);
    const { documents } = await climbed(project);
    expect(documents[0]).toMatchObject({ candidate: null, champion: { name: "champion" } });
  });

  it("goes on from the store after a stop, and leaves no half-written file", async () => {
    using whole = scriptedProject();
    await climbed(whole);
    using project = scriptedProject();
    const stop = new AbortController();
    const reason = new DOMException("Interrupted.", "AbortError");
    const output = { ...recordingOutput(), note: (text: string) => text.includes("Race on the rung") && stop.abort(reason) };
    const options = { task: "triage", seed: 1, replay: false, name: "pawl", abortSignal: stop.signal };
    await expect(climbCommand(output, await project.load(), options)).rejects.toBe(reason);
    expect(existsSync(project.at("pawl/triage/champion.json"))).toBe(false);
    expect(existsSync(project.at("pawl/triage/decisions.jsonl"))).toBe(false);
    await climbed(project);
    expect(await decided(project)).toEqual(await decided(whole));
  });

  it("replays a climb that began with a champion", async () => {
    using project = scriptedProject();
    await climbed(project);
    await climbed(project);
    const second = await decided(project);
    expect(JSON.stringify(second)).toContain("Nothing was shown better than the start");
    await climbed(project, { replay: true });
    expect(await decided(project)).toEqual(second);
  });

  it("refuses a replay where nothing was climbed", async () => {
    using project = scriptedProject();
    await expect(climbed(project, { replay: true })).rejects.toMatchObject({ code: "use.nothing-to-replay" });
  });

  it.each<{ readonly ms?: number; readonly calls?: number }>([{ ms: 0 }, { calls: 3 }, { ms: 100 }])(
    "refuses the budget %j, which pays for no climb",
    async (budget) => {
      using project = scriptedProject();
      await expect(climbed(project, { budget })).rejects.toMatchObject({
        code: "use.budget-too-small",
        message: expect.stringMatching(budget.ms === 100 ? /What was answered is kept\.$/ : /Nothing was run\.$/),
      });
      expect(existsSync(project.at("pawl/triage/champion.json"))).toBe(false);
    },
  );

  it("keeps a candidate that the sealed split does not confirm beside the champion and ends with 2", async () => {
    using project = scriptedProject({ "data/triage.jsonl": scriptedRows({ testIsWrong: true }) });
    const { exit, printed } = await climbed(project);
    expect(exit).toBe(2);
    const read = (file: string): unknown => JSON.parse(readFileSync(project.at(`pawl/triage/${file}`), "utf8"));
    expect(read("champion.json")).toMatchObject({ evidence: { confirmed: false }, variant: { demonstrations: { kind: "none" } } });
    expect(read("candidate.json")).toMatchObject({ variant: { demonstrations: { kind: "retrieved" } } });
    expect(printed.join("\n")).toContain("candidate.json");
  });

  it("stops with the model's own error where no case could be asked, and nothing of it is kept", async () => {
    const failing = `models: [{ ...model, choose: async () => { throw new PawlError("use.model-not-pulled", "Pull it (98 MB): pawl models pull x"); } }]`;
    using project = scriptedProject();
    const core = `import { PawlError } from ${JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")))};\n`;
    project.write("broken/pawl.config.ts", core + scriptedConfig(failing));
    project.write("broken/data/triage.jsonl", scriptedRows());
    const output = recordingOutput();
    const abortSignal = new AbortController().signal;
    const options = { task: "triage", seed: 1, replay: false, name: "pawl", abortSignal };
    const broken = await loadProject(project.at("broken/pawl.config.ts"));
    await expect(climbCommand(output, broken, options)).rejects.toMatchObject({
      code: "use.model-not-pulled",
      message: expect.stringContaining("98 MB"),
    });
    await using store = await broken.openStore();
    expect((await store.traces.list({})).items).toEqual([]);
  });

  it("refuses a budget of money for a model without a price", async () => {
    using project = scriptedProject({
      "pawl.config.ts": scriptedConfig("models: [{ ...model, capabilities: { ...model.capabilities, price: null } }]"),
    });
    await expect(climbed(project, { budget: { microDollars: 1_000_000 } })).rejects.toMatchObject({ code: "use.price-unknown" });
  });

  it("never spends more money than the budget", async () => {
    const price = "{ inputPerMillion: 10_000_000, cachedInputPerMillion: 0, outputPerMillion: 10_000_000 }";
    using project = scriptedProject({
      "pawl.config.ts": scriptedConfig(`models: [{ ...model, capabilities: { ...model.capabilities, price: ${price} } }]`),
    });
    const cap = 300_000;
    const { documents } = await climbed(project, { budget: { microDollars: cap } });
    const [{ spent }] = documents as readonly [{ readonly spent: { readonly microDollars: number } }];
    expect(spent.microDollars).toBeGreaterThan(cap / 10);
    expect(spent.microDollars).toBeLessThanOrEqual(cap);
  });
});
