import type { GenerateRequest, LanguageModel } from "@pawl/core";
import { collect } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { type OpenAiModelOptions, openaiModel } from "./openai-model.ts";
import { type Script, type ScriptedServer, scriptedServer } from "./testing/scripted-server.ts";
import { completion, streamed } from "./testing/wire-answers.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: {} };

async function scripted(
  script: Script,
  options: Partial<OpenAiModelOptions> = {},
): Promise<AsyncDisposable & { readonly model: LanguageModel; readonly server: ScriptedServer }> {
  const server = await scriptedServer(script);
  const model = openaiModel({ model: "gpt-4.1-mini", baseUrl: server.url, ...options });
  return { model, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("generate", () => {
  it("gives message, usage with cached and reasoning tokens, and what answered", async () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 20,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 12 },
    };
    await using it = await scripted([completion("Hello.", { rest: { usage } })]);
    expect(await it.model.generate(request)).toMatchObject({
      message: { role: "assistant", content: "Hello." },
      finishReason: "stop",
      usage: { inputTokens: 100, cachedInputTokens: 64, outputTokens: 20, reasoningTokens: 12 },
      servedBy: "served-model",
      logProbs: null,
    });
  });

  it("sends the whole request in the wire's words, extra fields untouched", async () => {
    await using it = await scripted([completion("ok")]);
    await it.model.generate({
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "file", mediaType: "image/png", url: "https://e.example/a.png" },
            { type: "file", mediaType: "application/pdf", url: "data:application/pdf;base64,AA" },
          ],
        },
        { role: "assistant", content: "", toolCalls: [{ id: "1", name: "find", argumentsText: "{" }], extra: { signature: "s" } },
        { role: "tool", toolCallId: "1", content: "none" },
      ],
      sampling: { temperature: 0.5, topP: 0.9, maxTokens: 7, stop: ["\n"], extra: { reasoning_effort: "low" } },
      seed: 3,
      tools: [{ name: "find", description: "Finds.", parameters: { type: "object" } }],
      toolChoice: { name: "find" },
      topLogProbs: 2,
    });
    expect(it.server.requests[0]?.body).toEqual({
      model: "gpt-4.1-mini",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "image_url", image_url: { url: "https://e.example/a.png" } },
            { type: "file", file: { filename: "file", file_data: "data:application/pdf;base64,AA" } },
          ],
        },
        {
          role: "assistant",
          content: "",
          tool_calls: [{ id: "1", type: "function", function: { name: "find", arguments: "{" } }],
          signature: "s",
        },
        { role: "tool", tool_call_id: "1", content: "none" },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 7,
      stop: ["\n"],
      seed: 3,
      tools: [{ type: "function", function: { name: "find", description: "Finds.", parameters: { type: "object" } } }],
      tool_choice: { type: "function", function: { name: "find" } },
      logprobs: true,
      top_logprobs: 2,
      reasoning_effort: "low",
    });
  });

  it("sends nothing that was not said", async () => {
    await using it = await scripted([completion("ok")]);
    await it.model.generate(request);
    expect(it.server.requests[0]?.body).toEqual({ model: "gpt-4.1-mini", messages: [{ role: "user", content: "hi" }] });
  });

  it("sends a schema in the strict dialect, and one that strict cannot say as it is", async () => {
    await using it = await scripted([completion("{}")]);
    const schema = { type: "object", properties: { a: { type: "string" }, b: { type: "number" } }, required: ["a"] };
    await it.model.generate({ ...request, responseSchema: { name: "the ticket", schema } });
    await it.model.generate({ ...request, responseSchema: { name: "map", schema: { type: "object" } } });
    expect(it.server.requests.map(({ body }) => body)).toMatchObject([
      {
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "the_ticket",
            strict: true,
            schema: { properties: { b: { type: ["number", "null"] } }, required: ["a", "b"], additionalProperties: false },
          },
        },
      },
      { response_format: { json_schema: { name: "map", strict: false, schema: { type: "object" } } } },
    ]);
  });

  it("gives tool calls, their arguments as they were written, also where they are no JSON", async () => {
    const tool_calls = [{ id: "7", type: "function", function: { name: "find", arguments: "{not json" } }];
    await using it = await scripted([completion(null, { message: { tool_calls }, choice: { finish_reason: "tool_calls" } })]);
    expect(await it.model.generate(request)).toMatchObject({
      finishReason: "tool-calls",
      message: { content: "", toolCalls: [{ id: "7", name: "find", argumentsText: "{not json" }] },
    });
  });

  it("gives refusal, content filter and truncation as finish reasons", async () => {
    await using it = await scripted([
      completion(null, { message: { refusal: "I cannot." } }),
      completion("", { choice: { finish_reason: "content_filter" } }),
      completion("cut of", { choice: { finish_reason: "length" } }),
      completion("?", { choice: { finish_reason: "new_reason" } }),
    ]);
    const seen = [];
    for (let i = 0; i < 4; i++) seen.push(await it.model.generate(request));
    expect(seen).toMatchObject([
      { finishReason: "refusal", message: { content: "I cannot." } },
      { finishReason: "content-filter" },
      { finishReason: "length", message: { content: "cut of" } },
      { finishReason: "other" },
    ]);
  });

  it("gives an empty completion as an empty text", async () => {
    await using it = await scripted([completion(null), completion("")]);
    expect((await it.model.generate(request)).message).toEqual({ role: "assistant", content: "" });
    expect((await it.model.generate(request)).finishReason).toBe("stop");
  });

  it("refuses a file that the wire cannot carry, before anything is sent", async () => {
    await using it = await scripted([completion("ok")]);
    const audio = { type: "file", mediaType: "audio/wav", url: "https://e.example/a.wav" } as const;
    const calls = [
      it.model.generate({ ...request, messages: [{ role: "user", content: [audio] }] }),
      it.model.generate({ ...request, messages: [{ role: "system", content: [audio] }] }),
    ];
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: "use.unsupported-file", facts: { billed: false, mediaType: "audio/wav" } });
    expect(it.server.requests.length).toBe(0);
  });

  it("says null where usage is not told", async () => {
    await using it = await scripted([completion("ok", { rest: { usage: null } })]);
    expect((await it.model.generate(request)).usage).toBeNull();
  });

  it("gives log-probabilities with their alternatives", async () => {
    const content = [{ token: "ok", logprob: -0.5, bytes: null, top_logprobs: [{ token: "no", logprob: -1, bytes: null }] }];
    await using it = await scripted([completion("ok", { choice: { logprobs: { content, refusal: null } } })]);
    expect((await it.model.generate({ ...request, topLogProbs: 1 })).logProbs).toEqual([
      { token: "ok", logProb: -0.5, top: [{ token: "no", logProb: -1 }] },
    ]);
  });

  it("keeps reasoning and the engine's own fields of a message", async () => {
    await using it = await scripted([completion("4", { message: { reasoning_content: "2+2", thought_signature: "x" } })]);
    const { message } = await it.model.generate(request);
    expect(message).toEqual({ role: "assistant", content: "4", reasoning: "2+2", extra: { thought_signature: "x" } });
  });
});

