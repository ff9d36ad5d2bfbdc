import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { doctorCommand, type Finding } from "./doctor.ts";

it("says what is there, and what each missing thing would unlock, without the key itself", async () => {
  const output = recordingOutput();
  const cwd = mkdtempSync(join(tmpdir(), "pawl-doctor-"));
  const exit = await doctorCommand(output, { cwd, env: { OPENAI_API_KEY: "sk-secret" } });
  const [findings] = output.documents as readonly [readonly Finding[]];
  expect(exit).toBe(0);
  expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining(["Node", "disk", "store", "models", "OPENAI_API_KEY", "Python"]));
  expect(findings.find(({ what }) => what === "configuration")).toMatchObject({ ok: false, unlocks: expect.stringContaining("pawl init") });
  for (const { unlocks } of findings) expect(unlocks).not.toBe("");
  expect(JSON.stringify(output)).not.toContain("sk-secret");
});
