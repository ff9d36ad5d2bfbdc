import {
  type Budget,
  costOf,
  type GenerateRequest,
  type GenerateResult,
  type LanguageModel,
  memoryBudget,
  PawlError,
  type Spend,
} from "@pawl/core";
import { collect, fakeClock, fakeModel } from "@pawl/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reserveAll } from "./reserve-all.ts";
import { withBudgets } from "./with-budgets.ts";
import { worstCaseOf } from "./worst-case.ts";

const price = { inputPerMillion: 1_000_000, cachedInputPerMillion: 100_000, outputPerMillion: 4_000_000 };
const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: { maxTokens: 50 } };
const usage = { inputTokens: 20, cachedInputTokens: 10, outputTokens: 5, reasoningTokens: 0 };
const limit: Spend = { microDollars: 10_000, tokens: 10_000, calls: 10 };
const capabilities = { price };
// 20 of input, half of it cached, and 5 of output: 10 + 1 + 20 micro-dollars.
const spent: Spend = { microDollars: 10_000 - 31, tokens: 10_000 - 25, calls: 9 };

async function worst(): Promise<Spend> {
  const { tokens, microDollars } = await worstCaseOf(fakeModel({ capabilities }), request);
  return { microDollars: 10_000 - (microDollars ?? 0), tokens: 10_000 - (tokens ?? 0), calls: 9 };
}

describe("generate", () => {
  it("settles what was used", async () => {
    const budget = memoryBudget("b", limit);
    await withBudgets(fakeModel({ answers: { usage }, capabilities }), [budget]).generate(request);
    expect(await budget.left()).toEqual(spent);
  });

  it("refunds a failure that was not billed, settles the worst case after any other", async () => {
    const cases: [Error, Spend][] = [
      [new PawlError("service.unreachable", "", { facts: { billed: false } }), limit],
      [new PawlError("service.failed", "", { facts: { billed: true } }), await worst()],
      [new Error("who knows"), await worst()],
    ];
    for (const [error, left] of cases) {
      const budget = memoryBudget("b", limit);
      await expect(withBudgets(fakeModel({ answers: error, capabilities }), [budget]).generate(request)).rejects.toBe(error);
      expect(await budget.left()).toEqual(left);
    }
  });

  it("settles the worst case where the engine does not say what was used", async () => {
    const budget = memoryBudget("b", limit);
    await withBudgets(fakeModel({ answers: { usage: null }, capabilities }), [budget]).generate(request);
    expect(await budget.left()).toEqual(await worst());
  });

  it("does not call where one budget refuses, and leaves the others as they were", async () => {
    const [rich, poor] = [memoryBudget("rich", limit), memoryBudget("poor", { calls: 0 })];
    const inner = fakeModel({ answers: "ok", capabilities });
    await expect(withBudgets(inner, [rich, poor]).generate(request)).rejects.toMatchObject({
      code: "use.over-budget",
      retryable: false,
      facts: { budget: "poor", needed: { calls: 1 }, left: { calls: 0 }, billed: false },
    });
    expect(inner.calls.length).toBe(0);
    expect(await rich.left()).toEqual(limit);
  });

  it("refuses a cap that cannot be kept, and only that", async () => {
    const noPrice = fakeModel({ answers: "ok" });
    const refused = withBudgets(noPrice, [memoryBudget("money", { microDollars: 5 })]).generate(request);
    await expect(refused).rejects.toMatchObject({ code: "use.no-bound", facts: { budget: "money", field: "microDollars" } });
    await withBudgets(noPrice, [memoryBudget("calls", { calls: 1, tokens: 1000 })]).generate(request);
    const timed = withBudgets(noPrice, [memoryBudget("time", { ms: 1000 })], { clock: fakeClock(0) });
    await expect(timed.generate(request)).rejects.toMatchObject({ code: "use.no-bound", facts: { field: "ms" } });
    await timed.generate(request, { deadlineAt: 1000 });
    await expect(timed.generate(request, { deadlineAt: 1001 })).rejects.toMatchObject({ code: "use.over-budget" });
  });

  it("reserves nothing for a call that was aborted before", async () => {
    const budget = memoryBudget("b", limit);
    const reason = new Error("stop");
    const call = withBudgets(fakeModel({ answers: "ok", capabilities }), [budget]).generate(request, {
      abortSignal: AbortSignal.abort(reason),
    });
    await expect(call).rejects.toBe(reason);
    expect(await budget.left()).toEqual(limit);
  });

  it("gives the answer where settling fails, and the cap still holds", async () => {
    const clock = fakeClock();
    const inner = memoryBudget("b", { calls: 1 }, { clock });
    const broken: Budget = {
      ...inner,
      reserve: async (...args) => {
        const reservation = await inner.reserve(...args);
        return reservation.granted ? { ...reservation, settle: () => Promise.reject(new Error("disk full")) } : reservation;
      },
    };
    const model = withBudgets(fakeModel({ answers: "ok" }), [broken], { ttlMs: 1000 });
    expect((await model.generate(request)).message.content).toBe("ok");
    clock.advance(5000);
    await expect(model.generate(request)).rejects.toMatchObject({ code: "use.over-budget" });
  });
});