describe("stream", () => {
  it("gives deltas and then one end with the whole result", async () => {
    await using it = await scripted([streamed(["Hel", "lo."])]);
    const events = await collect(it.model.stream(request));
    expect(events).toMatchObject([
      { type: "text-delta", text: "Hel" },
      { type: "text-delta", text: "lo." },
      {
        type: "end",
        result: {
          message: { content: "Hello." },
          finishReason: "stop",
          usage: { inputTokens: 12, outputTokens: 4 },
          servedBy: "served-model",
        },
      },
    ]);
    expect(it.server.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it("puts the pieces of tool calls and reasoning together", async () => {
    const call = (
      part: { [key: string]: string },
      id?: string,
    ): { tool_calls: { [key: string]: string | number | { [key: string]: string } }[] } => ({
      tool_calls: [{ index: 0, ...(id ? { id } : {}), function: part }],
    });
    await using it = await scripted([
      streamed(
        [{ reasoning_content: "hm" }, call({ name: "find", arguments: "" }, "7"), call({ arguments: '{"a"' }), call({ arguments: ":1}" })],
        "tool_calls",
      ),
    ]);
    const events = await collect(it.model.stream(request));
    expect(events.map(({ type }) => type)).toEqual(["reasoning-delta", "tool-call-delta", "tool-call-delta", "tool-call-delta", "end"]);
    expect(events.at(-1)).toMatchObject({
      result: {
        finishReason: "tool-calls",
        message: { reasoning: "hm", toolCalls: [{ id: "7", name: "find", argumentsText: '{"a":1}' }] },
      },
    });
  });

  it("streams a refusal as text and finishes with it", async () => {
    await using it = await scripted([streamed([{ refusal: "I can" }, { refusal: "not." }])]);
    expect((await collect(it.model.stream(request))).at(-1)).toMatchObject({
      result: { finishReason: "refusal", message: { content: "I cannot." } },
    });
  });

  it("is complete once a finish reason came, whatever happens to the connection then", async () => {
    await using it = await scripted([
      { ...streamed(["a"]), end: "cut" },
      { ...streamed(["a"]), end: "close" },
    ]);
    for (let i = 0; i < 2; i++) expect((await collect(it.model.stream(request))).at(-1)?.type).toBe("end");
  });

  it("stops the request when it is left early", async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using it = await scripted([{ ...streamed(["a", "b"], null), end: "hang" }], {
      fetch: async (input, init) => {
        init?.signal?.addEventListener("abort", () => resolve());
        return fetch(input, init);
      },
    });
    for await (const event of it.model.stream(request)) {
      expect(event).toEqual({ type: "text-delta", text: "a" });
      break;
    }
    await closed;
  });
});

describe("choose", () => {
  const ask = { messages: request.messages, candidates: ["late", "lost", "broken"], mode: "all" } as const;
  const first = (token: string, top: readonly [string, number][]): object => ({
    content: [{ token, logprob: -0.1, bytes: null, top_logprobs: top.map(([t, logprob]) => ({ token: t, logprob, bytes: null })) }],
  });

  it("asks for one letter and reads the log-probability of each", async () => {
    const logprobs = first("B", [
      ["B", Math.log(0.5)],
      [" B", Math.log(0.2)],
      ["A", Math.log(0.2)],
      ["x", Math.log(0.1)],
    ]);
    await using it = await scripted([completion("B", { choice: { logprobs: JSON.parse(JSON.stringify(logprobs)) } })]);
    const choice = await it.model.choose?.(ask);
    expect(choice?.index).toBe(1);
    expect(choice?.logProbs[0]).toBeCloseTo(Math.log(0.2), 12);
    expect(choice?.logProbs[1]).toBeCloseTo(Math.log(0.7), 12);
    expect(choice?.logProbs[2]).toBeNull();
    expect(it.server.requests[0]?.body).toMatchObject({ max_tokens: 1, temperature: 0, logprobs: true, top_logprobs: 20 });
    expect(JSON.stringify(it.server.requests[0]?.body)).toContain("A: late\\nB: lost\\nC: broken");
  });

  it("has no log-probability where the endpoint gives none", async () => {
    await using it = await scripted([completion("**C**: broken")], { capabilities: { logProbs: false } });
    expect(await it.model.choose?.(ask)).toMatchObject({ index: 2, logProbs: [null, null, null] });
    expect(it.server.requests[0]?.body).not.toHaveProperty("logprobs");
  });

  it("uses numbers and no log-probability for more candidates than letters", async () => {
    const candidates = Array.from({ length: 60 }, (_, i) => `label ${i}`);
    await using it = await scripted([completion("57")]);
    expect(await it.model.choose?.({ ...ask, candidates })).toMatchObject({ index: 56, logProbs: candidates.map(() => null) });
  });

  it("says so where the answer names no code", async () => {
    await using it = await scripted([completion("None of them, sorry")]);
    await expect(it.model.choose?.(ask)).rejects.toMatchObject({ code: "service.no-choice", facts: { candidates: 3 } });
    await expect(it.model.choose?.({ ...ask, candidates: [] })).rejects.toThrow(RangeError);
  });

  it("is not offered by models that reason before they answer", () => {
    expect(openaiModel({ model: "gpt-6-luna" }).choose).toBeUndefined();
    expect(openaiModel({ model: "gpt-4.1-mini" }).choose).toBeDefined();
  });
});

describe("capabilities", () => {
  it("knows OpenAI's price, context and limits, and nothing of another host's", () => {
    const luna = openaiModel({ model: "gpt-6-luna" });
    expect(luna.ref).toEqual({ id: "openai:gpt-6-luna" });
    expect(luna.capabilities).toMatchObject({
      family: "openai",
      contextTokens: 272_000,
      jsonSchema: "enforced",
      logProbs: false,
      price: { inputPerMillion: 100_000, cachedInputPerMillion: 10_000, outputPerMillion: 500_000 },
    });
    const own = openaiModel({ model: "gpt-4.1", baseUrl: "http://localhost:8000/v1" });
    expect(own.capabilities).toMatchObject({ family: "openai-compatible", contextTokens: null, jsonSchema: "requested", price: null });
  });

  it("takes the caller's word over its own", () => {
    const price = { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 };
    const own = openaiModel({
      model: "qwen",
      baseUrl: "http://localhost:8000/v1",
      prices: { qwen: price },
      capabilities: { contextTokens: 4096 },
      countTokens: () => 1,
    });
    expect(own.capabilities).toMatchObject({ contextTokens: 4096, price });
    expect(own.countTokens("hello")).toBe(1);
  });

  it("asks OpenAI for max_completion_tokens", async () => {
    const bodies: string[] = [];
    const model = openaiModel({
      model: "gpt-6-luna",
      apiKey: "k",
      fetch: async (_input, init) => {
        bodies.push(String(init?.body));
        return Response.json(completion("ok").body);
      },
    });
    await model.generate({ ...request, sampling: { maxTokens: 5 } });
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ max_completion_tokens: 5 });
  });

  it("refuses a name or an address that is none", () => {
    expect(() => openaiModel({ model: "" })).toThrow(TypeError);
    expect(() => openaiModel({ model: "m", baseUrl: "localhost:8000" })).toThrow(TypeError);
  });
});
