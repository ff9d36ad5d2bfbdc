import { type Dataset, memoryStore } from "@pawl/core";
import { evaluateEach } from "@pawl/eval";

/**
 * Returns the ids of a split in the order in which an evaluation with this seed answers them. Runs nothing. Of the sealed split: only after its
 * look was recorded.
 */
export async function orderOf(
  { dataset, seed, abortSignal }: { readonly dataset: Dataset; readonly seed: number; readonly abortSignal?: AbortSignal | undefined },
  split: "dev" | { readonly unseal: string },
): Promise<readonly string[]> {
  const ids: string[] = [];
  const items = evaluateEach({
    dataset,
    run: () => null,
    scorers: [],
    split,
    seed,
    abortSignal,
    store: split === "dev" ? undefined : memoryStore(),
  });
  for await (const { trace } of items) ids.push(trace.origin.example?.id ?? "");
  return ids;
}
