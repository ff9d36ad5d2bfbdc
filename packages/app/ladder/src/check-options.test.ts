import { memoryStore } from "@pawl/core";
import { expect, it } from "vitest";
import { climb } from "./climb.ts";
import type { ClimbOptions } from "./climb-options.ts";
import { around, threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { type Input, type Output, simulatedDataset, simulatedRung, simulatedVariant, simulatedWorld } from "./simulated-task.fixture.ts";

const wrong: readonly [string, Partial<ClimbOptions<Input, Output>>][] = [
  ["no scorer", { scorers: [] }],
  ["no rung", { rungs: [] }],
  ["a level of 1", { level: 1 }],
  ["a share of 0", { confirm: { share: 0 } }],
  ["a power of 1", { confirm: { power: 1 } }],
  ["a useful effect of 0", { minimumUsefulEffect: 0 }],
  ["half a case at once", { concurrency: 0.5 }],
  ["a budget without a cap", { budget: {} }],
  ["a negative budget", { budget: { calls: -1 } }],
];

it.each(wrong)("refuses %s before anything runs", async (_, changes) => {
  const world = threeWorlds();
  await expect(climb(threeRungs(world, changes))).rejects.toThrow(RangeError);
  expect(world.runs).toHaveLength(0);
});

it("refuses a start of another task", async () => {
  const start = { ...simulatedVariant("plain"), task: "other" };
  await expect(climb(threeRungs(threeWorlds(), { start }))).rejects.toThrow(TypeError);
});

it("refuses to climb without a store to count the look in", async () => {
  const world = threeWorlds();
  const { store: _, ...rest } = threeRungs(world);
  // @ts-expect-error a climb needs a store
  await expect(climb(rest)).rejects.toMatchObject({ code: "use.unseal-without-store" });
  expect(world.runs).toHaveLength(0);
});

it.each([
  { dev: 0, test: 10 },
  { dev: 10, test: 0 },
])("refuses an empty split: $dev dev and $test test examples", async (sizes) => {
  await expect(climb(threeRungs(threeWorlds(), { dataset: simulatedDataset(sizes) }))).rejects.toMatchObject({ code: "data.empty-split" });
});

it("stops where nothing can be measured, instead of spending the budget on it", async () => {
  const away = simulatedWorld({ plain: { score: () => 1, outcome: () => "error" } });
  await expect(climb(threeRungs(away))).rejects.toMatchObject({
    code: "service.nothing-measured",
    retryable: true,
    facts: { outcomes: "error" },
  });
  expect(away.runs.length).toBeLessThanOrEqual(3);
});

it("leads with nothing whose missing answers could hide that it is worse", async () => {
  const holes = simulatedWorld({
    plain: { score: around(0.4) },
    shaky: { score: around(0.6), outcome: (draw) => (draw() < 0.5 ? "timeout" : "ok") },
  });
  const result = await climb(threeRungs(holes, { rungs: [simulatedRung("one", [["shaky"]])], store: memoryStore() }));
  const shaky = result.variants.find(({ name }) => name === "shaky");
  expect(shaky?.missing).toBeGreaterThan(0);
  expect(shaky?.outcomes["timeout"]).toBe(shaky?.missing);
  expect(result.candidate).toBeNull();
});
