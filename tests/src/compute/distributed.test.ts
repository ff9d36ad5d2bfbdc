import { existsSync, rmSync } from "node:fs";
import { WITHOUT_REDIS } from "@pawl/tooling/redis";
import { Redis } from "ioredis";
import { beforeAll, describe, expect, it } from "vitest";
import { appears, cliProject } from "../cli/cli-process.ts";
import { compared, comparedInProcess, dismissed, documentOf, fleet } from "./fleet.ts";

let inProcess: unknown;
beforeAll(async () => {
  if (!WITHOUT_REDIS) inProcess = await comparedInProcess();
});

describe.skipIf(WITHOUT_REDIS)("eval --workers [redis]", () => {
  it("equals the evaluation in process where one of three workers is killed in the middle; each case counts once", async () => {
    await using all = await fleet();
    using elsewhere = cliProject();
    const held = elsewhere.at("held");
    const slow = { SCRIPTED_MS: "10" };
    const [doomed, ...others] = await Promise.all([
      all.worker({ project: elsewhere, env: { ...slow, SCRIPTED_HOLD: "call:3", SCRIPTED_HELD: held } }),
      all.worker({ env: slow }),
      all.worker({ project: elsewhere, env: slow }),
    ]);
    const coordinator = all.evaluation();
    await appears(held, doomed);
    doomed.child.kill("SIGKILL");
    const ended = await coordinator.ended;
    expect(ended.exit).toBe(0);
    const document = documentOf(ended);
    expect(compared(document)).toEqual(inProcess);
    const workers = new Set(document.items.map(({ trace }) => trace.origin.tags?.["worker"]?.split(":")[1]));
    expect([...workers].sort()).toEqual([doomed, ...others].map(({ child }) => String(child.pid)).sort());
    const counts = await Promise.all(others.map(dismissed));
    expect(counts.reduce((sum, count) => sum + count, 2)).toBe(60);
    await using raw = disposable(new Redis(all.redis.url));
    expect(await raw.redis.keys("pawl:pawl:j-*")).toEqual([]);
    expect(existsSync(elsewhere.at(".pawl"))).toBe(false);
  });

  it.each([
    ["with what it held", false],
    ["empty", true],
  ])("goes on where Redis is killed in the middle and comes back %s", async (_how, empty) => {
    await using all = await fleet();
    const { worker, coordinator } = await all.heldAt(20);
    await all.redis.kill();
    await coordinator.says("is away");
    rmSync(all.held);
    await all.redis.start({ empty });
    const ended = await coordinator.ended;
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toContain("is back");
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(worker)).toBeGreaterThanOrEqual(60);
  });

  it("goes on where the coordinator is killed; what workers answered meanwhile is not asked again", async () => {
    await using all = await fleet();
    const { worker, coordinator } = await all.heldAt(20);
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    rmSync(all.held);
    const ended = await all.evaluation().ended;
    expect(ended.exit).toBe(0);
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(worker)).toBe(60);
  });

  it("ends with 3, a worker with 69, where Redis stays away, and the same command goes on later", async () => {
    await using all = await fleet();
    const { worker, coordinator } = await all.heldAt(20, { args: ["--patience", "1"] });
    await all.redis.stop();
    const [ended, lost] = await Promise.all([coordinator.ended, worker.ended]);
    expect([ended.exit, lost.exit]).toEqual([3, 69]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "service.unreachable" }, exit: 3 });
    await all.redis.start();
    const again = all.evaluation();
    const next = await all.worker();
    const later = await again.ended;
    expect(later.exit).toBe(0);
    expect(compared(documentOf(later))).toEqual(inProcess);
    await dismissed(next);
  });

  it("gives back the case in hand at Ctrl-C", async () => {
    await using all = await fleet();
    const { worker, coordinator } = await all.heldAt(20);
    expect(await dismissed(worker)).toBe(19);
    const second = await all.worker();
    const ended = await coordinator.ended;
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(second)).toBe(41);
  });

  it("says that there is no worker, and ends with 3 where none comes", async () => {
    await using all = await fleet();
    const { exit, stdout, stderr } = await all.evaluation({ args: ["--patience", "1"] }).ended;
    expect(exit).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "service.no-workers" } });
    expect(stderr).toContain("No worker is connected");
  });

  it("stops with a clear error where a worker has another task of that name", async () => {
    await using all = await fleet();
    const labels = JSON.stringify(["refund", "track", "damage", "other", "more"]);
    using other = cliProject({ "pawl.config.ts": changedTask(all.project.read("pawl.config.ts"), labels) });
    const wrong = await all.worker({ project: other });
    const ended = await all.evaluation().ended;
    expect(ended.exit).toBe(64);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "use.worker-differs", facts: { what: "task" } } });
    expect(ended.stderr).toContain("Give it the same configuration");
    await dismissed(wrong);
    const right = await all.worker();
    expect(compared(documentOf(await all.evaluation().ended))).toEqual(inProcess);
    await dismissed(right);
  });
});

/** The scripted configuration with a task whose hash is another one. */
function changedTask(scripted: string, labels: string): string {
  const from = /from ("[^"]+")/.exec(scripted)?.[1] ?? "";
  return `import config from ${from};
const { triage } = config.tasks;
const task = { ...triage.task, hash: ${JSON.stringify("0".repeat(64))}, outputJsonSchema: { enum: ${labels} } };
export default { ...config, tasks: { ...config.tasks, triage: { ...triage, task } } };
`;
}

function disposable(redis: Redis): AsyncDisposable & { readonly redis: Redis } {
  return { redis, [Symbol.asyncDispose]: async () => redis.disconnect() };
}
