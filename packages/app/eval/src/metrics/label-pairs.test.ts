import { expect, it } from "vitest";
import { datasetOf, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { label } from "../scorers/label.ts";
import { labelMetrics } from "./label-metrics.ts";
import { labelPairs } from "./label-pairs.ts";

const examples = ["a", "b", "a", "b"].map((expected, i) => ({ id: `n${i}`, input: i, expected, ...(i < 2 ? { cluster: "first" } : {}) }));

it("reads the labels of a run, an invalid answer as none given", async () => {
  const run = runnerOf<string>((i) => {
    if (i === 3) return { kind: "invalid", text: "?", issues: [] };
    return { kind: "ok", output: "a" };
  });
  const evaluation = await evaluate({ dataset: datasetOf(examples), run, scorers: [label()] });
  expect(labelPairs(evaluation, { metric: "label" })).toMatchObject({ missing: 1 });
  const { missing, pairs } = labelPairs(evaluation, {
    metric: "label",
    expected: (id) => examples.find((each) => each.id === id)?.expected,
  });
  expect(missing).toBe(0);
  expect([...pairs].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { id: "n0", expected: "a", given: "a", cluster: "first" },
    { id: "n1", expected: "b", given: "a", cluster: "first" },
    { id: "n2", expected: "a", given: "a" },
    { id: "n3", expected: "b", given: null },
  ]);
  expect(labelMetrics(pairs).balancedAccuracy).toBe(0.5);
});

it("makes the repeats of an example a cluster, and leaves out what is missing", async () => {
  const run = runnerOf<string>((i) => (i === 1 ? { kind: "aborted" } : { kind: "ok", output: "b" }));
  const evaluation = await evaluate({ dataset: datasetOf(examples.slice(1)), run, scorers: [label()], repeats: 2 });
  const { missing, pairs } = labelPairs(evaluation, { metric: "label" });
  expect(missing).toBe(2);
  expect(pairs.map(({ cluster }) => cluster).sort()).toEqual(["n2", "n2", "n3", "n3"]);
});
