import { hashOf, memoryStore, type RunOptions, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { type CaseHandlerOptions, caseHandler } from "./case-handler.ts";
import { distributedFunction } from "./distributed-function.ts";
import type { JobQueue } from "./job-queue.ts";
import { memoryQueue } from "./memory-queue.ts";

const task = { name: "triage", hash: "5".repeat(64) };
const code = "c".repeat(64);
const origin = { runId: "r1", example: { id: "e1", repeat: 0 } };

const working = (queue: JobQueue, functionOf: CaseHandlerOptions["functionOf"]): AsyncDisposable => {
  const stop = new AbortController();
  const runnerOf = async () => Promise.reject(new Error("It has no variants."));
  const worker = queue.work(caseHandler({ runnerOf, functionOf, worker: "w1" }), { concurrency: 2, abortSignal: stop.signal });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await worker;
    },
  };
};
const traced = async (input: unknown, { origin, seed }: RunOptions): Promise<Trace> =>
  sampleTrace({ id: hashOf(String(input)), origin: origin ?? {}, outcome: { kind: "ok", output: `${String(input)} ${seed}` }, totalMs: 7 });

it("gives the trace of the function that a worker has, with its time there", async () => {
  await using queue = memoryQueue();
  const asked: string[] = [];
  await using _ = working(queue, async ({ task: { name } }) => {
    asked.push(name);
    return { task, code, traced };
  });
  const distributed = distributedFunction({ queue, task, code });
  const trace = await distributed.traced("a", { origin, seed: 3 });
  expect(trace).toMatchObject({
    input: "a",
    outcome: { kind: "ok", output: "a 3" },
    totalMs: 7,
    origin: { ...origin, tags: { worker: "w1" } },
  });
  await distributed.traced("b", { origin });
  expect(asked).toEqual(["triage"]);
  await distributed.releasing(memoryStore()).traces.put([trace]);
});

it.each([
  ["code", { task, code: "d".repeat(64) }],
  ["task", { task: { ...task, hash: "6".repeat(64) }, code }],
] as const)("rejects where a worker has another %s, and says both hashes", async (what, other) => {
  await using queue = memoryQueue();
  await using _ = working(queue, async () => ({ ...other, traced }));
  const [asked, here] = what === "code" ? [code, other.code] : [task.hash, other.task.hash];
  await expect(distributedFunction({ queue, task, code }).traced("a", { origin })).rejects.toMatchObject({
    code: "use.worker-differs",
    facts: { what, asked, here, worker: "w1" },
    message: expect.stringMatching(new RegExp(`${here.slice(0, 12)}.*${asked.slice(0, 12)}`)),
  });
});

it("rejects where a worker runs variants alone", async () => {
  await using queue = memoryQueue();
  await using _ = working(queue, undefined);
  await expect(distributedFunction({ queue, task, code }).traced("a", { origin })).rejects.toMatchObject({ code: "use.no-function" });
});
