import { defineVariant, hashOf, type Json, memoryStore, PawlError, type Runner, type RunOptions, type Trace, variantId } from "@pawl/core";
import { manualClock, sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { caseHandler } from "./case-handler.ts";
import { distributedRunner } from "./distributed-runner.ts";
import type { JobQueue } from "./job-queue.ts";
import { memoryQueue } from "./memory-queue.ts";

const task = { name: "triage", hash: "5".repeat(64) };
const variant = defineVariant({
  task: task.name,
  model: { id: "fake" },
  instructions: "Sort it.",
  demonstrations: { kind: "none" },
  sampling: {},
  decoding: "free",
  reasks: 0,
});
const rendererHash = "b".repeat(64);

interface Ran {
  readonly input: unknown;
  readonly options: RunOptions;
}

/** A Runner of the variant whose outcome is said by `answer`. */
function runner(
  answer: (input: unknown, options: RunOptions) => Trace["outcome"] | Promise<Trace["outcome"]>,
  ran: Ran[] = [],
  made: Partial<Pick<Runner, "task" | "rendererHash">> = {},
): Runner<unknown, unknown> {
  return {
    task,
    variantId: variantId(variant),
    rendererHash,
    ...made,
    run: async (input, options = {}) => {
      ran.push({ input, options });
      const id = hashOf({ input: JSON.stringify(input), n: ran.length });
      return sampleTrace({ id, input, origin: options.origin ?? {}, outcome: await answer(input, options) });
    },
  };
}

const ok = (input: unknown): Trace["outcome"] => ({ kind: "ok", output: { was: input } });
const originOf = (id: string): { readonly origin: NonNullable<RunOptions["origin"]> } => ({
  origin: { runId: "r1", example: { id, repeat: 0, cluster: "c" }, user: "ann" },
});

const working = (queue: JobQueue, real: Runner<unknown, unknown>, asked: string[] = []): AsyncDisposable => {
  const stop = new AbortController();
  const runnerOf = async ({ task: { name } }: { readonly task: { readonly name: string } }): Promise<Runner<unknown, unknown>> => {
    asked.push(name);
    return real;
  };
  const worker = queue.work(caseHandler({ runnerOf, worker: "w1" }), { concurrency: 2, abortSignal: stop.signal });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await worker;
    },
  };
};

it("gives the trace that a worker's Runner gave, with the seed, the origin and the input of the case", async () => {
  await using queue = memoryQueue();
  const ran: Ran[] = [];
  const asked: string[] = [];
  await using _ = working(queue, runner(ok, ran), asked);
  const distributed = distributedRunner({ queue, runner: runner(ok), variant });
  const input = { message: "Where is it?" };
  const trace = await distributed.run(input, { ...originOf("e1"), seed: 7, shuffleDemonstrations: true, deadlineAt: 99 });
  await distributed.run(input, originOf("e2"));
  expect(trace).toMatchObject({ input, outcome: { kind: "ok", output: { was: input } } });
  expect(trace.origin).toEqual({ ...originOf("e1").origin, tags: { worker: "w1" } });
  expect(ran[0]).toMatchObject({ input, options: { seed: 7, shuffleDemonstrations: true, deadlineAt: 99 } });
  expect(ran[1]?.options).not.toHaveProperty("seed");
  expect(asked).toEqual(["triage"]);
  expect(distributed).toMatchObject({ task, variantId: variantId(variant), rendererHash });
});

it("runs a case once that is asked for again before its trace is stored, as a second start does", async () => {
  await using queue = memoryQueue();
  const ran: Ran[] = [];
  await using _ = working(queue, runner(ok, ran));
  const first = await distributedRunner({ queue, runner: runner(ok), variant }).run("a", originOf("e1"));
  const distributed = distributedRunner({ queue, runner: runner(ok), variant });
  expect(await distributed.run("a", originOf("e1"))).toEqual(first);
  expect(ran).toHaveLength(1);
  await distributed.run("a", originOf("e2"));
  await distributed.run("a", { ...originOf("e1"), seed: 2 });
  expect(ran).toHaveLength(3);
});

