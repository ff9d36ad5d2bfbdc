import type { Json } from "@pawl/core";
import { manualClock, modelConformance } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { openaiModel } from "./openai-model.ts";
import { type ScriptedAnswer, type ScriptedRequest, scriptedServer } from "./testing/scripted-server.ts";
import { completion, streamed } from "./testing/wire-answers.ts";

/** An endpoint that says hello, heeds the cap on tokens, keeps to a schema and picks the second letter. */
function endpoint({ body }: ScriptedRequest): ScriptedAnswer {
  const fields = new Map<string, Json>(typeof body === "object" && body !== null && !Array.isArray(body) ? Object.entries(body) : []);
  if (fields.has("top_logprobs")) return chosen();
  if (fields.get("stream") === true) return streamed(["hello ", "there"]);
  if (fields.get("max_tokens") === 1) return completion("he", { choice: { finish_reason: "length" }, rest: { usage: usageOf(1) } });
  return completion(fields.has("response_format") ? '{"word":"hello"}' : "hello there");
}

const usageOf = (completion_tokens: number): { readonly [key: string]: number } => ({ prompt_tokens: 12, completion_tokens });

function chosen(): ScriptedAnswer {
  const top_logprobs = [
    ["B", -0.1],
    ["A", -3],
    ["C", -4],
  ].map(([token, logprob]) => ({ token: token ?? "", logprob: logprob ?? 0, bytes: null }));
  const logprobs = { content: [{ token: "B", logprob: -0.1, bytes: null, top_logprobs }], refusal: null };
  return completion("B", { choice: { logprobs }, rest: { usage: usageOf(1) } });
}

describe("openaiModel is a LanguageModel", () => {
  const cases = modelConformance(async () => {
    const server = await scriptedServer(endpoint);
    const model = openaiModel({ model: "m", baseUrl: server.url, capabilities: { jsonSchema: "enforced" } });
    return { model, dispose: () => server[Symbol.asyncDispose]() };
  });
  for (const { name, run } of cases) it(name, run);
});

// The suite takes null for a time that was not measured: of a stream it is.
it("measures a stream's time to its first token, and the time of each after it", async () => {
  const clock = manualClock();
  await using server = await scriptedServer([streamed(["a", "b", "c"])]);
  const late: typeof fetch = async (input, init) => {
    await clock.advance(200);
    return fetch(input, init);
  };
  const model = openaiModel({ model: "m", baseUrl: server.url, clock, fetch: late });
  const timings = [];
  for await (const event of model.stream({ messages: [{ role: "user", content: "Go on." }], sampling: {} })) {
    if (event.type === "end") timings.push(event.result.timings);
    else await clock.advance(30);
  }
  // Three deltas of four tokens, so three times 30 ms after the first.
  expect(timings).toEqual([{ totalMs: 290, queuedMs: null, timeToFirstTokenMs: 200, timePerOutputTokenMs: 30 }]);
});
