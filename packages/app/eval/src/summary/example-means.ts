import type { RunOutline } from "../evaluation.ts";
import { exampleIndex } from "./example-index.ts";

/** Scores of a metric by the example's number. */
export interface ExampleMeans {
  /** Over the cases that count, added in their order; says nothing where none does. */
  readonly means: Float64Array;
  readonly counted: Int32Array;
  /** All cases, whether they count or not. */
  readonly cases: Int32Array;
}

/** Returns each example's mean score under a metric over its repeats, a missing one counted as `fill`, or left out. */
export function exampleMeans<Name extends string>(run: RunOutline<Name>, metric: Name, fill: number | null = null): ExampleMeans {
  const { exampleOf, ids } = exampleIndex(run);
  const means = new Float64Array(ids.length);
  const cases = new Int32Array(ids.length);
  const counted = new Int32Array(ids.length);
  for (let i = 0; i < exampleOf.length; i++) {
    const score = run.items[i]?.scores[metric];
    const example = exampleOf[i] ?? 0;
    cases[example] = (cases[example] ?? 0) + 1;
    const value = score?.kind === "score" ? score.value : fill;
    if (value === null) continue;
    means[example] = (means[example] ?? 0) + value;
    counted[example] = (counted[example] ?? 0) + 1;
  }
  for (let i = 0; i < means.length; i++) means[i] = (means[i] ?? 0) / (counted[i] ?? 0);
  return { means, counted, cases };
}
