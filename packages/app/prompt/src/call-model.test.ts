import { hashOf, memoryBudget, PawlError, type Step, type Tool } from "@pawl/core";
import { fakeClock, fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, mapCache, triage, variantOf } from "./testing/intake.ts";

const good = '{"intent": "track"}';
const input = { message: "Hi" };
const price = { inputPerMillion: 1_000_000, cachedInputPerMillion: 1_000_000, outputPerMillion: 2_000_000 };
const usage = { inputTokens: 30, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };
const billed = { message: { role: "assistant", content: good }, usage } as const;
const sampling = { maxTokens: 50 };

describe("cache", () => {
  it("answers the same request from the cache with the cost and timings it had", async () => {
    const clock = fakeClock(0);
    const cache = mapCache();
    const model = fakeModel({
      answers: () => {
        clock.advance(40);
        return billed;
      },
      capabilities: { price },
    });
    const runner = createRunner({ task: intake, variant: variantOf(), models: [model], cache, clock });
    const first = await runner.run(input, { origin: { user: "ada" } });
    const second = await runner.run(input);
    expect(model.calls).toHaveLength(1);
    expect(second.outcome).toEqual(first.outcome);
    expect(first.steps).toMatchObject([{ cached: false, cost: 40, totalMs: 40 }]);
    expect(second.steps).toMatchObject([{ cached: true, cost: 40, totalMs: 40, result: { timings: { totalMs: 1 } } }]);
    expect(second.totalMs).toBe(0);
    expect(second.steps[0]?.kind === "model" && second.steps[0].key).toBe([...cache.entries.keys()][0]);
    expect(cache.users).toEqual(["ada"]);
  });

  it("has another key for another seed, model, sampling or question", async () => {
    const cache = mapCache();
    const run = (variant: ReturnType<typeof variantOf>, message: string, seed?: number) =>
      createRunner({ task: intake, variant, models: [fakeModel({ answers: good, ref: variant.model })], cache }).run({ message }, { seed });
    await run(variantOf(), "a");
    await run(variantOf(), "a", 1);
    await run(variantOf(), "b");
    await run(variantOf({ sampling: { temperature: 1 } }), "a");
    await run(variantOf({ model: { id: "fake", sha256: "1".repeat(64) } }), "a");
    expect(cache.entries.size).toBe(5);
    await run(variantOf({ reasks: 3 }), "a");
    expect(cache.entries.size).toBe(5);
  });

  it("has another key for other tools, in what they say too, and for leave to call them no more", async () => {
    const cache = mapCache();
    const called = { message: { role: "assistant", content: "", toolCalls: [{ id: "c", name: "find", argumentsText: "{}" }] } } as const;
    const models = [fakeModel({ answers: ({ toolChoice }) => (toolChoice === "auto" ? called : good) })];
    const run = (tool: Tool | null, maxSteps: number = 0) => {
      const allowed = tool === null ? [] : [{ name: tool.definition.name, hash: hashOf(tool.definition) }];
      const variant = variantOf(tool === null ? {} : { tools: { allowed, maxSteps } });
      return createRunner({ task: intake, variant, models, cache, tools: tool === null ? [] : [tool] }).run(input, { seed: 1 });
    };
    const find = (description: string): Tool => ({
      definition: { name: "find", description, parameters: { type: "object" } },
      execute: async () => "hub",
    });
    await run(null);
    await run(find("Finds a parcel."));
    await run(find("Finds a person."));
    expect(cache.entries.size).toBe(3);
    await run(find("Finds a parcel."));
    expect(cache.entries.size).toBe(3);
    // The question with leave to call, and the one after the tool has answered.
    await run(find("Finds a parcel."), 1);
    expect(cache.entries.size).toBe(5);
  });

  it("has another key for each repeat of an example: by its seed, and of a choice, which takes none, by its number", async () => {
    const keysOf = async (decoding: "free" | "choose", repeats: readonly (readonly [repeat: number, seed: number])[]): Promise<number> => {
      const cache = mapCache();
      const models = [fakeModel({ answers: good, choose: () => ({ index: 1 }) })];
      const runner =
        decoding === "choose"
          ? createRunner({ task: triage, variant: variantOf({ task: "triage", decoding }), models, cache })
          : createRunner({ task: intake, variant: variantOf({ decoding }), models, cache });
      for (const [repeat, seed] of repeats) await runner.run(input, { seed, origin: { example: { id: "e", repeat } } });
      return cache.entries.size;
    };
    const asked = [
      [0, 7],
      [1, 8],
      [2, 9],
    ] as const;
    expect(await keysOf("free", [...asked, ...asked])).toBe(3);
    expect(await keysOf("choose", [...asked, ...asked])).toBe(3);
    // Another example with the same question shares a repeat's answer.
    expect(
      await keysOf("choose", [
        [0, 1],
        [0, 2],
      ]),
    ).toBe(1);
  });

  it("keeps no answer that a filter withheld", async () => {
    const cache = mapCache();
    const model = fakeModel({ answers: { finishReason: "content-filter" } });
    const runner = createRunner({ task: intake, variant: variantOf(), models: [model], cache });
    expect((await runner.run(input)).outcome.kind).toBe("refused");
    expect(cache.entries.size).toBe(0);
  });

  it("keeps no failure, takes an entry of another shape for none, and keeps the answer when it cannot be put", async () => {
    const cache = mapCache();
    const failing = createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: new Error("x") })], cache });
    const failed = await failing.run(input);
    expect(cache.entries.size).toBe(0);
    const key = failed.steps[0]?.kind === "model" ? failed.steps[0].key : null;
    cache.entries.set(key ?? "", { result: { message: 1 } });
    const full = { ...cache, put: () => Promise.reject(new Error("disk full")) };
    const trace = await createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: good })], cache: full }).run(
      input,
    );
    expect(trace).toMatchObject({ outcome: { kind: "ok" }, steps: [{ cached: false }] });
  });

  it("answers a choice from the cache", async () => {
    const cache = mapCache();
    const model = fakeModel({ choose: () => ({ index: 1 }) });
    const runner = createRunner({ task: triage, variant: variantOf({ task: "triage", decoding: "choose" }), models: [model], cache });
    await runner.run(input);
    expect(await runner.run(input)).toMatchObject({ outcome: { kind: "ok", output: "claim" }, steps: [{ kind: "choice", cached: true }] });
    expect(model.choices).toHaveLength(1);
  });
});

