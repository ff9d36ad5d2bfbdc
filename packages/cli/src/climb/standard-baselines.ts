import type { Example } from "@pawl/core";
import { logisticRegression, majority, nearestNeighbour } from "@pawl/data";
import type { Baseline } from "@pawl/ladder";
import type { TaskEntry } from "../define-config.ts";
import { inputAsText, textField } from "./text-field.ts";

/** Returns ways to do a task without a model, trained on the labelled rows: the commonest answer, the nearest row's, and for labels a linear model. */
export function standardBaselines({ task }: TaskEntry, train: readonly Example[]): readonly Baseline<unknown, unknown>[] {
  if (train.length === 0) return [];
  const field = textField(task);
  const text = (input: unknown): string => inputAsText(field, input);
  const areLabels = Array.isArray(task.outputJsonSchema["enum"]) && train.every(({ expected }) => typeof expected === "string");
  return [
    { name: "majority", run: majority(train) },
    { name: "nearest neighbour", run: nearestNeighbour(train, { text }) },
    ...(areLabels ? [{ name: "logistic regression", run: logisticRegression(train, { text }) }] : []),
  ];
}
