import { memoryStore } from "@pawl/core";
import { expect, it } from "vitest";
import { compare } from "../compare/compare.ts";
import { confusions } from "../report/confusion.ts";
import { label } from "../scorers/label.ts";
import { summarise } from "../summary/summarise.ts";
import { datasetOf } from "./evaluate.fixture.ts";
import { evaluate } from "./evaluate.ts";
import { readOutline } from "./read-outline.ts";

const rows = Array.from({ length: 30 }, (_, i) => ({ id: `n${i}`, input: i, expected: i % 2 ? "odd" : "even", cluster: `c${i % 7}` }));

async function storedRun(wrong: number, version: string) {
  const store = memoryStore();
  const run = (n: number): string => {
    if (n === 4) throw new Error("away");
    return n % wrong === 0 ? "neither" : n % 2 ? "odd" : "even";
  };
  const evaluation = await evaluate({ dataset: datasetOf(rows), run, version, scorers: [label()], store, repeats: 2 });
  return { store, evaluation, outline: await readOutline(store, evaluation.record, { metrics: evaluation.metrics }) };
}

it("the outline of a stored run gives the numbers, matrices and verdicts of the whole one", async () => {
  const [a, b] = [await storedRun(3, "a"), await storedRun(5, "b")];
  expect(summarise(a.outline)).toEqual(summarise(a.evaluation));
  expect(confusions(a.outline)).toEqual(confusions(a.evaluation));
  expect(compare(a.outline, b.outline)).toEqual(compare(a.evaluation, b.evaluation));
  expect(a.outline.items.filter(({ trace }) => "input" in trace || "steps" in trace)).toEqual([]);
});

it("a score of another version of the scorer is not taken, and an aborted reading rejects with the signal's reason", async () => {
  const { store, evaluation } = await storedRun(3, "a");
  const other = { label: { ...evaluation.metrics.label, hash: "another" } };
  const { items } = await readOutline(store, evaluation.record, { metrics: other });
  expect(new Set(items.map(({ scores }) => JSON.stringify(scores.label)))).toEqual(
    new Set(['{"kind":"unscored","reason":"not scored by this version of the scorer"}', '{"kind":"unscored","reason":"error"}']),
  );
  const abortSignal = AbortSignal.abort("enough");
  await expect(readOutline(store, evaluation.record, { metrics: other, abortSignal })).rejects.toBe("enough");
});
