import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { type GenerateRequest, isPawlError, type LanguageModel, type Step, type StreamEvent } from "@pawl/core";
import { collect, fakeClock, manualClock } from "@pawl/core/testing";
import { withRetry } from "@pawl/policy";
import { describe, expect, it, vi } from "vitest";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { type OpenAiModelOptions, openaiModel } from "./openai-model.ts";
import { type ScriptedAnswer, type ScriptedServer, scriptedServer } from "./testing/scripted-server.ts";
import { completion, streamed } from "./testing/wire-answers.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "my own words" }], sampling: {} };
const KEY = "a-key-without-any-shape";

async function scripted(
  answers: readonly ScriptedAnswer[],
  options: Partial<OpenAiModelOptions> = {},
): Promise<AsyncDisposable & { readonly model: LanguageModel; readonly server: ScriptedServer }> {
  const server = await scriptedServer(answers);
  const model = openaiModel({ model: "m", baseUrl: server.url, apiKey: KEY, ...options });
  return { model, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const failure = async (model: LanguageModel): Promise<unknown> =>
  model.generate(request).then(
    () => "no failure",
    (error: unknown) => error,
  );

/** What a stream ended with; every stream ends with exactly one end or failure. */
async function lastOf(model: LanguageModel): Promise<StreamEvent | undefined> {
  const events = await collect(model.stream(request));
  expect(events.filter(({ type }) => type === "end" || type === "failure").length).toBe(1);
  return events.at(-1);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

it("says that a refused connection is unreachable, may be retried and cost nothing", async () => {
  const model = openaiModel({ model: "m", baseUrl: `http://127.0.0.1:${await freePort()}/v1` });
  const expected = { code: "service.unreachable", retryable: true, facts: { billed: false, system: "ECONNREFUSED" } };
  expect(await failure(model)).toMatchObject(expected);
  expect(await lastOf(model)).toMatchObject({ type: "failure", error: expected, partial: "", usage: null });
});

describe("a status", () => {
  const error = { error: { message: `Incorrect key ${KEY} for "my own words"`, type: "t", code: null } };
  it.each([
    [401, error, { code: "use.key-refused", retryable: false, facts: { billed: false, status: 401 } }],
    [403, error, { code: "use.key-refused", retryable: false }],
    [429, error, { code: "service.rate-limited", retryable: true, facts: { billed: false } }],
    [429, { error: { code: "insufficient_quota" } }, { code: "use.no-credit", retryable: false, facts: { billed: false } }],
    [404, error, { code: "use.not-found", retryable: false }],
    [413, error, { code: "use.too-long", retryable: false }],
    [400, { error: { code: "context_length_exceeded" } }, { code: "use.too-long", retryable: false }],
    [400, error, { code: "use.bad-request", retryable: false, facts: { billed: false } }],
    [500, error, { code: "service.failed", retryable: true, facts: { status: 500 } }],
    [502, "<html>Bad gateway</html>", { code: "service.failed", retryable: true }],
    [503, error, { code: "service.failed", retryable: true, facts: { billed: false } }],
  ])("of %i is told apart, in a call and a stream", async (status, body, expected) => {
    await using it = await scripted([{ status, body }]);
    const thrown = await failure(it.model);
    expect(thrown).toMatchObject(expected);
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: expected });
    expect(it.server.requests.length).toBe(2);
    if (isPawlError(thrown)) expect(JSON.stringify([thrown.message, thrown.facts, String(thrown.cause)])).not.toContain(KEY);
  });

  it("of 401 names the variable and prints no key", async () => {
    await using it = await scripted([{ status: 401, body: error }], { apiKey: undefined, apiKeyVariable: "PAWL_TEST_KEY" });
    process.env["PAWL_TEST_KEY"] = KEY;
    const thrown = await failure(it.model);
    delete process.env["PAWL_TEST_KEY"];
    expect(thrown).toMatchObject({ code: "use.key-refused", facts: { variable: "PAWL_TEST_KEY" } });
    expect(String(thrown)).toContain("PAWL_TEST_KEY");
    expect(it.server.requests[0]?.headers["authorization"]).toBe(`Bearer ${KEY}`);
  });

  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
    [{ "retry-after": new Date(1_700_000_060_000).toUTCString() }, 60_000],
  ])("of 429 with %o says when to come back", async (headers, retryAfterMs) => {
    await using it = await scripted([{ status: 429, headers, body: error }], { clock: fakeClock(1_700_000_000_000) });
    expect(await failure(it.model)).toMatchObject({ facts: { retryAfterMs } });
  });
});

