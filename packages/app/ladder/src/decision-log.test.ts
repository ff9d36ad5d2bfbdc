import { appendFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Decision } from "@pawl/core";
import { expect, it } from "vitest";
import { decisionLog, readDecisionLog } from "./decision-log.ts";

async function folder(): Promise<{ readonly path: string; readonly [Symbol.asyncDispose]: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "pawl-log-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const decision = (round: number): Decision => ({
  format: "pawl.decision/1",
  at: 1,
  rung: "r",
  round,
  spent: {},
  why: "Because.",
  kind: "leads",
  candidate: "c",
});

it("reads back what was appended, in the order of the calls", async () => {
  await using dir = await folder();
  const path = join(dir.path, "log.jsonl");
  const log = decisionLog(path);
  await Promise.all([1, 2, 3, 4, 5].map((round) => log.append(decision(round))));
  expect(await readDecisionLog(path)).toEqual([1, 2, 3, 4, 5].map(decision));
});

it("passes over a line that a killed process left, and the next writer cuts it off", async () => {
  await using dir = await folder();
  const path = join(dir.path, "log.jsonl");
  await decisionLog(path).append(decision(1));
  await appendFile(path, '{"format":"pawl.dec');
  expect(await readDecisionLog(path)).toEqual([decision(1)]);
  await decisionLog(path).append(decision(2));
  expect(await readDecisionLog(path)).toEqual([decision(1), decision(2)]);
  expect(await readFile(path, "utf8")).not.toContain("pawl.dec{");
});

it("cuts off what a full disk took of a line, before the next of the same writer", async () => {
  await using dir = await folder();
  const [path, whole] = [join(dir.path, "log.jsonl"), join(dir.path, "whole.jsonl")];
  await decisionLog(whole).append(decision(1));
  await symlink(whole, path);
  const log = decisionLog(path);
  await log.append(decision(2));
  // Writing to /dev/full fails with ENOSPC.
  await rm(path);
  await symlink("/dev/full", path);
  await expect(log.append(decision(3))).rejects.toMatchObject({
    code: "io.decision-log-not-written",
    message: expect.stringContaining("ENOSPC"),
  });
  await rm(path);
  await appendFile(whole, '{"format":"pawl.dec');
  await symlink(whole, path);
  await log.append(decision(4));
  expect((await readDecisionLog(path)).map(({ round }) => round)).toEqual([1, 2, 4]);
});

it("names every bad line, up to 20", async () => {
  await using dir = await folder();
  const path = join(dir.path, "log.jsonl");
  const newer = JSON.stringify({ ...decision(1), format: "pawl.decision/2" });
  await writeFile(path, `${JSON.stringify(decision(1))}\nnot json\n${newer}\n[]\n${"x\n".repeat(30)}`);
  const failed: unknown = await readDecisionLog(path).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: "data.decision-log-invalid", facts: { lines: 33 } });
  const message = failed instanceof Error ? failed.message : "";
  expect(message).toContain('line 3 has the format "pawl.decision/2"');
  expect(message).toContain("and 13 more");
});

it("says which file cannot be read or written", async () => {
  await using dir = await folder();
  const path = join(dir.path, "none", "log.jsonl");
  await expect(readDecisionLog(path)).rejects.toMatchObject({ code: "io.decision-log-not-read", facts: { path } });
  await expect(decisionLog(path).append(decision(1))).rejects.toMatchObject({ code: "io.decision-log-not-written", facts: { path } });
});
