import { type Budget, memoryBudget, PawlError } from "@pawl/core";
import { budgetConformance, fakeClock } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { jointBudget } from "./joint-budget.ts";

describe("of one budget", () => {
  for (const { name, run } of budgetConformance((limit, options) => jointBudget("joint", [memoryBudget("one", limit, options)])))
    it(name, run);
});

describe("of a budget beside two that are never short", () => {
  const wide = { microDollars: 1e9, tokens: 1e9, calls: 1e9, ms: 1e9 };
  const cases = budgetConformance((limit, options) => {
    const [one, before, after] = [
      memoryBudget("one", limit, options),
      memoryBudget("before", {}, options),
      memoryBudget("after", {}, options),
    ];
    return jointBudget("joint", [before, one, after]);
  });
  for (const { name, run } of cases) it(name, run);

  it("says the least that is left, field by field", async () => {
    const joint = jointBudget("joint", [
      memoryBudget("a", { calls: 3, tokens: 9 }),
      memoryBudget("b", { calls: 5, ms: 7 }),
      memoryBudget("c", wide),
    ]);
    expect(joint.name).toBe("joint");
    expect(await joint.left()).toEqual({ calls: 3, tokens: 9, ms: 7, microDollars: 1e9 });
    expect(await jointBudget("none", []).left()).toEqual({});
  });
});

describe("of several", () => {
  it("takes from all or from none", async () => {
    const [wide, narrow] = [memoryBudget("wide", { calls: 10 }), memoryBudget("narrow", { calls: 2 })];
    const joint = jointBudget("joint", [wide, narrow]);
    expect(await joint.reserve({ calls: 3 })).toEqual({ granted: false, left: { calls: 2 } });
    expect([await wide.left(), await narrow.left()]).toEqual([{ calls: 10 }, { calls: 2 }]);
    const reserved = await joint.reserve({ calls: 2 });
    if (reserved.granted) await reserved.settle({ calls: 1 });
    expect([await wide.left(), await narrow.left(), await joint.left()]).toEqual([{ calls: 9 }, { calls: 1 }, { calls: 1 }]);
  });

  it("gives back what it took where a later budget fails, and throws that failure on", async () => {
    const first = memoryBudget("first", { calls: 4 });
    const failure = new PawlError("io.store-unreadable", "The store is away.");
    const broken: Budget = { name: "broken", left: async () => ({}), reserve: () => Promise.reject(failure) };
    await expect(jointBudget("joint", [first, broken]).reserve({ calls: 3 })).rejects.toBe(failure);
    expect(await first.left()).toEqual({ calls: 4 });
  });

  it("lets a reservation expire on each of them", async () => {
    const clock = fakeClock();
    const budgets = [memoryBudget("a", { calls: 4 }, { clock }), memoryBudget("b", { calls: 4 }, { clock })];
    await jointBudget("joint", budgets).reserve({ calls: 3 }, { ttlMs: 100 });
    clock.advance(100);
    expect(await Promise.all(budgets.map((budget) => budget.left()))).toEqual([{ calls: 1 }, { calls: 1 }]);
  });
});
