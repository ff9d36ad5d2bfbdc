import type { RunOutline } from "../evaluation.ts";
import { exampleIndex } from "./example-index.ts";

/** One example's scores under one metric: a value for each repeat, null where it is missing. */
export interface ExampleScores {
  readonly id: string;
  readonly cluster: string | undefined;
  readonly values: readonly (number | null)[];
}

/** Returns the scores of a metric by example, in the order of the items. An item whose trace names no example stands for itself. */
export function exampleScores<Name extends string>(run: RunOutline<Name>, metric: Name): ExampleScores[] {
  const { clusters, exampleOf, ids } = exampleIndex(run);
  const values = new Array<(number | null)[] | undefined>(ids.length);
  for (let i = 0; i < exampleOf.length; i++) {
    const score = run.items[i]?.scores[metric];
    const value = score?.kind === "score" ? score.value : null;
    const number = exampleOf[i] ?? 0;
    const known = values[number];
    if (known === undefined) values[number] = [value];
    else known.push(value);
  }
  return ids.map((id, number) => ({ id, cluster: clusters[number], values: values[number] ?? [] }));
}

/** Returns the mean of what is there; null where nothing is. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let known = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    known++;
  }
  return known === 0 ? null : sum / known;
}
