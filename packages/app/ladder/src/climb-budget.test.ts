import { memoryStore, type Spend, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { climb } from "./climb.ts";
import { climbSentences } from "./climb-sentences.ts";
import { around, threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { simulatedDataset, simulatedRung, simulatedVariant, simulatedWorld } from "./simulated-task.fixture.ts";

const within = (spent: Spend, budget: Spend): boolean =>
  (["microDollars", "tokens", "calls", "ms"] as const).every(
    (field) => budget[field] === undefined || (spent[field] ?? 0) <= budget[field] + 1e-6,
  );

it("never overspends any field, whatever the budget and the costs", { timeout: 20_000 }, async () => {
  let ran = 0;
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const spread = 1 + random.next() * 20;
    const ms = (draw: () => number): number => 10 + 100 * spread * draw() ** 4;
    const behaviour = { score: around(0.3), ms, tokens: 20 + Math.floor(random.next() * 300) };
    const better = { ...behaviour, score: around(0.3 + random.next() * 0.5) };
    const world = simulatedWorld({ plain: behaviour, a: behaviour, b: better, c: better, d: better }, { seed });
    // A start that can be shaken has its noise measured too.
    const start = simulatedVariant("plain", random.next() < 0.5 ? { temperature: 1 } : undefined);
    const budget: Spend = {
      ...(random.next() < 0.7 ? { ms: 2_000 + random.next() * 60_000 } : {}),
      ...(random.next() < 0.5 ? { calls: Math.floor(40 + random.next() * 200) } : {}),
      ...(random.next() < 0.5 ? { tokens: Math.floor(5_000 + random.next() * 60_000) } : {}),
      ...(random.next() < 0.3 ? { microDollars: Math.floor(140 + random.next() * 600) } : {}),
    };
    if (Object.keys(budget).length === 0) continue;
    const options = threeRungs(world, {
      rungs: [simulatedRung("one", [["a", "b"]]), simulatedRung("two", [["c"], ["d"]])],
      start,
      budget,
      seed,
      concurrency: 1 + Math.floor(random.next() * 3),
      dataset: simulatedDataset({ dev: 40, test: 40 }, seed),
    });
    try {
      const result = await climb(options);
      ran += 1;
      expect(within(result.spent, budget), JSON.stringify({ seed, budget, spent: result.spent })).toBe(true);
    } catch (error) {
      expect(error).toMatchObject({ code: "use.budget-too-small" });
    }
    const total = world.runs.reduce((sum, run) => sum + run.ms, 0);
    expect(within({ ms: total, calls: world.runs.length }, budget)).toBe(true);
  }
  expect(ran).toBeGreaterThan(25);
});

it.each([{ calls: 0 }, { ms: 0 }, { tokens: 0 }, { microDollars: 0 }, { calls: 20 }])(
  "refuses the budget $calls $ms $tokens before anything runs",
  async (budget) => {
    const world = threeWorlds();
    await expect(climb(threeRungs(world, { budget }))).rejects.toMatchObject({
      code: "use.budget-too-small",
      facts: { least: { calls: expect.any(Number) } },
    });
    expect(world.runs).toHaveLength(0);
  },
);

it("says budget and least in money, calls and time", async () => {
  const refused = async (budget: Spend): Promise<string> =>
    String(await climb(threeRungs(threeWorlds(), { budget })).catch((error: unknown) => error));
  expect(await refused({ microDollars: 0 })).toContain("The budget of $0 pays for no climb");
  expect(await refused({ calls: 1 })).toContain("The budget of 1 call pays for no climb");
  expect(await refused({ ms: 10_000 })).toContain(
    "The budget of 10 s pays for no climb: the smallest that can show anything takes about 29 s",
  );
});

it("refuses a budget that the probe shows to be too small, and says what the least would be", async () => {
  const world = threeWorlds();
  await expect(climb(threeRungs(world, { budget: { ms: 10_000 } }))).rejects.toMatchObject({
    code: "use.budget-too-small",
    facts: { least: { ms: 28_800 } },
  });
  expect(world.runs.length).toBeLessThanOrEqual(3);
});

it("does not take the first case, which may load a model, for what a case costs", async () => {
  let first = true;
  const cold = simulatedWorld({
    plain: {
      score: () => 0,
      ms: () => {
        const ms = first ? 15_000 : 500;
        first = false;
        return ms;
      },
    },
    near: { score: around(0.5), ms: 500 },
  });
  const result = await climb(threeRungs(cold, { rungs: [simulatedRung("one", [["near"]])], budget: { ms: 100_000 } }));
  expect(result.confirmed).toBe(true);
  expect(result.detectable.pairs).toBeGreaterThan(30);
});

it("keeps the confirmation's share from the races", async () => {
  const result = await climb(threeRungs(threeWorlds(), { budget: { ms: 150_000 }, confirm: { share: 0.4 } }));
  const races = result.rungs.reduce((sum, { spent }) => sum + spent.ms, 0);
  expect(races).toBeLessThanOrEqual(150_000 * 0.6);
  expect(result.confirmation?.verdict.n).toBeGreaterThanOrEqual(20);
});

it("says what was left where a race was given up", async () => {
  const behaviour = { score: (draw: () => number) => (draw() < 0.5 ? 1 : 0), ms: 1_000 };
  const world = simulatedWorld({ plain: behaviour, a: behaviour, b: behaviour });
  const rungs = [simulatedRung("one", [["a"]]), simulatedRung("two", [["b"]])];
  const result = await climb(threeRungs(world, { rungs, budget: { ms: 120_000 } }));

  const [left] = result.rungs.flatMap(({ why }) => /\((\d+) s\) would not decide it and was kept/.exec(why)?.[1] ?? []);
  expect(Number(left)).toBeGreaterThan(0);
  expect(climbSentences(result).notShown.join("\n")).toContain(`(${left} s) would not decide it and was kept`);
});

it("leaves nothing for a confirmation that its reserve pays for already", async () => {
  const coin = (share: number) => ({ score: (draw: () => number) => (draw() < share ? 1 : 0), ms: 1_000 });
  const answers = async (sealed: number): Promise<readonly unknown[]> => {
    const world = simulatedWorld({ plain: coin(0), a: coin(0.5), b: coin(0.6) });
    const rungs = [simulatedRung("one", [["a"]]), simulatedRung("two", [["b"]])];
    const dataset = simulatedDataset({ dev: 400, test: sealed });
    const { candidate } = await climb(threeRungs(world, { rungs, dataset, budget: { ms: 300_000 }, minimumUsefulEffect: 0.1 }));
    return [candidate?.name, world.runs.filter(({ name }) => name === "b").length];
  };
  const [enough, wanting] = [await answers(20), await answers(400)];
  expect([enough[0], wanting[0]]).toEqual(["a", "a"]);
  expect(Number(enough[1])).toBeGreaterThan(2 * Number(wanting[1]));
});

it("leaves the split sealed where what is left pays for too few pairs", async () => {
  const world = simulatedWorld({ plain: { score: () => 0, ms: 100 }, dear: { score: () => 1, ms: 5_000 } });
  const store = memoryStore();
  const options = threeRungs(world, { rungs: [simulatedRung("one", [["dear"]])], budget: { ms: 90_000 }, confirm: { share: 0.05 }, store });
  const result = await climb(options);
  if (result.candidate !== null && result.confirmation === null) {
    expect(await store.looks.list(options.dataset.splits.test.hash)).toHaveLength(0);
    expect(result.decisions.some((decision) => decision.kind === "noted" && decision.topic === "not-confirmed")).toBe(true);
  }
  expect(result.spent.ms).toBeLessThanOrEqual(90_000);
});
