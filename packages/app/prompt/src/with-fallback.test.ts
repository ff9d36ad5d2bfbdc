import {
  type FallbackCause,
  fallbackCause,
  type LanguageModel,
  type Outcome,
  PawlError,
  type RunEvent,
  type Runner,
  type Trace,
} from "@pawl/core";
import { type FakeAnswer, fakeClock, fakeModel, manualClock } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, mapCache, type Ticket, triage, variantOf } from "./testing/intake.ts";
import { runWithFallback, withFallback } from "./with-fallback.ts";

const input = { message: "Hi" };
const good = '{"intent": "track"}';
const other = '{"intent": "claim"}';
const failed = new PawlError("service.failed", "It failed.");

type Model = ReturnType<typeof fakeModel>;
const spare = variantOf({ instructions: "Read it, simply.", model: { id: "spare" } });
const spareModel = (answers: FakeAnswer = other): Model => fakeModel({ answers, ref: spare.model });
const runnerOf = (model: Model, variant = variantOf()): Runner<typeof input, Ticket> =>
  createRunner({ task: intake, variant, models: [model] });
const falling = (model: Model, second: Model = spareModel()): Runner<typeof input, Ticket> =>
  withFallback(runnerOf(model), { fallback: runnerOf(second, spare) });

it("asks nothing else where the first has an answer, or withheld it on purpose", async () => {
  const second = spareModel();
  const trace = await falling(fakeModel({ answers: good }), second).run(input);
  expect(trace.outcome).toEqual({ kind: "ok", output: { intent: "track" } });
  expect(fallbackCause(trace)).toBeNull();
  const skipped: Runner<typeof input, Ticket> = {
    ...runnerOf(fakeModel({ answers: good })),
    run: async () => ({ ...trace, outcome: { kind: "skipped", reason: "Not sure." } }),
  };
  const fallback = runnerOf(second, spare);
  expect((await withFallback(skipped, { fallback }).run(input)).outcome.kind).toBe("skipped");
  expect(second.calls).toHaveLength(0);
});

it.each([
  ["error", failed],
  ["timeout", new PawlError("service.timeout", "Too late.")],
  ["refused", { finishReason: "content-filter" }],
  ["invalid", "I do not know."],
  ["over-budget", new PawlError("use.over-budget", "No more.", { facts: { budget: "day", needed: {}, left: {} } })],
] as const)("answers with the fallback where the first's outcome is %s, and says so in the trace", async (cause, answer) => {
  const runner = falling(fakeModel({ answers: answer }));
  const trace = await runner.run(input, { seed: 4, origin: { user: "ada", tags: { a: "b" } } });
  expect(trace.outcome).toEqual({ kind: "ok", output: { intent: "claim" } });
  expect(fallbackCause(trace)).toBe(cause);
  const fallbackVariant = runnerOf(spareModel(), spare).variantId;
  expect(trace).toMatchObject({
    variantId: runnerOf(fakeModel()).variantId,
    rendererHash: runner.rendererHash,
    origin: { user: "ada", tags: { a: "b", fallback: cause, fallbackVariant } },
  });
  expect(trace.steps.map((step) => step.kind === "model" && step.model.id)).toEqual(["fake", "spare"]);
});

it("has the fallback's outcome where that has no answer either", async () => {
  const trace = await falling(fakeModel({ answers: "I do not know." }), spareModel(failed as never)).run(input);
  expect(trace.outcome).toMatchObject({ kind: "error", error: { code: "service.failed" } });
  expect(fallbackCause(trace)).toBe("invalid");
});

it("stops the first once its time is over, also one that does not hear that, and takes no answer that comes later", async () => {
  for (const deaf of [false, true]) {
    const clock = manualClock(0);
    const first = runnerOf(fakeModel({ answers: good }));
    const slow: Runner<typeof input, Ticket> = {
      ...first,
      run: (given, options) =>
        new Promise((resolve) => {
          const late = (outcome: Outcome<Ticket>): void => void first.run(given).then((trace) => resolve({ ...trace, outcome }));
          if (!deaf) options?.abortSignal?.addEventListener("abort", () => late({ kind: "timeout", afterMs: clock.now() }));
        }),
    };
    const running = withFallback(slow, { fallback: runnerOf(spareModel(), spare), afterMs: 500, clock }).run(input);
    await clock.advance(499);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(1);
    await clock.advance(100);
    const trace = await running;
    expect(trace.outcome).toEqual({ kind: "ok", output: { intent: "claim" } });
    expect(fallbackCause(trace)).toBe("timeout");
    expect(trace.variantId).toBe(first.variantId);
    expect(clock.sleeping()).toBe(0);
  }
});

it("asks nobody where the caller stopped it, or the deadline is over", async () => {
  const second = spareModel();
  const runner = falling(fakeModel({ answers: good }), second);
  expect((await runner.run(input, { abortSignal: AbortSignal.abort() })).outcome.kind).toBe("aborted");
  const late = AbortSignal.abort(new DOMException("Late.", "TimeoutError"));
  expect((await runner.run(input, { abortSignal: late })).outcome.kind).toBe("timeout");
  expect((await runner.run(input, { deadlineAt: 1 })).outcome.kind).toBe("timeout");
  expect(second.calls).toHaveLength(0);
});

