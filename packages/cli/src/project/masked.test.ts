import { readFileSync } from "node:fs";
import { evaluate } from "@pawl/eval";
import { expect, it } from "vitest";
import { scriptedConfig, scriptedProject } from "../scripted-project.fixture.ts";
import { loadExamples } from "./load-examples.ts";

const KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD";

async function kept(config: string): Promise<string> {
  const row = { id: "m1", split: "dev", input: { message: `My key is ${KEY}, write to jo@mail.example` }, expected: "track" };
  using made = scriptedProject({ "pawl.config.ts": scriptedConfig(config), "data/triage.jsonl": `${JSON.stringify(row)}\n` });
  const project = await made.load();
  const entry = project.entry("triage");
  await using store = await project.openStore();
  await evaluate({ dataset: await loadExamples(project, entry), run: () => "track", version: "1", scorers: entry.scorers, store });
  const { items } = await store.traces.list({});
  return `${JSON.stringify(items)}${readFileSync(made.at(".pawl/store.sqlite"), "latin1")}${readFileSync(made.at(".pawl/store.sqlite-wal"), "latin1")}`;
}

it("writes no secret into the store, and personal data only where it is not masked", async () => {
  const usual = await kept("");
  expect(usual).not.toContain(KEY);
  expect(usual).toContain("jo@mail.example");
  const masked = await kept("maskPersonalData: true");
  expect(masked).toContain("My key is [secret]");
  expect(masked).not.toContain("jo@mail.example");
});
