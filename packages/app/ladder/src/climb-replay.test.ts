import { type Decision, memoryStore, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { climb } from "./climb.ts";
import type { demonstrations } from "./demonstrations.ts";
import { threeRungs, threeWorlds, timeless } from "./simulated-climb.fixture.ts";
import { simulatedDataset, simulatedRung, simulatedVariant } from "./simulated-task.fixture.ts";

it("replays to the same decisions but for when, and runs nothing again", async () => {
  const store = memoryStore();
  const first = await climb(threeRungs(threeWorlds(), { store }));
  const world = threeWorlds();
  const asked: string[] = [];
  const silent = { kind: "x", searched: true, propose: async () => Promise.reject(asked.push("asked")) };
  const rungs = threeRungs(world).rungs.map(({ kind, searched }) => ({ ...silent, kind, searched }));
  const clock = { now: () => 123_456, sleep: async () => {} };
  const again = await climb(threeRungs(world, { store, rungs, clock, replay: first.decisions }));
  expect(timeless(again.decisions)).toEqual(timeless(first.decisions));
  expect(again.decisions[0]?.at).toBe(123_456);
  expect(world.runs).toHaveLength(0);
  expect(asked).toHaveLength(0);
  expect({ ...again, decisions: [] }).toEqual({ ...first, decisions: [] });
});

it("counts a replayed confirmation as the same look", async () => {
  const store = memoryStore();
  const options = threeRungs(threeWorlds(), { store });
  await climb(options);
  const again = await climb(options);
  expect(again.confirmation?.look).toBe(1);
  expect(await store.looks.list(options.dataset.splits.test.hash)).toHaveLength(1);
});

it("goes on after an interruption anywhere and decides the same", { timeout: 20_000 }, async () => {
  const whole = threeWorlds();
  const expected = await climb(threeRungs(whole));
  const random = seededRandom(11);
  const points = [0, 1, 2, whole.runs.length - 1, ...Array.from({ length: 12 }, () => Math.floor(random.next() * whole.runs.length))];
  for (const point of points) {
    const store = memoryStore();
    const world = threeWorlds();
    const controller = new AbortController();
    const reason = new Error(`interrupted at ${point}`);
    let count = 0;
    world.onRun = () => {
      if (count++ === point) controller.abort(reason);
    };
    const written: Decision[] = [];
    const log = (decision: Decision): void => void written.push(decision);
    await expect(climb(threeRungs(world, { store, log, abortSignal: controller.signal }))).rejects.toBe(reason);
    expect(timeless(written)).toEqual(timeless(expected.decisions.slice(0, written.length)));
    const ran = world.runs.length;
    world.onRun = undefined;
    const resumed = await climb(threeRungs(world, { store }));
    expect(timeless(resumed.decisions)).toEqual(timeless(expected.decisions));
    expect(resumed.spent).toEqual(expected.spent);
    expect(world.runs.length).toBeLessThanOrEqual(whole.runs.length + 1);
    expect(world.runs.length - ran).toBeGreaterThanOrEqual(whole.runs.length - point - 1);
  }
});

it("goes on after an interruption while the noise was measured", async () => {
  const start = simulatedVariant("plain", { temperature: 1 });
  const whole = threeWorlds();
  const expected = await climb(threeRungs(whole, { start }));
  expect(expected.noise).toMatchObject({ kind: "measured", repeats: 3 });
  const point = whole.runs.findIndex(({ repeat }) => repeat > 0);
  const store = memoryStore();
  const world = threeWorlds();
  const controller = new AbortController();
  const reason = new Error("while measuring");
  let count = 0;
  world.onRun = () => {
    if (count++ === point) controller.abort(reason);
  };
  await expect(climb(threeRungs(world, { start, store, abortSignal: controller.signal }))).rejects.toBe(reason);
  world.onRun = undefined;
  const resumed = await climb(threeRungs(world, { start, store }));
  expect(timeless(resumed.decisions)).toEqual(timeless(expected.decisions));
});

it("rejects with the signal's own reason where it was aborted before, and runs nothing", async () => {
  const world = threeWorlds();
  const reason = new Error("never mind");
  await expect(climb(threeRungs(world, { abortSignal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  expect(world.runs).toHaveLength(0);
});

it("passes the signal to a rung that is asked", async () => {
  const controller = new AbortController();
  const reason = new Error("while proposing");
  const slow = {
    kind: "slow",
    searched: true,
    propose: (_: unknown, options?: { readonly abortSignal?: AbortSignal | undefined }) =>
      new Promise<never>((_resolve, reject) => {
        options?.abortSignal?.addEventListener("abort", () => reject(options.abortSignal?.reason));
        controller.abort(reason);
      }),
  };
  await expect(climb(threeRungs(threeWorlds(), { rungs: [slow], abortSignal: controller.signal }))).rejects.toBe(reason);
});

it("passes on what the log throws and decides nothing further", async () => {
  const world = threeWorlds();
  const full = new Error("disk full");
  let lines = 0;
  const log = async (): Promise<void> => {
    if (++lines === 5) throw full;
  };
  await expect(climb(threeRungs(world, { log }))).rejects.toBe(full);
  expect(lines).toBe(5);
});

it("refuses the log of a climb on other data", async () => {
  const first = await climb(threeRungs(threeWorlds()));
  const dataset = simulatedDataset({ dev: 50, test: 60 });
  await expect(climb(threeRungs(threeWorlds(), { dataset, replay: first.decisions }))).rejects.toMatchObject({
    code: "use.replay-of-another-climb",
    facts: { differing: ["dev split"] },
  });
});

it("says so where a replay comes to another round than its log", async () => {
  const first = await climb(threeRungs(threeWorlds()));
  const rungs = [simulatedRung("retrieved", [["near"]])];
  await expect(climb(threeRungs(threeWorlds(), { rungs, replay: first.decisions }))).rejects.toMatchObject({
    code: "data.replay-diverged",
  });
});

it("books in a replay what a rung spent by itself", async () => {
  const store = memoryStore();
  const training = {
    kind: "trained",
    searched: true,
    propose: async (state: Parameters<ReturnType<typeof demonstrations>["propose"]>[0]) => {
      if (state.round > 1) return [];
      const reserved = await state.budget.reserve({ ms: 9_000 });
      if (reserved.granted) await reserved.settle({ ms: 7_000 });
      return simulatedRung("trained", [["near"]]).propose(state);
    },
  };
  const first = await climb(threeRungs(threeWorlds(), { store, rungs: [training] }));
  expect(first.rungs[0]?.spent.ms).toBeGreaterThan(7_000);
  const again = await climb(threeRungs(threeWorlds(), { store, rungs: [training], replay: first.decisions }));
  expect(timeless(again.decisions)).toEqual(timeless(first.decisions));
});
