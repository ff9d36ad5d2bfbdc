import type { RunOutline } from "../evaluation.ts";

/** One example's scores under one metric: a value for each repeat, null where it is missing. */
export interface ExampleScores {
  readonly id: string;
  readonly cluster: string | undefined;
  readonly values: readonly (number | null)[];
}

/** Returns the scores of a metric by example, in the order of the items. An item whose trace names no example stands for itself. */
export function exampleScores<Name extends string>({ items }: RunOutline<Name>, metric: Name): ExampleScores[] {
  const examples = new Map<string, { readonly id: string; readonly cluster: string | undefined; readonly values: (number | null)[] }>();
  for (const { trace, scores } of items) {
    const { cluster, id } = trace.origin.example ?? { id: trace.id, cluster: undefined };
    const score = scores[metric];
    const value = score?.kind === "score" ? score.value : null;
    const example = examples.get(id);
    if (example) example.values.push(value);
    else examples.set(id, { id, cluster, values: [value] });
  }
  return [...examples.values()];
}

/** Returns the mean of what is there; null where nothing is. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
