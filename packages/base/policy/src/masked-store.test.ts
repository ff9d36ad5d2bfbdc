import { memoryStore, type StoredScore, type Trace, uuidv7 } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { maskJson } from "./mask-json.ts";
import { maskedStore } from "./masked-store.ts";

const EMAIL = "jo@mail.example";
const KEY = `sk-${"aB3".repeat(16)}`;
const timings = { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null };
const hash = "0".repeat(64);

function trace(text: string): Trace {
  const logProbs = [{ token: text, logProb: -1, top: [] }];
  const result = {
    message: { role: "assistant", content: text },
    finishReason: "stop",
    usage: null,
    timings,
    servedBy: "m",
    logProbs,
  } as const;
  const call = { model: { id: "m" }, key: hash, error: null, cost: null, cached: false, startedAt: 1, totalMs: 1 };
  return {
    format: "pawl.trace/1",
    id: uuidv7(),
    task: { name: "t", hash },
    variantId: hash,
    rendererHash: null,
    origin: { user: EMAIL },
    input: { message: text },
    outcome: { kind: "ok", output: { said: [text] } },
    used: { demonstrations: [], context: [] },
    steps: [
      { ...call, kind: "model", messages: [{ role: "user", content: text }], result },
      { ...call, kind: "choice", messages: [{ role: "user", content: text }], candidates: [text], result: null },
      {
        kind: "retrieval",
        purpose: "context",
        retriever: "r",
        query: text,
        hits: [{ id: "0171 1234567", text, score: 1, rank: 1, metadata: { by: text } }],
        startedAt: 1,
        totalMs: 1,
      },
      { kind: "tool", callId: "c", name: "n", argumentsText: text, result: text, error: null, startedAt: 1, totalMs: 1 },
      { kind: "embedding", model: { id: "e" }, texts: 1, usage: null, cost: null, cached: false, startedAt: 1, totalMs: 1 },
    ],
    startedAt: 1,
    totalMs: 1,
  };
}

describe("maskJson", () => {
  it("masks every text, and what secret names hold, and leaves the argument", () => {
    const value = { a: [EMAIL, { b: KEY }], password: "plain", n: 4111111111111111, url: "data:image/png;base64,AKIA", none: null };
    const before = structuredClone(value);
    expect(maskJson(value)).toEqual({ a: ["[email]", { b: "[secret]" }], password: "[secret]", n: value.n, url: value.url, none: null });
    expect(value).toEqual(before);
  });

  it("masks what it is asked to", () => {
    expect(maskJson([EMAIL, KEY], { pii: false })).toEqual([EMAIL, "[secret]"]);
    expect(maskJson([EMAIL, KEY], { secrets: false })).toEqual(["[email]", KEY]);
  });
});

describe("maskedStore", () => {
  it("writes no personal data and no secret of a trace, and tags it", async () => {
    const inner = memoryStore();
    const original = trace(`I am ${EMAIL}, key ${KEY}`);
    await maskedStore(inner).traces.put([original]);
    const kept = await inner.traces.get(original.id);
    expect(JSON.stringify({ ...kept, origin: null })).not.toMatch(/jo@mail|sk-aB3/);
    expect(kept).toMatchObject({
      id: original.id,
      origin: { user: EMAIL, tags: { masked: "true" } },
      input: { message: "I am [email], key [secret]" },
    });
    expect(kept?.steps[0]).toMatchObject({ result: { logProbs: null, message: { content: "I am [email], key [secret]" } } });
    expect(kept?.steps[2]).toMatchObject({ hits: [{ id: "0171 1234567" }] });
    expect(original.input).toEqual({ message: `I am ${EMAIL}, key ${KEY}` });
  });

  it("leaves a trace without any of it as it is", async () => {
    const inner = memoryStore();
    const plain = trace("where is it");
    await maskedStore(inner).traces.put([plain]);
    expect(await inner.traces.get(plain.id)).toEqual(plain);
  });

  it("masks scores, feedback and cached answers", async () => {
    const inner = memoryStore();
    const store = maskedStore(inner);
    const one = trace("hi");
    await store.traces.put([one]);
    const score: StoredScore = {
      traceId: one.id,
      scorer: "s",
      scorerHash: hash,
      at: 1,
      result: { kind: "score", value: 1, reason: EMAIL, steps: trace(EMAIL).steps },
    };
    await store.scores.put([score]);
    await store.feedback.put([{ id: uuidv7(), traceId: one.id, at: 1, source: "user", value: { kind: "comment", text: EMAIL } }]);
    await store.cache.put("k", { message: { content: EMAIL }, logProbs: [EMAIL] });
    expect((await inner.scores.list({ traceId: one.id })).items[0]?.result).toMatchObject({ reason: "[email]" });
    expect(JSON.stringify(await inner.scores.list({}))).not.toContain("jo@");
    expect((await inner.feedback.list({ traceId: one.id })).items[0]?.value).toEqual({ kind: "comment", text: "[email]" });
    expect(await store.cache.get("k")).toEqual({ message: { content: "[email]" }, logProbs: null });
  });

  it("still forgets by the user's own name", async () => {
    const store = maskedStore(memoryStore());
    const one = trace(EMAIL);
    await store.traces.put([one]);
    expect(await store.forget(EMAIL)).toEqual([one.id]);
  });
});
