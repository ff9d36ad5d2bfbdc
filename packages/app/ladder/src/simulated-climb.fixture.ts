import { type Decision, memoryStore, type Store } from "@pawl/core";
import type { ClimbOptions } from "./climb-options.ts";
import {
  type Input,
  type Output,
  simulatedDataset,
  simulatedRung,
  simulatedTask,
  simulatedVariant,
  simulatedWorld,
  valueScorer,
  type World,
} from "./simulated-task.fixture.ts";

/** Scores spread evenly around a mean. */
export function around(mean: number): (draw: () => number) => number {
  return (draw) => Math.min(1, Math.max(0, mean + (draw() - 0.5) * 0.6));
}

/** Instructions that do nothing, fixed demonstrations that do a little, retrieved ones that do a lot. */
export function threeWorlds(seed = 0): World {
  return simulatedWorld(
    {
      plain: { score: () => 0, ms: 800 },
      "plain-2": { score: () => 0, ms: 800 },
      fixed: { score: around(0.15), ms: 900 },
      near: { score: around(0.5), ms: 1300 },
      "near-8": { score: around(0.55), ms: 1500 },
    },
    { seed },
  );
}

/** A climb over three rungs in a fresh store, on a clock that stands still. */
export function threeRungs(world: World, changes: Partial<ClimbOptions<Input, Output>> = {}): ClimbOptions<Input, Output> {
  return {
    task: simulatedTask,
    dataset: simulatedDataset({ dev: 60, test: 60 }),
    scorers: [valueScorer()],
    rungs: [
      simulatedRung("instructions", [["plain-2"]]),
      simulatedRung("demonstrations", [["fixed"]]),
      simulatedRung("retrieved", [["near"], ["near-8"]]),
    ],
    start: simulatedVariant("plain"),
    runner: world.runner,
    budget: { ms: 300_000, calls: 400 },
    minimumUsefulEffect: 0.15,
    seed: 7,
    store: memoryStore(),
    clock: { now: () => 0, sleep: async () => {} },
    ...changes,
  };
}

/** Decisions without when they were made. */
export function timeless(decisions: readonly Decision[]): readonly unknown[] {
  return decisions.map(({ at: _, ...rest }) => rest);
}

/** A store that counts looks and forgets answers: for simulations, which go on with nothing. */
export function forgetfulStore(): Store {
  const store = memoryStore();
  return {
    ...store,
    traces: { ...store.traces, put: async () => {} },
    scores: { ...store.scores, put: async () => {} },
  };
}