it("puts nothing on the queue that is known, and gives it as it is", async () => {
  await using queue = memoryQueue();
  const ran: Ran[] = [];
  await using _ = working(queue, runner(ok, ran));
  const trace = sampleTrace({ id: "t1", outcome: { kind: "ok", output: "from before" } });
  const known = async (input: unknown, { origin }: RunOptions) => (input === "a" && origin?.runId === "r1" ? trace : null);
  const distributed = distributedRunner({ queue, runner: runner(ok), variant, known });
  expect(await distributed.run("a", originOf("e1"))).toBe(trace);
  expect(ran).toEqual([]);
  expect((await distributed.run("b", originOf("e2"))).outcome).toEqual(ok("b"));
  expect(ran).toHaveLength(1);
});

it("takes a result off the queue once its trace is in the store", async () => {
  await using queue = memoryQueue();
  const ran: Ran[] = [];
  await using _ = working(queue, runner(ok, ran));
  const distributed = distributedRunner({ queue, runner: runner(ok), variant });
  const store = distributed.releasing(memoryStore());
  const trace = await distributed.run("a", originOf("e1"));
  await store.traces.put([trace]);
  expect((await store.traces.list({})).items).toEqual([trace]);
  await distributed.run("a", originOf("e1"));
  expect(ran).toHaveLength(2);
});

it.each([
  ["error", { kind: "error", error: { code: "service.failed", message: "Away.", retryable: true, facts: {} } }],
  ["timeout", { kind: "timeout", afterMs: 5 }],
  ["over-budget", { kind: "over-budget", budget: "b", needed: {}, left: {} }],
] as const)("tries a case again at the next start whose outcome was %s", async (_kind, outcome) => {
  await using queue = memoryQueue();
  const ran: Ran[] = [];
  await using _ = working(
    queue,
    runner(() => outcome, ran),
  );
  const distributed = distributedRunner({ queue, runner: runner(ok), variant });
  expect((await distributed.run("a", originOf("e1"))).outcome).toEqual(outcome);
  await distributed.run("a", originOf("e1"));
  expect(ran).toHaveLength(2);
});

it.each([
  ["task", { task: { ...task, hash: "6".repeat(64) } }],
  ["renderer", { rendererHash: "c".repeat(64) }],
] as const)("rejects where a worker makes another %s of its configuration, and says which worker", async (what, made) => {
  await using queue = memoryQueue();
  const worker = working(queue, runner(ok, [], made));
  const distributed = distributedRunner({ queue, runner: runner(ok), variant });
  await expect(distributed.run("a", originOf("e1"))).rejects.toMatchObject({ code: "use.worker-differs", facts: { what, worker: "w1" } });
  await worker[Symbol.asyncDispose]();
  await using _ = working(queue, runner(ok));
  expect((await distributed.run("a", originOf("e1"))).outcome.kind).toBe("ok");
});

it("rejects with what keeps a worker from running cases at all", async () => {
  await using queue = memoryQueue();
  const stop = new AbortController();
  const error = new PawlError("use.unknown-task", "There is no such task.");
  const worker = queue.work(caseHandler({ runnerOf: async () => Promise.reject(error) }), { concurrency: 1, abortSignal: stop.signal });
  await expect(distributedRunner({ queue, runner: runner(ok), variant }).run("a", originOf("e1"))).rejects.toMatchObject({
    code: error.code,
  });
  stop.abort();
  await worker;
});

it.each([[{ format: "pawl.case/2" }], ["text"], [null]])("a worker refuses the job %j, which is no case", async (payload) => {
  const handle = caseHandler({ runnerOf: async () => runner(ok) });
  await expect(handle(payload as Json, {})).rejects.toMatchObject({ code: "data.not-a-case" });
});

