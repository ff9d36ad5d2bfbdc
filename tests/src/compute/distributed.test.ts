import { existsSync, rmSync } from "node:fs";
import { startRedis, WITHOUT_REDIS } from "@pawl/tooling/redis";
import { Redis } from "ioredis";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { appears, type CliProcess, type CliProject, cliProject, type Ended, startCli } from "../cli/cli-process.ts";

type Item = {
  readonly trace: {
    readonly input: unknown;
    readonly outcome: unknown;
    readonly origin: { readonly example: unknown; readonly tags?: { readonly worker: string } };
  };
  readonly scores: unknown;
};
type Document = {
  readonly record: { readonly id: string; readonly planHash: string; readonly finishedAt: number | null };
  readonly items: readonly Item[];
};
type Env = { readonly [name: string]: string };

const started = new Set<CliProcess>();
const start = (args: readonly string[], project: CliProject, env: Env = {}): CliProcess => {
  const process = startCli(args, { cwd: project.folder, env });
  started.add(process);
  return process;
};
afterEach(async () => {
  for (const { child } of started) child.kill("SIGKILL");
  await Promise.all([...started].map(({ ended }) => ended));
  started.clear();
});

const evaluation = (project: CliProject, url: string, args: readonly string[] = []): CliProcess =>
  start(["eval", "triage", "--json", "--workers", url, ...args], project);
const worker = (project: CliProject, url: string, env: Env = {}, args: readonly string[] = []): CliProcess =>
  start(["worker", url, "--json", "--lease", "1", ...args], project, env);
/** Ends a worker by Ctrl-C. @returns how many cases it answered */
const dismissed = async ({ child, ended }: CliProcess): Promise<number> => {
  child.kill("SIGINT");
  const { exit, stdout } = await ended;
  expect(exit).toBe(130);
  return Object.values(JSON.parse(stdout).answered as { readonly [kind: string]: number }).reduce((sum, count) => sum + count, 0);
};
const documentOf = ({ stdout }: Ended): Document => JSON.parse(stdout);
const compared = ({ record, items }: Document): unknown => ({
  planHash: record.planHash,
  finished: record.finishedAt !== null,
  items: items.map(({ trace: { input, outcome, origin }, scores }) => ({ input, outcome, example: origin.example, scores })),
});

let inProcess: unknown;
beforeAll(async () => {
  if (WITHOUT_REDIS) return;
  using project = cliProject();
  const ended = await start(["eval", "triage", "--json"], project).ended;
  expect(documentOf(ended).items).toHaveLength(60);
  inProcess = compared(documentOf(ended));
});

