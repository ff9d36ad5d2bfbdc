import type { Scored } from "./scored-metric.ts";

/** An item whose score is another one than in the baseline; repeats averaged. */
export type ItemChange = {
  readonly metric: string;
  readonly id: string;
  readonly baseline: number;
  readonly candidate: number;
};

export type ItemChanges = {
  readonly metric: string;
  /** In the metric's good direction, the largest first, then by id. */
  readonly better: readonly ItemChange[];
  readonly worse: readonly ItemChange[];
  readonly unchanged: number;
  /** Ids without a score in one arm. */
  readonly missing: readonly string[];
};

/** Returns the items that changed under a metric. */
export function itemChanges({ metric, pairs, direction }: Scored): ItemChanges {
  const sign = direction === "higher" ? 1 : -1;
  const better: ItemChange[] = [];
  const worse: ItemChange[] = [];
  const missing: string[] = [];
  let unchanged = 0;
  for (const { id, champion, candidate } of pairs) {
    if (champion === null || candidate === null) missing.push(id);
    else if (champion === candidate) unchanged++;
    else (sign * (candidate - champion) > 0 ? better : worse).push({ metric, id, baseline: champion, candidate });
  }
  const largest = (a: ItemChange, b: ItemChange): number =>
    Math.abs(b.candidate - b.baseline) - Math.abs(a.candidate - a.baseline) || (a.id < b.id ? -1 : 1);
  return { metric, better: better.sort(largest), worse: worse.sort(largest), unchanged, missing };
}
