import type { Example } from "@pawl/core";
import { inputText, type TextOf } from "../input-text.ts";
import { type NearDuplicateOptions, nearDuplicates } from "./near-duplicates.ts";
import { unionFind } from "./union-find.ts";

export interface ClusterExamplesOptions<I> extends NearDuplicateOptions {
  /** @default all texts of the input */
  readonly text?: TextOf<I> | undefined;
}

/** Returns the examples, near duplicates with a common `cluster`: the id of the first of them. Clusters that examples have already are kept together and joined where they touch; who is alone gets none. */
export function clusterExamples<I, R extends Example<I>>(
  rows: readonly R[],
  options: ClusterExamplesOptions<NoInfer<R["input"]>> = {},
): (R & { readonly cluster?: string })[] {
  const { text = inputText } = options;
  const sets = unionFind(rows.length);
  const { clusters } = nearDuplicates(
    rows.map(({ input }) => text(input)),
    options,
  );
  for (const [i, first] of clusters.entries()) sets.unite(i, first);
  const given = new Map<string, number>();
  for (const [i, { cluster }] of rows.entries()) {
    if (cluster === undefined) continue;
    const first = given.get(cluster);
    if (first === undefined) given.set(cluster, i);
    else sets.unite(first, i);
  }
  const sizes = new Map<number, number>();
  for (const i of rows.keys()) sizes.set(sets.find(i), (sizes.get(sets.find(i)) ?? 0) + 1);
  return rows.map((row, i) => {
    const first = sets.find(i);
    const name = rows[first]?.id;
    return (sizes.get(first) ?? 0) > 1 && name !== undefined ? { ...row, cluster: name } : row;
  });
}
