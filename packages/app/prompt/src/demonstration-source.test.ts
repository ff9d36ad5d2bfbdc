import type { Demonstrations } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, trainOf, variantOf, wordRetriever } from "./testing/intake.ts";

const rows = [
  { id: "a", input: { message: "red shoes lost" }, expected: { intent: "claim", item: "shoes" } },
  { id: "b", input: { message: "where are my red shoes" }, expected: { intent: "track" } },
  { id: "c", input: { message: "hat" }, expected: { intent: "claim" } },
  { id: "copy", input: { message: "Where are  my red shoes" }, expected: { intent: "track" } },
  { id: "unlabelled", input: { message: "where are my red shoes" } },
] as const;
const dataset = trainOf(intake, rows);
const hash = dataset.splits.train.hash;
const documents = rows.map(({ id, input: { message } }) => ({ id, text: message }));
const question = { message: "where are my red shoes" };

async function used(
  demonstrations: Demonstrations,
  options: { readonly example?: string; readonly seed?: number; readonly message?: string; readonly heedless?: boolean } = {},
) {
  const retriever = wordRetriever(documents, { heedless: options.heedless ?? false });
  const model = fakeModel({ answers: '{"intent": "track"}' });
  const runner = createRunner({
    task: intake,
    variant: variantOf({ demonstrations }),
    models: [model],
    datasets: [dataset],
    retrievers: [retriever],
  });
  const trace = await runner.run(
    { message: options.message ?? question.message },
    {
      ...(options.example === undefined ? {} : { origin: { example: { id: options.example, repeat: 0 } } }),
      ...(options.seed === undefined ? {} : { seed: options.seed, shuffleDemonstrations: true }),
    },
  );
  return { ids: trace.used.demonstrations, trace, messages: model.calls[0]?.messages ?? [], retriever };
}

const fixed = (...ids: string[]): Demonstrations => ({ kind: "fixed", dataset: hash, ids });
const retrieved = (count: number): Demonstrations => ({
  kind: "retrieved",
  dataset: hash,
  retriever: { name: "words", hash: wordRetriever([]).hash, count, query: "{{message}}" },
});

describe("demonstrations", () => {
  it("are read by id from the data set with the split, in the variant's order", async () => {
    const { ids, messages } = await used(fixed("c", "a"), { message: "x" });
    expect(ids).toEqual(["c", "a"]);
    expect(messages.slice(1, 3)).toEqual([
      { role: "user", content: "hat" },
      { role: "assistant", content: '{"intent": "claim"}' },
    ]);
  });

  it("may stand in the variant itself", async () => {
    const { ids } = await used({ kind: "inline", examples: [{ input: { message: "x" }, output: { intent: "track" } }] });
    expect(ids).toEqual(["inline:0"]);
  });

  it("are errors of the run where a row is missing or has no expected output", async () => {
    const { trace } = await used(fixed("a", "gone", "unlabelled"));
    expect(trace.outcome).toMatchObject({
      kind: "error",
      error: { code: "data.demonstration-missing", facts: { ids: ["gone", "unlabelled"] } },
    });
  });

  it("are retrieved by the query over the input, most similar last, next to the question", async () => {
    const { ids, trace, retriever } = await used(retrieved(3));
    expect(retriever.queries).toEqual(["where are my red shoes"]);
    expect(ids).toEqual(["a", "copy", "b"]);
    expect(trace.steps[0]).toMatchObject({
      kind: "retrieval",
      purpose: "demonstrations",
      retriever: "words",
      hits: [{ id: "b" }, { id: "copy" }, { id: "a" }],
    });
  });

  it.each([false, true])("are never the example itself nor one of the same text (retriever without exclude: %s)", async (heedless) => {
    const { ids, trace } = await used(retrieved(2), { example: "b", heedless });
    expect(ids).toEqual(["c", "a"]);
    expect(trace.steps[0]).toMatchObject({ hits: [{ id: "a" }, { id: "c" }] });
    expect((await used(fixed("a", "b", "copy"), { example: "b" })).ids).toEqual(["a"]);
    expect((await used(fixed("a", "c"), { example: "a", message: "other" })).ids).toEqual(["c"]);
  });

  it("are shuffled by the seed, alike for a seed", async () => {
    const all = fixed("a", "b", "c", "copy");
    const orders = await Promise.all([1, 1, 2, 3, 4].map(async (seed) => (await used(all, { seed })).ids));
    expect(orders[0]).toEqual(orders[1]);
    expect(new Set(orders.map((ids) => ids.join())).size).toBeGreaterThan(1);
    expect(orders.map((ids) => [...ids].sort())).toEqual(orders.map(() => ["a", "b", "c", "copy"]));
  });

  it("are refused from the sealed split and by a query that names no field", () => {
    const make = (demonstrations: Demonstrations) => () =>
      createRunner({
        task: intake,
        variant: variantOf({ demonstrations }),
        models: [fakeModel()],
        datasets: [dataset],
        retrievers: [wordRetriever([])],
      });
    expect(make({ kind: "fixed", dataset: dataset.splits.test.hash, ids: ["a"] })).toThrow(/which is sealed/);
    const query = { name: "words", hash: wordRetriever([]).hash, count: 1, query: "{{text}}" };
    expect(make({ kind: "retrieved", dataset: hash, retriever: query })).toThrow(/demonstrations' query names \{\{text\}\}/);
    expect(make({ kind: "retrieved", dataset: hash, retriever: { ...query, hash: "other" } })).toThrow(/its corpus or settings changed/);
  });
});