describe("stream", () => {
  const failing = (facts: PawlError["facts"], told: typeof usage | null): LanguageModel => ({
    ...fakeModel({ capabilities }),
    stream: async function* () {
      yield { type: "text-delta", text: "a" } as const;
      yield { type: "failure", error: { code: "service.cut", message: "", retryable: true, facts }, partial: "a", usage: told } as const;
    },
  });

  it("settles by its last event, or the worst case where it is left", async () => {
    const cases: [LanguageModel, Spend][] = [
      [fakeModel({ answers: { message: { role: "assistant", content: "a b" }, usage }, capabilities }), spent],
      [failing({}, usage), spent],
      [failing({}, null), await worst()],
      [failing({ billed: false }, null), limit],
    ];
    for (const [model, left] of cases) {
      const budget = memoryBudget("b", limit);
      await collect(withBudgets(model, [budget]).stream(request));
      expect(await budget.left()).toEqual(left);
    }
    const budget = memoryBudget("b", limit);
    for await (const _ of withBudgets(fakeModel({ answers: "a b", capabilities }), [budget]).stream(request)) break;
    expect(await budget.left()).toEqual(await worst());
  });

  it("is one failure where a budget refuses", async () => {
    const events = await collect(withBudgets(fakeModel({ answers: "ok" }), [memoryBudget("b", { calls: 0 })]).stream(request));
    expect(events).toMatchObject([{ type: "failure", error: { code: "use.over-budget" } }]);
  });
});

it("settles a choice like a generation", async () => {
  const budget = memoryBudget("b", limit);
  const model = withBudgets(fakeModel({ choose: () => ({ index: 0, usage }), capabilities }), [budget]);
  await model.choose?.({ messages: request.messages, candidates: ["a", "b"], mode: "best" });
  expect(await budget.left()).toEqual(spent);
});

it("reserveAll releases what was granted before a refusal, and settles on all", async () => {
  const [a, b] = [memoryBudget("a", { calls: 2 }), memoryBudget("b", { calls: 1 })];
  const granted = await reserveAll([a, b], { calls: 1 });
  await expect(reserveAll([a, b], { calls: 1 })).rejects.toMatchObject({ code: "use.over-budget", facts: { budget: "b" } });
  expect(await a.left()).toEqual({ calls: 1 });
  await granted.release();
  expect([await a.left(), await b.left()]).toEqual([{ calls: 2 }, { calls: 1 }]);
  await (await reserveAll([a, b], { calls: 1 })).settle({ calls: 1 });
  expect([await a.left(), await b.left()]).toEqual([{ calls: 1 }, { calls: 0 }]);
});

type Ending = "ok" | "silent" | "unbilled" | "billed" | "left";

describe("under any interleaving", () => {
  const endings = fc.array(fc.constantFrom<Ending>("ok", "silent", "unbilled", "billed", "left"), { minLength: 1, maxLength: 8 });

  it("is never overspent, and what was not used is free again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        endings,
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 8 }),
        async (s, plan, money, calls) => {
          const caps: [Spend, Spend] = [{ microDollars: money }, { calls }];
          const plain = caps.map((cap, i) => memoryBudget(`b${i}`, cap));
          const budgets = plain.map((budget) => slow(budget, s));
          let paid = 0;
          let made = 0;
          const bookings: number[] = [];
          const worstMoney = (await worstCaseOf(fakeModel({ capabilities }), request)).microDollars ?? 0;
          const one = async (ending: Ending): Promise<void> => {
            const answer = async (): Promise<Partial<GenerateResult>> => {
              made++;
              await s.schedule(Promise.resolve());
              if (ending === "unbilled") {
                made--;
                throw new PawlError("service.unreachable", "", { facts: { billed: false } });
              }
              // A call that ends badly may have cost all it could.
              const cost = ending === "ok" ? (costOf(usage, price) ?? 0) : worstMoney;
              paid += cost;
              bookings.push(cost);
              expect(paid).toBeLessThanOrEqual(money);
              if (ending === "billed") throw new Error("cut");
              return { message: { role: "assistant", content: "a b" }, usage: ending === "silent" ? null : usage };
            };
            const model = withBudgets(fakeModel({ answers: answer, capabilities }), budgets);
            if (ending !== "left") await model.generate(request).catch(() => {});
            else
              for await (const event of model.stream(request)) {
                if (event.type !== "failure") break;
              }
            expect(made).toBeLessThanOrEqual(calls);
          };
          await s.waitFor(Promise.all(plan.map(one)));
          const left = await Promise.all(plain.map((budget) => budget.left()));
          expect(left[0]?.microDollars).toBe(money - bookings.reduce((sum, cost) => sum + cost, 0));
          expect(left[1]?.calls).toBe(calls - bookings.length);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });

  /** A budget whose every call takes a turn of the scheduler, as one in a store does. */
  function slow(budget: Budget, s: fc.Scheduler): Budget {
    return {
      name: budget.name,
      left: () => s.schedule(Promise.resolve()).then(budget.left),
      reserve: async (...args) => {
        await s.schedule(Promise.resolve());
        const reservation = await budget.reserve(...args);
        await s.schedule(Promise.resolve());
        return reservation;
      },
    };
  }
});