it("voids what was streamed and streams the fallback's answer", async () => {
  const events = async (answers: FakeAnswer): Promise<readonly RunEvent<Ticket>[]> => {
    const seen: RunEvent<Ticket>[] = [];
    for await (const event of falling(fakeModel({ answers })).stream?.(input) ?? []) seen.push(event);
    return seen;
  };
  const texts = (seen: readonly RunEvent[]): string => seen.map((e) => (e.type === "text-delta" ? e.text : `<${e.type}>`)).join("");
  expect(texts(await events(good))).toBe(`${good}<end>`);
  const fallen = await events("I do not know.");
  expect(texts(fallen)).toBe(`I do not know.<restart>${other}<end>`);
  const end = fallen.at(-1);
  expect(end?.type === "end" && fallbackCause(end.trace)).toBe("invalid");
});

it("streams the fallback's answer where the first's stream stands still and does not hear that its time is over", async () => {
  const clock = manualClock(0);
  const first = runnerOf(fakeModel({ answers: good }));
  const stuck: Runner<typeof input, Ticket> = {
    ...first,
    stream: async function* () {
      yield { type: "text-delta", text: "I think" };
      await new Promise(() => {});
    },
  };
  const seen: RunEvent<Ticket>[] = [];
  const listening = (async () => {
    const runner = withFallback(stuck, { fallback: runnerOf(spareModel(), spare), afterMs: 500, clock });
    for await (const event of runner.stream?.(input) ?? []) seen.push(event);
  })();
  await clock.advance(500);
  await clock.advance(100);
  await listening;
  expect(seen.map((event) => (event.type === "text-delta" ? event.text : `<${event.type}>`)).join("")).toBe(
    `I think<restart>${other}<end>`,
  );
  const end = seen.at(-1);
  expect(end?.type === "end" && fallbackCause(end.trace)).toBe("timeout");
  expect(clock.sleeping()).toBe(0);
});

it("takes an answer of the cache for as slow as it was made, where it is measured what people meet", async () => {
  const clock = fakeClock();
  const cache = mapCache();
  const model = fakeModel({ answers: good });
  const slow: LanguageModel = {
    ...model,
    generate: async (request, options) => {
      clock.advance(700);
      return model.generate(request, options);
    },
  };
  const first = createRunner({ task: intake, variant: variantOf(), models: [slow], cache, clock });
  await first.run(input);
  const fallback = runnerOf(spareModel(), spare);
  const traces: Trace<unknown, Ticket>[] = [];
  for (const [afterMs, cachedAsMade] of [
    [500, true],
    [900, true],
    [500, false],
  ] as const)
    traces.push(await withFallback(first, { fallback, afterMs, cachedAsMade, clock: manualClock(Date.now()) }).run(input));
  expect(traces.map(fallbackCause)).toEqual(["timeout", null, null]);
  expect(traces[0]?.steps).toHaveLength(1);
  expect(traces[0]?.totalMs).toBeGreaterThanOrEqual(500);
});

it("closes the first's stream before its own is left", async () => {
  let closed = false;
  const first = runnerOf(fakeModel({ answers: good }));
  const open: Runner<typeof input, Ticket> = {
    ...first,
    stream: async function* () {
      try {
        yield { type: "text-delta", text: "I think" };
      } finally {
        await Promise.resolve();
        closed = true;
      }
    },
  };
  for await (const _ of withFallback(open, { fallback: runnerOf(spareModel(), spare), afterMs: 500 }).stream?.(input) ?? []) break;
  expect(closed).toBe(true);
});

it("is another run than one without, or with another fallback or time", () => {
  const first = runnerOf(fakeModel());
  const fallback = runnerOf(spareModel(), spare);
  const another = runnerOf(spareModel(), { ...spare, instructions: "Otherwise." });
  const hashes = [
    first,
    withFallback(first, { fallback }),
    withFallback(first, { fallback: another }),
    withFallback(first, { fallback, afterMs: 9 }),
  ];
  expect(new Set(hashes.map(({ rendererHash }) => rendererHash)).size).toBe(4);
  expect(new Set(hashes.map(({ variantId }) => variantId)).size).toBe(1);
});

it("falls back from a function that tells its traces, too", async () => {
  const told = await runnerOf(fakeModel({ answers: good })).run(input);
  const causes: (FallbackCause | null)[] = [];
  for (const outcome of [told.outcome, { kind: "error", error: { code: "own", message: "", retryable: false, facts: {} } }] as const) {
    const run = async (): Promise<Trace<unknown, Ticket>> => ({ ...told, variantId: null, outcome });
    const trace = await runWithFallback(run, { fallback: runnerOf(spareModel(), spare) })(input);
    causes.push(fallbackCause(trace));
  }
  expect(causes).toEqual([null, "error"]);
});

it("refuses the variant itself, a variant of another task and a time that is none", () => {
  const first = runnerOf(fakeModel());
  expect(() => withFallback(first, { fallback: first })).toThrow(TypeError);
  const strange: Runner<never, Ticket> = { ...first, variantId: "1".repeat(64), task: { name: triage.name, hash: triage.hash } };
  expect(() => withFallback<never, Ticket>(first, { fallback: strange })).toThrow(TypeError);
  for (const afterMs of [0, Number.NaN, -1])
    expect(() => withFallback(first, { fallback: runnerOf(spareModel(), spare), afterMs })).toThrow(RangeError);
});
