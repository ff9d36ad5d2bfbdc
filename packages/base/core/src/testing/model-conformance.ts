import assert from "node:assert/strict";
import type { GenerateRequest } from "../generate-request.ts";
import type { GenerateResult, Timings, Usage } from "../generate-result.ts";
import type { LanguageModel } from "../language-model.ts";
import type { StreamEvent } from "../stream-event.ts";
import { collect } from "./collect.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** A model under test; `dispose` also ends what stands behind it (a server). The model's own disposal is called before. */
export interface ModelUnderTest {
  readonly model: LanguageModel;
  readonly dispose?: (() => Promise<void>) | undefined;
}

export interface ModelConformanceOptions {
  /** False for a fake that answers a fixed text whatever `maxTokens` says. @default true */
  readonly heedsMaxTokens?: boolean | undefined;
}

const FINISH_REASONS = ["stop", "length", "tool-calls", "content-filter", "refusal", "other"];
const ASK: GenerateRequest = { messages: [{ role: "user", content: "Say the word hello." }], sampling: { temperature: 0, maxTokens: 24 } };
const SCHEMA = { type: "object", properties: { word: { type: "string" } }, required: ["word"], additionalProperties: false };

/**
 * Returns what every `LanguageModel` promises, as cases for any test runner. `make` gives a new model for each case, or the same one where loading is
 * slow (then without disposing it). The model must answer `Say the word hello.` with some text within 24 tokens or be cut off there; what it says is not looked at.
 */
export function modelConformance(
  make: () => Promise<ModelUnderTest> | ModelUnderTest,
  options: ModelConformanceOptions = {},
): readonly ConformanceCase[] {
  const test = (name: string, check: (model: LanguageModel) => Promise<void>): ConformanceCase => ({
    name,
    run: async () => {
      const { model, dispose } = await make();
      try {
        await check(model);
      } finally {
        await dispose?.();
      }
    },
  });
  return [
    test("generates a result that is complete and JSON", async (model) => {
      const result = await model.generate(ASK);
      checkResult(result);
      assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    }),
    test("counts no fewer tokens than it used for its answer", async (model) => {
      const { message, usage } = await model.generate(ASK);
      if (usage === null || message.toolCalls) return;
      // Eight for marks around the answer that are no part of its text.
      const counted = await model.countTokens(message.content);
      assert.ok(usage.outputTokens - usage.reasoningTokens <= counted + 8, `${usage.outputTokens} used, ${counted} counted`);
    }),
    test("counts whole numbers, at least one for a text and more for a longer one", async (model) => {
      const [short, long] = [await model.countTokens("hello"), await model.countTokens("hello ".repeat(200))];
      for (const count of [short, long]) assert.ok(Number.isInteger(count) && count > 0);
      assert.ok(long > short);
    }),
    test("heeds maxTokens", async (model) => {
      if (options.heedsMaxTokens === false) return;
      const { finishReason, usage } = await model.generate({ ...ASK, sampling: { temperature: 0, maxTokens: 1 } });
      assert.ok(usage === null || usage.outputTokens <= 1);
      assert.ok(finishReason === "length" || finishReason === "stop");
    }),
    test("streams deltas, then exactly one end with all of them", async (model) => {
      const events = await collect(model.stream(ASK));
      const result = endOf(events);
      checkResult(result);
      const text = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
      assert.equal(text, result.message.content);
    }),
    test("answers several calls at once, and calls of functions taken off it", async ({ generate }) => {
      for (const result of await Promise.all([generate(ASK), generate(ASK), generate(ASK)])) checkResult(result);
    }),
    test("rejects with the signal's own reason where it is aborted before", async (model) => {
      const reason = { why: "the test says so" };
      const abortSignal = AbortSignal.abort(reason);
      await assert.rejects(model.generate(ASK, { abortSignal }), (thrown) => thrown === reason);
      if (model.choose) {
        const choice = model.choose({ messages: ASK.messages, candidates: ["yes", "no"], mode: "best" }, { abortSignal });
        await assert.rejects(choice, (thrown) => thrown === reason);
      }
    }),
    test("ends a stream that is aborted before with one failure", async (model) => {
      const events = await collect(model.stream(ASK, { abortSignal: AbortSignal.abort(new Error("stop")) }));
      assert.deepEqual(
        events.map(({ type }) => type),
        ["failure"],
      );
    }),
    test("ends a stream that is aborted in its midst with one last event", async (model) => {
      const controller = new AbortController();
      const events: StreamEvent[] = [];
      for await (const event of model.stream(ASK, { abortSignal: controller.signal })) {
        events.push(event);
        controller.abort(new Error("stop"));
      }
      const last = events.filter(({ type }) => type === "end" || type === "failure");
      assert.equal(last.length, 1);
      assert.equal(events.at(-1), last[0]);
    }),
    test("goes on answering after a stream was left and a call aborted", async (model) => {
      for await (const _ of model.stream(ASK)) break;
      const controller = new AbortController();
      const aborted = model.generate(ASK, { abortSignal: controller.signal });
      controller.abort(new Error("stop"));
      await aborted.catch(() => {});
      checkResult(await model.generate(ASK));
    }),
    test("writes JSON for a schema it says it enforces", async (model) => {
      if (model.capabilities.jsonSchema !== "enforced") return;
      const { finishReason, message } = await model.generate({ ...ASK, responseSchema: { name: "answer", schema: SCHEMA } });
      if (finishReason !== "stop") return;
      const value: unknown = JSON.parse(message.content);
      assert.ok(typeof value === "object" && value !== null && "word" in value && typeof value.word === "string");
    }),
    test("chooses one of the candidates, the likeliest where it knows all", async (model) => {
      const { choose } = model;
      if (!choose) return;
      const candidates = ["late", "lost", "broken"];
      for (const mode of ["best", "all"] as const) {
        const { index, logProbs, usage, timings } = await choose({ messages: ASK.messages, candidates, mode });
        assert.ok(Number.isInteger(index) && index >= 0 && index < candidates.length);
        assert.equal(logProbs.length, candidates.length);
        for (const logProb of logProbs) assert.ok(logProb === null || logProb <= 1e-6);
        const known = logProbs.map((logProb) => logProb ?? Number.NEGATIVE_INFINITY);
        if (mode === "all" && !logProbs.includes(null)) assert.equal(known[index], Math.max(...known));
        checkUsage(usage);
        checkTimings(timings);
      }
    }),
  ];
}