describe.skipIf(WITHOUT_REDIS)("eval --workers [redis]", () => {
  it("equals the evaluation in process where one of three workers is killed in the middle; each case counts once", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    using elsewhere = cliProject();
    const held = elsewhere.at("held");
    const doomed = worker(elsewhere, redis.url, { SCRIPTED_HOLD: "call:3", SCRIPTED_HELD: held, SCRIPTED_MS: "10" });
    const others = [worker(project, redis.url, { SCRIPTED_MS: "10" }), worker(elsewhere, redis.url, { SCRIPTED_MS: "10" })];
    await Promise.all([doomed, ...others].map(({ says }) => says("Working on the queue")));
    const coordinator = evaluation(project, redis.url);
    await appears(held, doomed);
    doomed.child.kill("SIGKILL");
    const ended = await coordinator.ended;
    expect(ended.exit).toBe(0);
    const document = documentOf(ended);
    expect(compared(document)).toEqual(inProcess);
    const workers = new Set(document.items.map(({ trace }) => trace.origin.tags?.worker.split(":")[1]));
    expect([...workers].sort()).toEqual([doomed, ...others].map(({ child }) => String(child.pid)).sort());
    const counts = await Promise.all(others.map(dismissed));
    expect(counts.reduce((sum, count) => sum + count, 2)).toBe(60);
    await using raw = disposable(new Redis(redis.url));
    expect(await raw.redis.keys("pawl:pawl:j-*")).toEqual([]);
    expect(existsSync(elsewhere.at(".pawl"))).toBe(false);
  });

  it.each([
    ["with what it held", false],
    ["empty", true],
  ])("goes on where Redis is killed in the middle and comes back %s", async (_how, empty) => {
    await using redis = await startRedis();
    using project = cliProject();
    const held = project.at("held");
    const first = worker(project, redis.url, { SCRIPTED_HOLD: "call:20", SCRIPTED_HELD: held });
    await first.says("Working on the queue");
    const coordinator = evaluation(project, redis.url);
    await appears(held, first);
    await redis.kill();
    await coordinator.says("is away");
    rmSync(held);
    await redis.start({ empty });
    const ended = await coordinator.ended;
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toContain("is back");
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(first)).toBeGreaterThanOrEqual(60);
  });

  it("goes on where the coordinator is killed; what workers answered meanwhile is not asked again", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    const held = project.at("held");
    const only = worker(project, redis.url, { SCRIPTED_HOLD: "call:20", SCRIPTED_HELD: held });
    await only.says("Working on the queue");
    const killed = evaluation(project, redis.url);
    await appears(held, only);
    killed.child.kill("SIGKILL");
    await killed.ended;
    rmSync(held);
    const ended = await evaluation(project, redis.url).ended;
    expect(ended.exit).toBe(0);
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(only)).toBe(60);
  });

  it("ends with 3, a worker with 69, where Redis stays away, and the same command goes on later", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    const held = project.at("held");
    const first = worker(project, redis.url, { SCRIPTED_HOLD: "call:20", SCRIPTED_HELD: held }, ["--patience", "1"]);
    await first.says("Working on the queue");
    const coordinator = evaluation(project, redis.url, ["--patience", "1"]);
    await appears(held, first);
    await redis.stop();
    const [ended, lost] = await Promise.all([coordinator.ended, first.ended]);
    expect([ended.exit, lost.exit]).toEqual([3, 69]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "service.unreachable" }, exit: 3 });
    await redis.start();
    const again = evaluation(project, redis.url);
    const next = worker(project, redis.url);
    const later = await again.ended;
    expect(later.exit).toBe(0);
    expect(compared(documentOf(later))).toEqual(inProcess);
    await dismissed(next);
  });

  it("gives back the case in hand at Ctrl-C", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    const held = project.at("held");
    const first = worker(project, redis.url, { SCRIPTED_HOLD: "call:20", SCRIPTED_HELD: held });
    await first.says("Working on the queue");
    const coordinator = evaluation(project, redis.url);
    await appears(held, first);
    expect(await dismissed(first)).toBe(19);
    const second = worker(project, redis.url);
    const ended = await coordinator.ended;
    expect(compared(documentOf(ended))).toEqual(inProcess);
    expect(await dismissed(second)).toBe(41);
  });

  it("says that there is no worker, and ends with 3 where none comes", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    const { exit, stdout, stderr } = await evaluation(project, redis.url, ["--patience", "1"]).ended;
    expect(exit).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "service.no-workers" } });
    expect(stderr).toContain("No worker is connected");
  });

  it("stops with a clear error where a worker has another task of that name", async () => {
    await using redis = await startRedis();
    using project = cliProject();
    const labels = JSON.stringify(["refund", "track", "damage", "other", "more"]);
    using other = cliProject({ "pawl.config.ts": changedTask(project.read("pawl.config.ts"), labels) });
    const wrong = worker(other, redis.url);
    await wrong.says("Working on the queue");
    const ended = await evaluation(project, redis.url).ended;
    expect(ended.exit).toBe(64);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "use.worker-differs", facts: { what: "task" } } });
    expect(ended.stderr).toContain("Give it the same configuration");
    await dismissed(wrong);
    const right = worker(project, redis.url);
    expect(compared(documentOf(await evaluation(project, redis.url).ended))).toEqual(inProcess);
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
