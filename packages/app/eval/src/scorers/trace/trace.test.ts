import type { Outcome, Scorer, Step, Trace } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { scoreCase } from "../../run/score-case.ts";
import { retrieval } from "../retrieval.ts";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { latency, timeToFirstToken } from "./latency.ts";
import { cost, tokens } from "./spend.ts";

const model = (over: {
  readonly cached?: boolean;
  readonly first?: number | null;
  readonly cost?: number | null;
  readonly at?: number;
}): Step => ({
  kind: "model",
  model: { id: "m" },
  key: null,
  messages: [],
  result: {
    message: { role: "assistant", content: "x" },
    finishReason: "stop",
    usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 },
    timings: { totalMs: 80, queuedMs: null, timeToFirstTokenMs: over.first ?? null, timePerOutputTokenMs: null },
    servedBy: "m",
    logProbs: null,
  },
  error: null,
  cost: over.cost === undefined ? 7 : over.cost,
  cached: over.cached ?? false,
  startedAt: over.at ?? 1000,
  totalMs: 80,
});
const traceOf = (steps: readonly Step[], outcome: Outcome<string> = { kind: "ok", output: "x" }): Trace<unknown, string> => ({
  format: "pawl.trace/1",
  id: "t",
  task: null,
  variantId: null,
  rendererHash: null,
  origin: {},
  input: null,
  outcome,
  used: { demonstrations: [], context: [] },
  steps,
  startedAt: 1000,
  totalMs: 250,
});
const ask = async (scorer: Scorer<unknown, unknown, unknown>, trace: Trace<unknown, string>) =>
  (await scoreCase(scorer, { id: "1", input: null }, trace, new AbortController().signal)).result;
const refused: Outcome<string> = { kind: "refused", reason: "filter" };
const failed: Outcome<string> = { kind: "error", error: { code: "service.down", message: "", retryable: true, facts: {} } };

describe("latency", () => {
  it("is the time of the whole case, of withheld and invalid answers too", async () => {
    expect(await ask(latency(), traceOf([model({})]))).toEqual({ kind: "score", value: 250 });
    expect(await ask(latency(), traceOf([], refused))).toEqual({ kind: "score", value: 250 });
    expect([latency().direction, latency().scale]).toEqual(["lower", "real"]);
  });

  it("is unscored for a cached answer and a failed case", async () => {
    expect(await ask(latency(), traceOf([model({ cached: true })]))).toMatchObject({ kind: "unscored" });
    expect(await ask(latency(), traceOf([], failed))).toMatchObject({ kind: "unscored", reason: "error" });
  });
});

describe("timeToFirstToken", () => {
  it("counts from the start of the case to the first token of the last model call", async () => {
    expect(await ask(timeToFirstToken(), traceOf([model({ first: 5 }), model({ first: 30, at: 1100 })]))).toEqual({
      kind: "score",
      value: 130,
    });
  });

  it("is unscored where it was not measured", async () => {
    for (const steps of [[], [model({})], [model({ first: 5, cached: true })]]) {
      expect(await ask(timeToFirstToken(), traceOf(steps))).toMatchObject({ kind: "unscored" });
    }
  });
});

describe("cost and tokens", () => {
  it("are sums over the calls, whatever the outcome", async () => {
    const steps = [model({}), model({})];
    expect(await ask(cost(), traceOf(steps))).toEqual({ kind: "score", value: 14 });
    expect(await ask(cost(), traceOf(steps, failed))).toEqual({ kind: "score", value: 14 });
    expect(await ask(tokens(), traceOf(steps))).toEqual({ kind: "score", value: 30 });
    expect(await ask(tokens({ of: "input" }), traceOf(steps))).toEqual({ kind: "score", value: 20 });
    expect(await ask(tokens({ of: "output" }), traceOf(steps))).toEqual({ kind: "score", value: 10 });
    expect(tokens().hash).not.toBe(tokens({ of: "input" }).hash);
  });

  it("are unscored where a price is not known, never 0", async () => {
    expect(await ask(cost(), traceOf([model({ cost: null })]))).toMatchObject({ kind: "unscored" });
  });
});

describe("retrieval", () => {
  const judged = { d1: 3, d2: 2, d3: 3, d4: 0, d5: 1, d6: 2, d7: 3, d8: 2 };
  const ranking = ["d1", "d2", "d3", "d4", "d5", "d6"];

  it("scores a ranking as trec_eval", async () => {
    expect(await scored(retrieval({ measure: "ndcg" }), ranking, judged)).toBeCloseTo(0.7562, 4);
    expect(await scored(retrieval({ measure: "ndcg", k: 3 }), ranking, judged)).toBeCloseTo(0.9013, 4);
    expect(await scored(retrieval({ measure: "average-precision" }), ranking, judged)).toBeCloseTo(0.6619, 4);
    expect(await scored(retrieval({ measure: "r-precision" }), ranking, judged)).toBeCloseTo(0.7143, 4);
    expect(await scored(retrieval({ measure: "bpref" }), ranking, judged)).toBeCloseTo(0.4286, 4);
    expect(await scored(retrieval({ measure: "precision", k: 5 }), ranking, judged)).toBeCloseTo(0.8, 12);
    expect(await scored(retrieval({ measure: "recall", k: 5 }), ranking, judged)).toBeCloseTo(0.5714, 4);
    expect(await scored(retrieval({ measure: "reciprocal-rank" }), [{ id: "x" }, { id: "a" }], ["a", "b"])).toBe(0.5);
    expect(await scored(retrieval({ measure: "success", k: 1 }), ["x", "a"], ["a"])).toBe(0);
  });

  it("is called after measure and k, and checks that they go together", async () => {
    const named: "recall@5" = retrieval({ measure: "recall", k: 5 }).name;
    expect(named).toBe("recall@5");
    expect(() => retrieval({ measure: "recall" })).toThrow(RangeError);
    expect(() => retrieval({ measure: "bpref", k: 3 })).toThrow(RangeError);
    expect(() => retrieval({ measure: "ndcg", k: 0 })).toThrow(RangeError);
    expect(await scoreOf(retrieval({ measure: "ndcg" }), ["a"], {})).toMatchObject({ kind: "unscored" });
    expect(await scoreOf(retrieval({ measure: "ndcg" }), ["a"])).toMatchObject({ kind: "unscored" });
  });

  it("reads what was retrieved, or what of it stood in the prompt", async () => {
    const hit = (id: string, rank: number) => ({ id, text: id, score: 1, rank, metadata: {} });
    const step: Step = {
      kind: "retrieval",
      purpose: "context",
      retriever: "r",
      query: "q",
      hits: [hit("x", 1), hit("a", 2)],
      startedAt: 0,
      totalMs: 0,
    };
    const trace = { ...traceOf([step]), used: { demonstrations: [], context: ["a"] } };
    const from = async (source: "retrieved" | "prompt") =>
      retrieval({ measure: "reciprocal-rank", from: source }).score({
        example: { id: "1", input: null, expected: ["a"] },
        output: "x",
        trace,
      });
    expect(await from("retrieved")).toMatchObject({ value: 0.5 });
    expect(await from("prompt")).toMatchObject({ value: 1 });
  });
});
