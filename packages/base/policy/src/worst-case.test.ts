import type { GenerateRequest, LanguageModel, Message, ModelCapabilities } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { worstCaseOf } from "./worst-case.ts";

const price = { inputPerMillion: 1_000_000, cachedInputPerMillion: 100_000, outputPerMillion: 4_000_000 };
const messages: Message[] = [{ role: "user", content: "x".repeat(400) }];
const ask = (sampling: GenerateRequest["sampling"] = {}): GenerateRequest => ({ messages, sampling });
const model = (capabilities: Partial<ModelCapabilities>): LanguageModel => fakeModel({ capabilities });

it("is the input with room for its template, and maxTokens of output, none of it cached", async () => {
  // 400 characters are 100 tokens; 8 for the message, 32 for the request; 60 of output at four dollars a token's millionth.
  expect(await worstCaseOf(model({ price }), ask({ maxTokens: 60 }))).toEqual({ tokens: 200, microDollars: 140 + 240, calls: 1 });
});

it("takes the rest of the context where maxTokens is left out", async () => {
  expect(await worstCaseOf(model({ price, contextTokens: 1000 }), ask())).toEqual({ tokens: 1000, microDollars: 140 + 860 * 4, calls: 1 });
});

it("has no bound on tokens without maxTokens and context, none on money without a price", async () => {
  expect(await worstCaseOf(model({ price }), ask())).toEqual({ tokens: null, microDollars: null, calls: 1 });
  expect(await worstCaseOf(model({ contextTokens: 1000 }), ask())).toEqual({ tokens: 1000, microDollars: null, calls: 1 });
  const free = { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 };
  expect(await worstCaseOf(model({ price: free }), ask())).toEqual({ tokens: null, microDollars: 0, calls: 1 });
});

it("counts tools, schema, tool calls, reasoning and candidates", async () => {
  const full: GenerateRequest = {
    messages: [
      { role: "user", content: [{ type: "text", text: "x".repeat(40) }] },
      { role: "assistant", content: "", reasoning: "x".repeat(40), toolCalls: [{ id: "1", name: "find", argumentsText: "x".repeat(40) }] },
      { role: "tool", toolCallId: "1", content: "x".repeat(40) },
    ],
    sampling: { maxTokens: 0 },
    tools: [{ name: "find", description: "x".repeat(40), parameters: {} }],
    responseSchema: { name: "answer", schema: { description: "x".repeat(40) } },
  };
  expect((await worstCaseOf(model({}), full)).tokens).toBeGreaterThanOrEqual(60 + 3 * 8 + 32);
  // 10 and 20 characters are 3 and 5 tokens, 8 more for each, once as input and once as output.
  const chosen = await worstCaseOf(model({}), { messages, candidates: ["a".repeat(10), "b".repeat(20)], mode: "all" });
  expect(chosen.tokens).toBe(140 + 2 * (8 + 16));
});

it("takes the whole context as input where a file's tokens cannot be counted", async () => {
  const file: Message[] = [{ role: "user", content: [{ type: "file", mediaType: "image/png", url: "https://example.com/a.png" }] }];
  const request = { messages: file, sampling: { maxTokens: 50 } };
  expect(await worstCaseOf(model({ contextTokens: 1000 }), request)).toMatchObject({ tokens: 1050 });
  expect(await worstCaseOf(model({ price }), request)).toMatchObject({ tokens: null, microDollars: null });
});
