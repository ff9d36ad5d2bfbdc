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

it("asks the Redis that is named, tells no password, and ends with 1 where one that was asked for does not answer", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "pawl-doctor-"));
  const redis = async (
    env: NodeJS.ProcessEnv,
    workers?: string,
  ): Promise<{ readonly exit: number; readonly finding: Finding | undefined }> => {
    const output = recordingOutput();
    const exit = await doctorCommand(output, { cwd, env, workers });
    const [findings] = output.documents as readonly [readonly Finding[]];
    expect(JSON.stringify(output)).not.toContain("hunter2");
    return { exit, finding: findings.find(({ what }) => what === "Redis") };
  };
  // Port 9 is discard: nothing listens.
  const away = "redis://:hunter2@127.0.0.1:9";
  expect(await redis({ PAWL_REDIS_URL: away })).toMatchObject({
    exit: 0,
    finding: { ok: false, needed: false, unlocks: expect.stringContaining("Start Redis") },
  });
  expect(await redis({}, away)).toMatchObject({
    exit: 1,
    finding: { needed: true, found: "127.0.0.1:9 refuses the connection: nothing listens there" },
  });
  expect(await redis({}, "http://:hunter2@host")).toMatchObject({ exit: 1, finding: { found: "no usable address" } });
  expect(await redis({}, "env")).toMatchObject({ exit: 1, finding: { unlocks: expect.stringContaining("PAWL_REDIS_URL is not set") } });
  expect(await redis({})).toMatchObject({ exit: 0, finding: { ok: false, found: "no address" } });
});