function endOf(events: readonly StreamEvent[]): GenerateResult {
  const last = events.at(-1);
  assert.ok(last?.type === "end", `the last event is ${JSON.stringify(last)}`);
  assert.equal(events.filter(({ type }) => type === "end" || type === "failure").length, 1);
  return last.result;
}

function checkResult({ message, finishReason, usage, timings, servedBy, logProbs }: GenerateResult): void {
  assert.equal(message.role, "assistant");
  assert.equal(typeof message.content, "string");
  assert.ok(FINISH_REASONS.includes(finishReason));
  assert.ok(servedBy !== "");
  assert.ok(logProbs === null || Array.isArray(logProbs));
  checkUsage(usage);
  checkTimings(timings);
}

function checkUsage(usage: Usage | null): void {
  if (usage === null) return;
  for (const count of Object.values(usage)) assert.ok(Number.isInteger(count) && count >= 0);
  assert.ok(usage.cachedInputTokens <= usage.inputTokens);
  assert.ok(usage.reasoningTokens <= usage.outputTokens);
}

function checkTimings({ totalMs, queuedMs, timeToFirstTokenMs, timePerOutputTokenMs }: Timings): void {
  assert.ok(totalMs >= 0);
  for (const ms of [queuedMs, timeToFirstTokenMs, timePerOutputTokenMs]) assert.ok(ms === null || ms >= 0);
  assert.ok(timeToFirstTokenMs === null || timeToFirstTokenMs <= totalMs);
}
