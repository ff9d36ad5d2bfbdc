import { memoryBudget, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import type { Arm, Case } from "./arm.ts";
import type { Metric } from "./metric.ts";
import { createPairs } from "./pairs.ts";
import { admitted, race, reachOf } from "./race.ts";
import { simulatedVariant } from "./simulated-task.fixture.ts";

const share: Metric = { name: "value", hash: "h", direction: "higher", scale: "share" };
const real: Metric = { ...share, scale: "real" };

function arm(name: string, score: (draw: () => number, index: number) => number | null, paid: number = Number.POSITIVE_INFINITY): Arm {
  const cases: Case[] = [];
  const spend = { microDollars: 0, tokens: 0, calls: 1, ms: 0 };
  return {
    record: { id: name, task: { name: "t", hash: "h" }, name, rung: "r", parents: [], variant: simulatedVariant(name) },
    cases,
    runId: () => "",
    take: async (index) => {
      if (index >= paid) return "unpaid";
      while (cases.length <= index) {
        const i = cases.length;
        const value = score(seededRandom(`${name}/${i}`).next, i);
        cases.push({ id: String(i), cluster: undefined, score: value, outcome: "ok", output: null, spend });
      }
      return "answered";
    },
    close: async () => {},
  };
}

const run = (champion: Arm, candidates: readonly Arm[], reach = 1000, unwanted = false): ReturnType<typeof race> =>
  race({
    champion,
    candidates,
    metric: share,
    level: 0.95,
    minimumUsefulEffect: 0.1,
    purse: memoryBudget("all", {}),
    concurrency: 1,
    examples: 1000,
    patience: 0,
    unwanted,
    reach: () => reach,
  });

it("ends as soon as each candidate is decided, and finds the best", async () => {
  const champion = arm("champion", (draw) => 0.2 * draw());
  const outcome = await run(champion, [
    arm("bad", () => 0),
    arm("good", (draw) => 0.6 + 0.2 * draw()),
    arm("fair", (draw) => 0.3 + 0.2 * draw()),
  ]);
  expect(outcome.ended).toBe("decided");
  expect(outcome.winner?.arm.record.name).toBe("good");
  const fates = Object.fromEntries(outcome.finishes.map(({ arm: { record }, fate }) => [record.name, fate]));
  expect(fates["good"]).toBe("better");
  expect(fates["bad"]).toBe("dropped");
  expect(champion.cases.length).toBeLessThan(200);
});

it("shares its level among the candidates", async () => {
  const candidates = ["a", "b", "c", "d", "e"].map((name) => arm(name, () => 0.9));
  const { finishes } = await run(
    arm("champion", () => 0.1),
    candidates,
  );
  for (const { verdict } of finishes) expect(verdict.level).toBeCloseTo(0.99, 10);
});

it("ends undecided where its money ends", async () => {
  const outcome = await run(
    arm("champion", (draw) => draw()),
    [arm("same", (draw) => draw(), 12)],
  );
  expect(outcome).toMatchObject({ ended: "allowance", winner: null });
  expect(outcome.finishes[0]).toMatchObject({ fate: "undecided", verdict: { kind: "inconclusive", n: 12 } });
});

it("keeps its money where what is left would decide nothing", async () => {
  const champion = arm("champion", (draw) => draw());
  const outcome = await run(champion, [arm("same", (draw) => draw())], 15);
  expect(outcome.ended).toBe("hopeless");
  expect(champion.cases).toHaveLength(6);
});

it("spends money that nothing else wants on the best, where that may yet be shown better", async () => {
  const ended = async (unwanted: boolean, gain: number, reach = 40): Promise<readonly unknown[]> => {
    const champion = arm("champion", (draw) => 0.5 * draw());
    const candidates = [arm("best", (draw) => gain + 0.5 * draw(), 40), arm("other", (draw) => 0.5 * draw(), 40)];
    const outcome = await run(champion, candidates, reach, unwanted);
    return [outcome.ended, ...outcome.finishes.map(({ verdict }) => verdict.n)];
  };
  expect(await ended(false, 0.1)).toEqual(["hopeless", 6, 6]);
  // Given up at the look after which no luck would do.
  expect(await ended(true, 0.1)).toEqual(["hopeless", 32, 6]);
  expect(await ended(true, 0.1, 70)).toEqual(["allowance", 40, 6]);
  expect(await ended(true, 0, 12)).toEqual(["hopeless", 6, 6]);
});

it("hopes within what was seen: never for a proposal that is behind by far, always for one that is ahead with much left", () => {
  for (const metric of [share, { ...share, scale: "binary" as const }, real, { ...real, direction: "lower" as const }]) {
    const pairs = (wins: number, losses: number): ReturnType<typeof createPairs> => {
      const made = createPairs({ metric, level: 0.95, minimumUsefulEffect: 0.1 });
      const [worse, better] = metric.direction === "higher" ? [0, 1] : [1, 0];
      for (let i = 0; i < 40; i++) made.add({ score: i < losses ? better : worse }, { score: i >= 40 - wins ? better : worse });
      return made;
    };
    expect(pairs(2, 12).hopeful(120)).toBe(false);
    expect(pairs(12, 6).hopeful(400)).toBe(true);
    expect(pairs(0, 0).hopeful(400)).toBe(false);
  }
});

it("spends what is left on the best where it decides that one only", async () => {
  const champion = arm("champion", () => 0.2);
  const outcome = await race({
    champion,
    candidates: [arm("weak", (draw) => 0.15 + 0.2 * draw()), arm("strong", (draw) => 0.45 + 0.2 * draw())],
    metric: share,
    level: 0.95,
    minimumUsefulEffect: 0.1,
    purse: memoryBudget("all", {}),
    concurrency: 1,
    examples: 1000,
    patience: 0,
    unwanted: false,
    reach: (arms) => (arms.length > 2 ? 12 : 60),
  });
  expect(outcome.winner?.arm.record.name).toBe("strong");
  expect(outcome.finishes[0]).toMatchObject({ fate: "undecided" });
});

it("runs the cases of one example together up to the concurrency", async () => {
  let [running, most] = [0, 0];
  const slow = (name: string, value: number): Arm => {
    const inner = arm(name, () => value);
    return {
      ...inner,
      take: async (index, purse) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running -= 1;
        return inner.take(index, purse);
      },
    };
  };
  await race({
    champion: slow("champion", 0.1),
    candidates: [slow("a", 0.9), slow("b", 0.9), slow("c", 0.9)],
    metric: share,
    level: 0.95,
    minimumUsefulEffect: 0.1,
    purse: memoryBudget("all", {}),
    concurrency: 2,
    examples: 50,
    patience: 0,
    unwanted: false,
    reach: () => 50,
  });
  expect(most).toBe(2);
});

