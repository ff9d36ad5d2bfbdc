import type { MetricFacts, OutlinedTrace, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";

export const DEFAULT_MAX_BYTES = 1_500_000;
/** Markup of an item besides its texts, measured on reports of one metric, with room for a second. */
export const BYTES_AROUND = 700;
export const SHORTEST_TEXT = 60;

/** Texts of an item of a run (what is lacking beside the expected one included), and of two runs. */
export const RUN_TEXTS = 4;
export const COMPARED_TEXTS = 5;

export type OutlineItem<Name extends string> = RunOutline<Name>["items"][number];

/** Returns how many items with so many texts each fit. */
export function mostShown(maxBytes: number = DEFAULT_MAX_BYTES, texts: number = RUN_TEXTS): number {
  return Math.max(1, Math.floor(maxBytes / (BYTES_AROUND + texts * SHORTEST_TEXT)));
}

/** Returns the items with those of the included examples put first, else in their order. */
export function includedFirst<T>(
  items: readonly T[],
  { idOf, include = [] }: { readonly idOf: (item: T) => string | undefined; readonly include?: readonly string[] | undefined },
): readonly T[] {
  if (include.length === 0) return items;
  const wanted = new Set(include);
  const isWanted = (item: T): boolean => wanted.has(idOf(item) ?? "");
  return [...items.filter(isWanted), ...items.filter((item) => !isWanted(item))];
}

/** Returns the items by a metric: without a score first, then from the worst to the best; in their own order where they are equal. */
export function worstFirst<Name extends string>(run: RunOutline<Name>, metric: Name | undefined): OutlineItem<Name>[] {
  const goodness = goodnessOf(run, metric);
  return run.items
    .map((item) => ({ item, good: goodness(item) }))
    .sort((a, b) => a.good - b.good)
    .map(({ item }) => item);
}

/** Returns how good an item is, higher is better; −∞ without a score. */
export function goodnessOf<Name extends string>(
  { metrics }: Pick<RunOutline<Name>, "metrics">,
  metric: Name | undefined,
): (item: OutlineItem<Name>) => number {
  if (metric === undefined) return () => 0;
  const sign = metrics[metric]?.direction === "lower" ? -1 : 1;
  return ({ scores }) => {
    const score = scores[metric];
    return score?.kind === "score" ? sign * score.value : -Number.MAX_VALUE;
  };
}

/** Returns the id of the example that an item is a case of. */
export function exampleOf({ trace }: { readonly trace: OutlinedTrace }): string | undefined {
  return trace.origin.example?.id;
}

export type ItemState = "right" | "wrong" | "missing" | "scored";

/** Returns what an item's score says: fully right, not fully right, no score; just scored on a scale without ends. */
export function stateOf<Name extends string>(item: OutlineItem<Name>, metric: Name | undefined, facts: MetricFacts | undefined): ItemState {
  const score = metric === undefined ? undefined : item.scores[metric];
  if (score?.kind !== "score") return metric === undefined && item.trace.outcome.kind === "ok" ? "scored" : "missing";
  if (facts === undefined || facts.scale === "real") return "scored";
  return score.value === 1 - worstValue(facts) ? "right" : "wrong";
}
