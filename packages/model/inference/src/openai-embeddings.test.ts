import type { Json, Step } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { type ScriptedAnswer, type ScriptedRequest, scriptedServer } from "./testing/scripted-server.ts";

/** Gives each text the vector [length, 1], last one first. */
function echo({ body }: ScriptedRequest): ScriptedAnswer {
  const input = typeof body === "object" && body !== null && "input" in body && Array.isArray(body["input"]) ? body["input"] : [];
  const data = input.map((text: Json, index: number) => ({ object: "embedding", index, embedding: [String(text).length, 1] })).reverse();
  return { body: { object: "list", data, model: "e", usage: { prompt_tokens: 3 * input.length, total_tokens: 3 * input.length } } };
}

describe("embedMany", () => {
  it("gives one normalised vector for each text, in order, over several batches, each reported", async () => {
    await using server = await scriptedServer(echo);
    const steps: Step[] = [];
    const price = { inputPerMillion: 1_000_000, cachedInputPerMillion: 1_000_000, outputPerMillion: 0 };
    const model = openaiEmbeddings({ model: "e", baseUrl: server.url, dimensions: 2, batchSize: 2, prices: { e: price } });
    const texts = ["a", "bb", "ccc", "dddd", "eeeee"];
    const vectors = await model.embedMany(texts, { report: (step) => steps.push(step) });
    expect(server.requests.map(({ body }) => body)).toMatchObject([
      { input: ["a", "bb"] },
      { input: ["ccc", "dddd"] },
      { input: ["eeeee"] },
    ]);
    for (const [i, vector] of vectors.entries()) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      expect((vector[0] ?? 0) / (vector[1] ?? 0)).toBeCloseTo(i + 1, 4);
    }
    expect(steps).toMatchObject([{ kind: "embedding", texts: 2, usage: { inputTokens: 6 }, cost: 6 }, { texts: 2 }, { texts: 1, cost: 3 }]);
  });

  it("splits what is too long for one request, and asks nothing for no texts", async () => {
    await using server = await scriptedServer(echo);
    const model = openaiEmbeddings({ model: "e", baseUrl: server.url, dimensions: 2 });
    expect(await model.embedMany([])).toEqual([]);
    await model.embedMany(["x".repeat(200_000), "y".repeat(200_000), ""]);
    expect(server.requests.length).toBe(2);
  });

  it("writes the prefix of the purpose", async () => {
    await using server = await scriptedServer(echo);
    const model = openaiEmbeddings({
      model: "e",
      baseUrl: server.url,
      dimensions: 2,
      prefixes: { query: "query: ", document: "passage: " },
    });
    await model.embedMany(["a"], { purpose: "query" });
    await model.embedMany(["a"], { purpose: "document" });
    await model.embedMany(["a"]);
    expect(server.requests.map(({ body }) => body)).toMatchObject([{ input: ["query: a"] }, { input: ["passage: a"] }, { input: ["a"] }]);
  });

  it("leaves a vector of zeros as it is", async () => {
    await using server = await scriptedServer([{ body: { data: [{ index: 0, embedding: [0, 0] }] } }]);
    const [vector] = await openaiEmbeddings({ model: "e", baseUrl: server.url, dimensions: 2 }).embedMany(["a"]);
    expect(vector).toEqual(new Float32Array(2));
  });

  it.each<[string, ScriptedAnswer, string]>([
    ["too few vectors", { body: { data: [] } }, "service.bad-response"],
    ["another length", { body: { data: [{ index: 0, embedding: [1] }] } }, "service.bad-response"],
    ["no numbers", { body: { data: [{ index: 0, embedding: ["1", "2"] }] } }, "service.bad-response"],
    ["an index that is none", { body: { data: [{ index: 4, embedding: [1, 2] }] } }, "service.bad-response"],
    ["HTML", { body: "<html></html>" }, "service.not-json"],
    ["401", { status: 401, body: {} }, "use.key-refused"],
    ["429", { status: 429, body: {} }, "service.rate-limited"],
  ])("tells apart: %s", async (_name, answer, code) => {
    await using server = await scriptedServer([answer]);
    await expect(openaiEmbeddings({ model: "e", baseUrl: server.url, dimensions: 2 }).embedMany(["a"])).rejects.toMatchObject({ code });
  });

  it("rejects with the signal's own reason", async () => {
    const reason = new Error("stop");
    const model = openaiEmbeddings({ model: "e", baseUrl: "http://127.0.0.1:1/v1", dimensions: 2 });
    await expect(model.embedMany(["a"], { abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("options", () => {
  it("knows the length of OpenAI's vectors, and shortens them where it is asked to", async () => {
    expect(openaiEmbeddings({ model: "text-embedding-3-small" }).dimensions).toBe(1536);
    await using server = await scriptedServer(echo);
    await openaiEmbeddings({ model: "text-embedding-3-small", baseUrl: server.url, dimensions: 2 }).embedMany(["a"]);
    expect(server.requests[0]?.body).toMatchObject({ dimensions: 2, encoding_format: "float" });
  });

  it("refuses what means nothing", () => {
    expect(() => openaiEmbeddings({ model: "mine" })).toThrow(TypeError);
    expect(() => openaiEmbeddings({ model: "mine", dimensions: 0 })).toThrow(RangeError);
    expect(() => openaiEmbeddings({ model: "mine", dimensions: 2, batchSize: 4096 })).toThrow(RangeError);
  });
});
