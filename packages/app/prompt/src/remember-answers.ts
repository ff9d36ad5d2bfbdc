import type { Store, Trace } from "@pawl/core";
import { cacheEntry, isFiltered } from "./call-model.ts";

/**
 * Puts the answers of a trace into a cache, as its Runner does that is given one: for a trace that was made where the cache is not, by a worker.
 * Passes over failures, what a filter withheld and what came from a cache.
 */
export async function rememberAnswers({ origin, steps }: Pick<Trace, "origin" | "steps">, cache: Store["cache"]): Promise<void> {
  const kept = steps.flatMap((step) => {
    if (step.kind !== "model" && step.kind !== "choice") return [];
    const { cached, cost, key, result, totalMs } = step;
    if (key === null || result === null || cached || isFiltered(result)) return [];
    return [cache.put(key, cacheEntry({ result, cost, totalMs }), { user: origin.user })];
  });
  await Promise.all(kept);
}