it("a worker refuses a variant that was changed on the way", async () => {
  await using queue = memoryQueue();
  await using _ = working(queue, runner(ok));
  const changed = { ...variant, instructions: "Something else." };
  const distributed = distributedRunner({ queue, runner: runner(ok), variant: changed });
  await expect(distributed.run("a", originOf("e1"))).rejects.toMatchObject({ code: "use.worker-differs", facts: { what: "variant" } });
});

it("asks again for what an earlier start was told had failed, also where it never read that", async () => {
  await using queue = memoryQueue();
  const jobs: string[] = [];
  const watched: JobQueue = {
    ...queue,
    add: async (added) => {
      jobs.push(...added.map(({ id }) => id));
      await queue.add(added);
    },
  };
  const wrong = working(queue, runner(ok, [], { rendererHash: "c".repeat(64) }));
  const stop = new AbortController();
  const left = distributedRunner({ queue: watched, runner: runner(ok), variant }).run("a", { ...originOf("e1"), abortSignal: stop.signal });
  stop.abort();
  await left;
  // The answer to the job that nobody waits for.
  for await (const { id } of queue.results(jobs.slice(0, 1))) expect(id).toBe(jobs[0]);
  await wrong[Symbol.asyncDispose]();
  await using _ = working(queue, runner(ok));
  expect((await distributedRunner({ queue: watched, runner: runner(ok), variant }).run("a", originOf("e1"))).outcome.kind).toBe("ok");
  expect(new Set(jobs).size).toBe(1);
});

it("rejects where something else works on the queue", async () => {
  await using queue = memoryQueue();
  const stop = new AbortController();
  const worker = queue.work(async () => "hello", { concurrency: 1, abortSignal: stop.signal });
  await expect(distributedRunner({ queue, runner: runner(ok), variant }).run("a", originOf("e1"))).rejects.toMatchObject({
    code: "data.not-an-answer",
  });
  stop.abort();
  await worker;
});

it("adds a job again that the server lost", async () => {
  await using queue = memoryQueue();
  let lost = 0;
  const losing: JobQueue = {
    ...queue,
    add: async (jobs) => {
      if (lost++ > 1) await queue.add(jobs);
    },
  };
  await using _ = working(queue, runner(ok));
  expect((await distributedRunner({ queue: losing, runner: runner(ok), variant }).run("a", originOf("e1"))).outcome.kind).toBe("ok");
});

it("a case that kills its workers is an error of that case", async () => {
  const lost = { code: "service.worker-lost", message: "They died.", retryable: true, facts: {} };
  const queue: JobQueue = {
    ...memoryQueue(),
    results: async function* () {
      yield { id: "any", error: lost };
    },
  };
  const trace = await distributedRunner({ queue, runner: runner(ok), variant }).run("a", originOf("e1"));
  expect(trace).toMatchObject({ input: "a", outcome: { kind: "error", error: lost }, origin: originOf("e1").origin });
});

it("gives the outcome aborted, or timeout, where it is stopped; a worker that is stopped gives the case back", async () => {
  await using queue = memoryQueue();
  const clock = manualClock();
  const distributed = distributedRunner({ queue, runner: runner(ok), variant, clock });
  const stop = new AbortController();
  const stopped = distributed.run("a", { ...originOf("e1"), abortSignal: stop.signal });
  stop.abort();
  expect((await stopped).outcome).toEqual({ kind: "aborted" });
  const late = AbortSignal.abort(new DOMException("Late.", "TimeoutError"));
  expect((await distributed.run("a", { ...originOf("e1"), abortSignal: late })).outcome).toEqual({ kind: "timeout", afterMs: 0 });

  const begun = Promise.withResolvers<void>();
  const deaf = runner(async () => {
    begun.resolve();
    return new Promise<Trace["outcome"]>(() => {});
  });
  const worker = working(queue, deaf);
  await begun.promise;
  await worker[Symbol.asyncDispose]();
  await using _ = working(queue, runner(ok));
  expect((await distributed.run("a", originOf("e1"))).outcome.kind).toBe("ok");
});
