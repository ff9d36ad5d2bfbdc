import { defineTask, defineVariant, memoryStore, type Retriever, type Task } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { examples, nearestNeighbour } from "@pawl/data";
import { createRunner } from "@pawl/prompt";
import { expect, it } from "vitest";
import * as z from "zod";
import { championArtefact } from "./champion-artefact.ts";
import { climb } from "./climb.ts";
import type { ClimbOptions } from "./climb-options.ts";
import { demonstrations } from "./demonstrations.ts";
import { instructions } from "./instructions.ts";
import { retrievedDemonstrations } from "./retrieved-demonstrations.ts";
import { timeless } from "./simulated-climb.fixture.ts";

type Ticket = { intent: "track" | "refund" };
const intake: Task<"intake", { message: string }, Ticket> = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["track", "refund"]) }),
});

const rows = (split: "train" | "dev" | "test", count: number) =>
  Array.from({ length: count }, (_, i) => {
    const intent = i % 2 === 0 ? ("track" as const) : ("refund" as const);
    return { id: `${split}-${i}`, split, input: { message: `${intent} please, parcel ${split} ${i}` }, expected: { intent } };
  });
const dataset = examples(intake, [...rows("train", 20), ...rows("dev", 60), ...rows("test", 60)]);

/** Nearest by the first word. */
const byWord: Retriever = {
  name: "by-word",
  hash: "by-word-1",
  retrieve: async (query, { count = 5, exclude } = {}) =>
    rows("train", 20)
      .filter(({ id, input }) => !exclude?.has(id) && input.message.split(" ")[0] === query.split(" ")[0])
      .slice(0, count)
      .map(({ id, input }, index) => ({ id, text: input.message, score: 1 - index / 100, rank: index + 1, metadata: {} })),
};

/** Copies the answer of the demonstration next to the question; without one it guesses the same each time. */
const model = () =>
  fakeModel({
    answers: ({ messages }) => {
      const last = messages.filter(({ role }) => role === "assistant").at(-1)?.content;
      return typeof last === "string" ? last : '{"intent":"track"}';
    },
  });

function options(changes: Partial<ClimbOptions<{ message: string }, Ticket>> = {}): ClimbOptions<{ message: string }, Ticket> {
  const models = [model()];
  const store = changes.store ?? memoryStore();
  return {
    task: intake,
    dataset,
    scorers: [
      {
        name: "exact",
        hash: "exact-1",
        direction: "higher",
        scale: "binary",
        score: ({ output, example }) => ({ kind: "score", value: output.intent === example.expected?.intent ? 1 : 0 }),
      },
    ],
    rungs: [
      instructions({ texts: [{ name: "short", text: "Sort the message." }] }),
      demonstrations({ dataset, counts: [2], draws: 2, seed: 5 }),
      retrievedDemonstrations({ dataset, retrievers: [byWord], counts: [3], query: "{{message}}" }),
    ],
    start: defineVariant({ task: "intake", model: { id: "fake" }, instructions: "Read the message and write the intent." }),
    runner: (variant) => createRunner({ task: intake, variant, models, retrievers: [byWord], datasets: [dataset], cache: store.cache }),
    budget: { calls: 400 },
    minimumUsefulEffect: 0.2,
    seed: 3,
    store,
    ...changes,
  };
}

it("climbs to retrieved demonstrations with real runners and plain-data rungs", async () => {
  const result = await climb(options());
  expect(result.champion).toMatchObject({ rung: "retrieved-demonstrations" });
  expect(result.confirmed).toBe(true);
  expect(result.classes?.labels).toEqual(["refund", "track"]);
  expect(result.training.rows).toBe(20);
  const artefact = await championArtefact(result, dataset);
  expect(artefact.demonstrations).toMatchObject({ kind: "retrieved", retriever: { name: "by-word", count: 3 } });
});

it("measures the noise on the first leader with demonstrations, their order shuffled", async () => {
  const result = await climb(options());
  expect(result.noise).toMatchObject({ kind: "measured", examples: 4, repeats: 3, sd: 0 });
  const start = defineVariant({
    task: "intake",
    model: { id: "fake" },
    instructions: "Read the message.",
    demonstrations: { kind: "fixed", dataset: dataset.splits.train.hash, ids: ["train-0", "train-1", "train-2", "train-3"] },
  });
  const shaken = await climb(options({ start }));
  expect(shaken.noise.sd).toBeGreaterThan(0.2);
});

it("replays from the cache of answers alone to the same decisions", async () => {
  const store = memoryStore();
  const first = await climb(options({ store }));
  const calls = model();
  const cold = { ...memoryStore(), cache: store.cache };
  const runner: ClimbOptions<{ message: string }, Ticket>["runner"] = (variant) =>
    createRunner({ task: intake, variant, models: [calls], retrievers: [byWord], datasets: [dataset], cache: store.cache });
  const again = await climb(options({ store: cold, runner, replay: first.decisions }));
  expect(timeless(again.decisions)).toEqual(timeless(first.decisions));
  expect(calls.calls).toHaveLength(0);
});

it("says that a model is not worth its cost where a baseline of the data package is as good", async () => {
  const baselines = [{ name: "nearest neighbour", run: nearestNeighbour(rows("train", 20)) }];
  const result = await climb(options({ baselines }));
  expect(result.baselines[0]).toMatchObject({ n: 60, score: { value: 1 }, verdict: { kind: "equivalent" } });
  const note = result.decisions.find((decision) => decision.kind === "noted" && decision.topic === "baselines");
  expect(note?.why).toContain("not worth its cost");
});