describe("a key", () => {
  it("that is missing is named by its variable before anything is sent", async () => {
    await using it = await scripted([completion("ok")], { apiKey: undefined, apiKeyVariable: "PAWL_NO_SUCH_KEY" });
    const expected = { code: "use.key-missing", facts: { billed: false, variable: "PAWL_NO_SUCH_KEY" } };
    expect(await failure(it.model)).toMatchObject(expected);
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: expected });
    expect(it.server.requests.length).toBe(0);
  });

  it("with a line end behind it is sent without, one with a line end inside is not sent and not printed", async () => {
    await using it = await scripted([completion("ok")], { apiKey: `${KEY}\n` });
    await it.model.generate(request);
    expect(it.server.requests[0]?.headers["authorization"]).toBe(`Bearer ${KEY}`);
    const broken = await failure(openaiModel({ model: "m", baseUrl: it.server.url, apiKey: `${KEY}\n${KEY}` }));
    expect(broken).toMatchObject({ code: "use.key-malformed", facts: { billed: false } });
    expect(isPawlError(broken) && JSON.stringify([broken.message, broken.facts])).not.toContain(KEY);
    expect(it.server.requests.length).toBe(1);
  });

  it("of OpenAI's variable is not sent to another host", async () => {
    const before = process.env["OPENAI_API_KEY"];
    process.env["OPENAI_API_KEY"] = KEY;
    await using it = await scripted([completion("ok")], { apiKey: undefined });
    await it.model.generate(request);
    if (before === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = before;
    expect(it.server.requests[0]?.headers["authorization"]).toBeUndefined();
  });
});

describe("a body", () => {
  it("of HTML instead of JSON is no answer", async () => {
    await using it = await scripted([{ body: "<html>Welcome to the hotel</html>" }]);
    expect(await failure(it.model)).toMatchObject({ code: "service.not-json", retryable: false });
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: { code: "service.not-json" } });
  });

  it("of HTML that calls itself JSON is no answer", async () => {
    await using it = await scripted([{ body: "<html></html>", headers: { "content-type": "application/json" } }]);
    expect(await failure(it.model)).toMatchObject({ code: "service.not-json" });
  });

  it.each([
    [{}, "a list `choices`"],
    [{ choices: [] }, "at least one of `choices`"],
    [{ choices: [{ text: "old wire" }] }, "`choices[0].message`"],
    [{ choices: [{ message: { content: 5 } }] }, "a text as `choices[0].message.content`"],
    [{ choices: [{ message: { content: "", tool_calls: [{}] } }] }, "a name in `choices[0].message.tool_calls[0]`"],
  ])("of the wrong schema is said to be: %o", async (body, expected) => {
    await using it = await scripted([{ body: JSON.parse(JSON.stringify(body)) }]);
    expect(await failure(it.model)).toMatchObject({ code: "service.bad-response", facts: { expected } });
  });

  it("that reports an error with status 200 is one", async () => {
    await using it = await scripted([{ body: { error: { message: "overloaded", type: "overloaded_error" } } }]);
    expect(await failure(it.model)).toMatchObject({ code: "service.failed", retryable: true, facts: { kind: "overloaded_error" } });
  });

  it("of JSON where a stream was asked for is no stream", async () => {
    await using it = await scripted([completion("ok")]);
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: { code: "service.bad-response" } });
  });

  it("that is cut off fails and may be retried", async () => {
    await using it = await scripted([{ headers: { "content-length": "1000", "content-type": "application/json" }, body: "{", end: "cut" }]);
    expect(await failure(it.model)).toMatchObject({ code: "service.cut", retryable: true });
  });
});

describe("a stream", () => {
  it.each(["cut", "close"] as const)("that is %s before its finish reason fails with what came", async (end) => {
    await using it = await scripted([{ ...streamed(["so ", "far"], null), end }]);
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: { code: "service.cut", retryable: true }, partial: "so far" });
  });

  it("without end fails after the idle time, and its request is stopped", async () => {
    const clock = manualClock();
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    await using it = await scripted([{ ...streamed(["so far"], null), end: "hang" }], {
      clock,
      idleTimeoutMs: 5000,
      fetch: (input, init) => {
        init?.signal?.addEventListener("abort", () => resolve());
        return fetch(input, init);
      },
    });
    const events = it.model.stream(request)[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ type: "text-delta" });
    const last = events.next();
    await clock.advance(4999);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(1);
    expect((await last).value).toMatchObject({ type: "failure", error: { code: "service.stalled", retryable: true }, partial: "so far" });
    expect((await events.next()).done).toBe(true);
    await stopped;
  });

  it("that reports an error in its midst fails with it", async () => {
    const { events = [] } = streamed(["a"], null);
    await using it = await scripted([{ events: [...events, { error: { code: "server_error", message: "x" } }] }]);
    expect(await lastOf(it.model)).toMatchObject({
      type: "failure",
      error: { code: "service.failed", facts: { kind: "server_error" } },
      partial: "a",
    });
  });

  it("of events that are no JSON is none", async () => {
    await using it = await scripted([{ body: "data: {oops\n\n", headers: { "content-type": "text/event-stream" } }]);
    expect(await lastOf(it.model)).toMatchObject({ type: "failure", error: { code: "service.not-json" } });
  });
});