describe("budgets", () => {
  const runWith = async (
    answers: Parameters<typeof fakeModel>[0],
    limit: Parameters<typeof memoryBudget>[1],
    options: { readonly reasks?: number } = {},
  ) => {
    const budgets = [memoryBudget("calls", { calls: 9 }), memoryBudget("day", limit)];
    const model = fakeModel({ capabilities: { price }, ...answers });
    const trace = await createRunner({ task: intake, variant: variantOf({ sampling, ...options }), models: [model], budgets }).run(input);
    return { trace, calls: model.calls.length, left: [await budgets[0]?.left(), await budgets[1]?.left()] };
  };

  it("settles what was used", async () => {
    const { trace, left } = await runWith({ answers: billed }, { tokens: 1000, microDollars: 1000 });
    expect(trace.outcome.kind).toBe("ok");
    expect(left).toEqual([{ calls: 8 }, { tokens: 965, microDollars: 960 }]);
  });

  it("makes no call where one budget does not cover the worst case, and holds nothing back", async () => {
    const { trace, calls, left } = await runWith({ answers: billed }, { tokens: 60 });
    expect(trace.outcome).toMatchObject({ kind: "over-budget", budget: "day", left: { tokens: 60 }, needed: { calls: 1 } });
    expect(trace.outcome.kind === "over-budget" && trace.outcome.needed.tokens).toBeGreaterThan(60);
    expect(calls).toBe(0);
    expect(left).toEqual([{ calls: 9 }, { tokens: 60 }]);
  });

  it("gives back what an unbilled failure had reserved and books any other in full", async () => {
    const unbilled = await runWith({ answers: new PawlError("service.unreachable", "x", { facts: { billed: false } }) }, { tokens: 1000 });
    expect(unbilled.left).toEqual([{ calls: 9 }, { tokens: 1000 }]);
    const unknown = await runWith({ answers: new PawlError("service.failed", "x") }, { tokens: 1000 });
    expect(unknown.left[0]).toEqual({ calls: 8 });
    expect(unknown.left[1]?.tokens).toBeLessThan(1000 - 50);
    const silent = await runWith({ answers: { ...billed, usage: null } }, { tokens: 1000 });
    expect(silent.left[1]).toEqual(unknown.left[1]);
  });

  it("reserves for each re-ask and ends over budget when it is used up", async () => {
    const { trace, calls, left } = await runWith(
      { answers: { ...billed, message: { role: "assistant", content: "no" } } },
      { calls: 2 },
      { reasks: 5 },
    );
    expect(trace.outcome).toMatchObject({ kind: "over-budget", budget: "day" });
    expect(calls).toBe(2);
    expect(left).toEqual([{ calls: 7 }, { calls: 0 }]);
  });

  it("pays nothing for a cached answer", async () => {
    const cache = mapCache();
    const budget = memoryBudget("day", { calls: 1 });
    const runner = createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: good })], cache, budgets: [budget] });
    await runner.run(input);
    expect((await runner.run(input)).outcome.kind).toBe("ok");
    expect(await budget.left()).toEqual({ calls: 0 });
  });

  it("refuses a cap that has no bound", async () => {
    const budgets = [memoryBudget("day", { tokens: 1000 })];
    const { outcome } = await createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: good })], budgets }).run(
      input,
    );
    expect(outcome).toMatchObject({ kind: "error", error: { code: "use.no-bound" } });
  });
});

describe("report", () => {
  it("puts what wrappers tell among the steps and pays for it", async () => {
    const inner = fakeModel({ answers: billed, capabilities: { price } });
    const attempt: Step = {
      kind: "model",
      model: inner.ref,
      key: null,
      messages: [],
      result: null,
      error: null,
      cost: 7,
      cached: false,
      startedAt: 5,
      totalMs: 1,
    };
    const wrapped = {
      ...inner,
      generate: async (...[request, options]: Parameters<typeof inner.generate>) => {
        options?.report?.(attempt);
        return inner.generate(request, options);
      },
    };
    const budget = memoryBudget("day", { calls: 5, microDollars: 1000 });
    const { steps } = await createRunner({
      task: intake,
      variant: variantOf({ sampling }),
      models: [wrapped],
      budgets: [budget],
      clock: fakeClock(1),
    }).run(input);
    expect(steps).toMatchObject([{ startedAt: 1, cost: 40 }, attempt]);
    expect(await budget.left()).toEqual({ calls: 3, microDollars: 953 });
  });
});