it("races an unbounded score from 100 examples on only", () => {
  const pairs = createPairs({ metric: real, level: 0.95, minimumUsefulEffect: 0.5 });
  const random = seededRandom(1);
  for (let i = 0; i < 99; i++) pairs.add({ score: 0 }, { score: 10 + random.next() });
  expect(pairs.verdict()).toMatchObject({ kind: "inconclusive", interval: [null, null], needed: 100 });
  pairs.add({ score: 0 }, { score: 10 });
  expect(pairs.verdict()).toMatchObject({ kind: "better", n: 100 });
  expect(pairs.outlook(200)).toBe("better");
  pairs.add({ score: null }, { score: 10 });
  expect(pairs.verdict().kind).toBe("inconclusive");
});

it("decides yes/no scores by the pairs that differ, after fewer than it takes to bet on them as shares", () => {
  const decidedAfter = (scale: Metric["scale"], seed: number): number => {
    const pairs = createPairs({ metric: { ...share, scale }, level: 0.95, minimumUsefulEffect: 0.1 });
    const random = seededRandom(seed);
    for (let n = 1; n <= 1000; n++) {
      const differs = random.next() < 0.3;
      const won = differs && random.next() < 0.7;
      pairs.add({ score: differs && !won ? 1 : 0 }, { score: won ? 1 : 0 });
      if (pairs.verdict().kind === "better") return n;
    }
    return Number.POSITIVE_INFINITY;
  };
  const total = (scale: Metric["scale"]): number =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce((sum, seed) => sum + decidedAfter(scale, seed), 0);
  expect(total("binary")).toBeLessThan(0.85 * total("share"));
});

it("takes a missing answer at its worst and at its best", () => {
  const pairs = createPairs({ metric: share, level: 0.95, minimumUsefulEffect: 0.1 });
  for (let i = 0; i < 40; i++) pairs.add({ score: 0.3 }, { score: i % 2 === 0 ? 0.6 : null });
  expect(pairs.verdict().kind).toBe("inconclusive");
  expect(pairs.lower()).toBeLessThan(0);
});

it("admits the cheapest as long as all reach the least number of pairs, and one always", () => {
  const costs = [{ calls: 1 }, { calls: 1 }, { calls: 1 }];
  const champion = { answered: 0, cost: { calls: 1 } };
  const to = (calls: number, answered = 0): number => admitted({ ...champion, answered }, costs, { available: { calls }, pairs: 10 });
  expect([to(5), to(20), to(29), to(30), to(40), to(30, 10)]).toEqual([1, 1, 1, 2, 3, 3]);
});

it("reaches further on examples that are answered already", async () => {
  const champion = arm("champion", () => 0);
  await champion.take(9, memoryBudget("all", {}));
  const arms = [champion, arm("new", () => 0)];
  const options = { available: { calls: 20 }, examples: 100, mean: () => ({ calls: 1 }) };
  // Ten examples of the new one alone, then five of both.
  expect(reachOf(arms, options)).toBe(15);
});
