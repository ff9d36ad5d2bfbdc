import { type Dataset, defineTask } from "@pawl/core";
import { z } from "zod";
import { logisticRegression } from "./baselines/logistic-regression.ts";
import { nearestNeighbour } from "./baselines/nearest-neighbour.ts";
import { examples } from "./examples.ts";
import { loadDataset } from "./load-dataset.ts";

const task = defineTask({ name: "t", input: z.object({ message: z.string() }), output: z.object({ intent: z.enum(["where", "claim"]) }) });
type Input = { message: string };
type Output = { intent: "where" | "claim" };

export const dataset: Dataset<Input, Output> = examples(task, [
  { id: "0", split: "train", input: { message: "hi" } },
  { id: "1", input: { message: "hi" }, expected: { intent: "where" } },
]);

// @ts-expect-error an intent that the task does not have is reported at the row, not by widening the task
examples(task, [{ id: "1", input: { message: "hi" }, expected: { intent: "refund" } }]);
// @ts-expect-error misspelt input
examples(task, [{ id: "1", input: { mesage: "hi" } }]);
// @ts-expect-error the sealed split is not to be read
dataset.read("test");

export const loaded: Dataset<Input, Output> = await loadDataset({
  task,
  path: { train: "a.csv" },
  split: ({ expected }) => (expected?.intent === "claim" ? "dev" : "train"),
});
// @ts-expect-error a path or rows, not both
void loadDataset({ task, path: "a.csv", rows: [] });

const rows = [{ id: "1", input: { message: "hi" }, expected: { intent: "where" as const } }];
export const nearest: (input: Input) => Output = nearestNeighbour(rows, { text: ({ message }) => message });
// @ts-expect-error the examples' input has no such field
logisticRegression(rows, { text: ({ body }) => body });
