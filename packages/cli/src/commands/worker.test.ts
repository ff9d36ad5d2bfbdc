import { caseHandler, distributedRunner, memoryQueue } from "@pawl/compute";
import { defineVariant, type Json } from "@pawl/core";
import { openaiModel } from "@pawl/inference";
import { expect, it, vi } from "vitest";
import { runnerOf } from "../project/runner-of.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { scriptedProject } from "../scripted-project.fixture.ts";
import { evalCommand } from "./eval.ts";
import { workerCommand } from "./worker.ts";

const SECRET = "sk-proj-ThisIsAKeyThatNobodyMaySee0123456789";

it("puts no key of a model on the queue, nor its endpoint, and takes none back", async () => {
  using files = scriptedProject();
  const project = await files.load();
  const model = openaiModel({
    model: "gpt-x",
    baseUrl: "http://127.0.0.1:1/v1",
    apiKey: SECRET,
    headers: { "x-key": SECRET },
  });
  const variant = defineVariant({ task: "say", model: model.ref, instructions: "Greet.", decoding: "free", sampling: {} });
  const real = await runnerOf(project, project.entry("say"), { variant, model, dataset: null });
  await using queue = memoryQueue();
  const seen: Json[] = [];
  const stop = new AbortController();
  const handle = caseHandler({ runnerOf: async () => real });
  const worker = queue.work(
    async (payload, options) => {
      const answer = await handle(payload, options);
      seen.push(payload, answer);
      return answer;
    },
    { concurrency: 1, abortSignal: stop.signal },
  );
  const trace = await distributedRunner({ queue, runner: real, variant }).run({ message: "Hi" });
  stop.abort();
  await worker;
  expect(trace.outcome).toMatchObject({ kind: "error", error: { code: expect.stringMatching(/^service\./) } });
  const [payload, answer] = seen.map((each) => JSON.stringify(each));
  expect(payload).toContain("Greet.");
  expect(payload).not.toContain("127.0.0.1");
  expect(`${payload}${answer}`).not.toContain(SECRET);
});

it("says that Redis cannot be reached: a worker by its error, an evaluation by 3", async () => {
  using files = scriptedProject();
  const project = await files.load();
  const abortSignal = new AbortController().signal;
  const url = "redis://ann:hunter2@127.0.0.1:1";
  const output = recordingOutput();
  const working = workerCommand(output, project, { url, queue: "pawl", lease: 30, patience: 0.2, abortSignal });
  await expect(working).rejects.toMatchObject({ code: "service.unreachable" });
  const exit = await evalCommand(output, project, {
    task: "triage",
    split: "dev",
    repeats: 1,
    seed: 1,
    workers: url,
    patience: 0.2,
    abortSignal,
  });
  expect(exit).toBe(3);
  expect(output.documents).toMatchObject([{ error: { code: "service.unreachable" }, exit: 3 }]);
  expect(JSON.stringify([output.notes, output.documents])).not.toContain("hunter2");
});

it("takes the address from PAWL_REDIS_URL, and says of one with a password that was typed that it can be seen", async () => {
  using files = scriptedProject();
  vi.stubEnv("PAWL_REDIS_URL", "redis://ann:hunter2@127.0.0.1:1");
  const options = { queue: "pawl", lease: 30, patience: 0.2, abortSignal: new AbortController().signal };
  for (const [url, told] of [
    ["env", false],
    ["redis://ann:hunter2@127.0.0.1:1", true],
  ] as const) {
    const output = recordingOutput();
    await expect(workerCommand(output, await files.load(), { ...options, url })).rejects.toMatchObject({
      facts: { address: "127.0.0.1:1" },
    });
    expect(JSON.stringify(output.notes).includes("PAWL_REDIS_URL")).toBe(told);
    expect(JSON.stringify(output.notes)).not.toContain("hunter2");
  }
  vi.unstubAllEnvs();
});

it("refuses a URL that is none of a Redis", async () => {
  using files = scriptedProject();
  const abortSignal = new AbortController().signal;
  const options = { url: "http://127.0.0.1", queue: "pawl", lease: 30, patience: 1, abortSignal };
  await expect(workerCommand(recordingOutput(), await files.load(), options)).rejects.toMatchObject({ code: "use.redis-url" });
});
