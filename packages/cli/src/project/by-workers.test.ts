import { expect, it } from "vitest";
import { evalCommand } from "../commands/eval.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedConfig, scriptedProject, scriptedRows } from "../scripted-project.fixture.ts";
import { loadProject } from "./project.ts";

const common = { task: "triage", split: "dev", repeats: 1, seed: 1, abortSignal: new AbortController().signal };

it("looks answers up without asking the model for anything, so that none is loaded where workers are", async () => {
  const counted = `models: [{ ...model, countTokens: () => { throw new Error("It was counted by the model."); } }]`;
  using project = scriptedProject({ "counted.config.ts": scriptedConfig(counted) });
  expect(await evalCommand(recordingOutput(), await project.load(), common)).toBe(0);
  project.write("data/triage.jsonl", scriptedRows().replace("parcel #45", "parcel #700"));
  const output = recordingOutput();
  const config = await loadProject(project.at("counted.config.ts"));
  const workers = { workers: "redis://127.0.0.1:1", patience: 0.2, concurrency: 60 };
  // One message is new: its answer alone would be the workers'.
  expect(await evalCommand(output, config, { ...common, ...workers })).toBe(3);
  expect(output.documents).toMatchObject([{ error: { code: "service.unreachable" } }]);
  project.write("data/triage.jsonl", scriptedRows().replace("m45", "m450"));
  const again = recordingOutput();
  const exit = await evalCommand(again, config, { ...common, ...workers });
  expect(exit, again.notes.join("\n")).toBe(0);
});