describe("an abort", () => {
  it("rejects with the signal's own reason, before and during a call", async () => {
    await using it = await scripted([{ end: "hang" }]);
    const controller = new AbortController();
    const reason = { mine: true };
    const call = it.model.generate(request, { abortSignal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
    await expect(it.model.generate(request, { abortSignal: controller.signal })).rejects.toBe(reason);
  });

  it("ends a stream with one failure", async () => {
    await using it = await scripted([{ ...streamed(["a"], null), end: "hang" }]);
    const controller = new AbortController();
    const seen: StreamEvent[] = [];
    for await (const event of it.model.stream(request, { abortSignal: controller.signal })) {
      seen.push(event);
      controller.abort(new Error("enough"));
    }
    expect(seen).toMatchObject([{ type: "text-delta" }, { type: "failure", error: { message: "enough" }, partial: "a" }]);
  });
});

describe("with policy's retry around it", () => {
  const error = { error: { message: "x" } };

  it("answers after 429 and 500, waits as it was told, and tells of both", async () => {
    const clock = fakeClock();
    await using it = await scripted([
      { status: 429, headers: { "retry-after": "3" }, body: error },
      { status: 500, body: error },
      completion("ok"),
    ]);
    const steps: Step[] = [];
    const model = withRetry(it.model, { clock, jitter: "none" });
    const result = await model.generate(request, { report: (step) => steps.push(step) });
    expect(result.message.content).toBe("ok");
    expect(clock.sleeps).toEqual([3000, 1000]);
    expect(steps).toMatchObject([
      { error: { code: "service.rate-limited" }, cost: 0 },
      { error: { code: "service.failed" }, cost: null },
    ]);
  });

  it("asks a stream again that failed before its first event, never one that was cut later", async () => {
    await using it = await scripted([
      { status: 503, body: error },
      { ...streamed(["a"], null), end: "cut" },
    ]);
    const events = await collect(withRetry(it.model, { clock: fakeClock() }).stream(request));
    expect(events).toMatchObject([{ type: "text-delta" }, { type: "failure", error: { code: "service.cut" } }]);
    expect(it.server.requests.length).toBe(2);
  });

  it("does not ask again with a key that was refused, and the SDK never asks by itself", async () => {
    await using it = await scripted([{ status: 401, body: error }]);
    await expect(withRetry(it.model, { clock: fakeClock() }).generate(request)).rejects.toMatchObject({ code: "use.key-refused" });
    expect(it.server.requests.length).toBe(1);
  });
});

describe("an endpoint that never answers", () => {
  const expected = { code: "service.timeout", retryable: true, facts: { timeoutMs: 50 } };

  it.each([
    ["no head", () => new Promise<ScriptedAnswer>(() => {})],
    ["a head and no body", (): ScriptedAnswer => ({ headers: { "content-type": "application/json" }, end: "hang" })],
  ])("of which there comes %s is a timeout", async (_, script) => {
    await using server = await scriptedServer(script);
    const options = { baseUrl: server.url, apiKey: KEY, timeoutMs: 50 };
    expect(await failure(openaiModel({ model: "m", ...options }))).toMatchObject(expected);
    const embeddings = openaiEmbeddings({ model: "text-embedding-3-small", ...options });
    await expect(embeddings.embedMany(["x"])).rejects.toMatchObject(expected);
  });

  it("with no head of a stream either", async () => {
    await using server = await scriptedServer(() => new Promise<ScriptedAnswer>(() => {}));
    const model = openaiModel({ model: "m", baseUrl: server.url, apiKey: KEY, timeoutMs: 50 });
    expect(await lastOf(model)).toMatchObject({ type: "failure", error: expected, partial: "", usage: null });
  });

  it("where Node's own fetch gives up before says how to wait longer", async () => {
    const cause = Object.assign(new Error("Headers Timeout Error"), { code: "UND_ERR_HEADERS_TIMEOUT" });
    const impatient = (): Promise<Response> => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause }));
    const thrown = await failure(openaiModel({ model: "m", apiKey: KEY, timeoutMs: 900_000, fetch: impatient }));
    expect(thrown).toMatchObject({ code: "service.timeout", retryable: true, facts: { timeoutMs: null } });
    expect(String(thrown)).toContain("headersTimeout");
  });

  it("is waited for as long as the README says, where nobody says how long", async () => {
    const waits = vi.spyOn(globalThis, "setTimeout");
    await using it = await scripted([completion("ok")]);
    await it.model.generate(request);
    const asked = waits.mock.calls.map(([, ms]) => ms);
    waits.mockRestore();
    expect(Math.max(...asked.map((ms) => ms ?? 0))).toBe(180_000);
    expect(readFileSync(new URL("../README.md", import.meta.url), "utf8")).toMatch(/`timeoutMs` +\| ms +\| 180,000 /);
  });
});
