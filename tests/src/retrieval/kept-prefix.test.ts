import { type Dataset, defineTask, defineVariant } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { createRunner } from "@pawl/prompt";
import { bm25Retriever, keptBlock } from "@pawl/retrieval";
import { expect, it } from "vitest";
import { z } from "zod";

const task = defineTask({ name: "colours", input: z.object({ message: z.string() }), output: z.object({ colour: z.string() }) });
const rows = [
  { id: "r1", input: { message: "red shoes please" }, expected: { colour: "red" } },
  { id: "r2", input: { message: "a blue hat" }, expected: { colour: "blue" } },
  { id: "r3", input: { message: "green gloves" }, expected: { colour: "green" } },
  { id: "r4", input: { message: "yellow shoes" }, expected: { colour: "yellow" } },
  { id: "r5", input: { message: "a black hat" }, expected: { colour: "black" } },
];
const train: Dataset<{ message: string }, { colour: string }> = {
  name: "colours",
  task: { name: task.name, hash: task.hash },
  splits: {
    train: { hash: "a".repeat(64), size: rows.length },
    dev: { hash: "b".repeat(64), size: 0 },
    test: { hash: "c".repeat(64), size: 0 },
  },
  read: async function* (split) {
    if (split === "train") yield* rows;
  },
  unseal: async function* () {},
};
const documents = rows.map(({ id, input }) => ({ id, text: input.message }));
const block = ["r3", "r1"].flatMap((id) => documents.filter((one) => one.id === id));
const retriever = keptBlock(bm25Retriever({ name: "rows", documents }), { documents: block, nearest: 2 });

async function prompt(
  message: string,
  example?: string,
): Promise<{ readonly messages: readonly string[]; readonly used: readonly string[] }> {
  const model = fakeModel({ answers: '{"colour": "red"}' });
  const reference = { name: retriever.name, hash: retriever.hash, count: 4, query: "{{message}}" };
  const variant = defineVariant({
    task: "colours",
    model: { id: "fake" },
    instructions: "Say the colour.",
    demonstrations: { kind: "retrieved", dataset: train.splits.train.hash, retriever: reference },
  });
  const runner = createRunner({ task, variant, models: [model], datasets: [train], retrievers: [retriever] });
  const trace = await runner.run({ message }, example === undefined ? {} : { origin: { example: { id: example, repeat: 0 } } });
  return { messages: model.calls[0]?.messages.map((one) => JSON.stringify(one)) ?? [], used: trace.used.demonstrations };
}

it("keptBlock makes the prompts of different inputs begin alike, the nearest rows next to the question", async () => {
  const hats = await prompt("which hat");
  const shoes = await prompt("my shoes");
  expect(hats.used).toEqual(["r3", "r1", "r5", "r2"]);
  expect(shoes.used).toEqual(["r3", "r1", "r4"]);
  // The instructions and two demonstrations of two messages each.
  expect(hats.messages.slice(0, 5)).toEqual(shoes.messages.slice(0, 5));
  expect(hats.messages.slice(5)).not.toEqual(shoes.messages.slice(5));
});

it("keptBlock keeps its block for an example of an evaluation, which the runner leaves out of its own demonstrations", async () => {
  expect((await prompt("a blue hat", "dev-7")).used).toEqual(["r3", "r1", "r5"]);
  expect((await prompt("which hat", "r5")).used).toEqual(["r3", "r1", "r2"]);
  expect((await prompt("red shoes please", "r1")).used).toEqual(["r3", "r4"]);
});
