import type { Dataset, RunRecord, Store } from "@pawl/core";
import type { SystemScores } from "@pawl/data";
import { metricFacts, type RunOutline, readOutline } from "@pawl/eval";
import type { TaskEntry } from "../define-config.ts";

/** Variants whose stored scores are read: the ones run last. */
const MOST_SYSTEMS = 40;
const RUNS = 1000;
/** Share of the split that a run must have answered: races end early for those who fall behind. */
const LEAST_SHARE = 0.8;

export type StoredSystems = {
  readonly metric: string;
  /** By the runs' ids, the newest first; each variant by its newest run. */
  readonly systems: readonly SystemScores[];
  /** Runs of further variants that are too short to go by. */
  readonly short: number;
  /** Which end of the metric is good; null where it has no ends. */
  readonly ends: { readonly worst: number; readonly best: number } | null;
};

/** Returns the item scores of the variants that the store has a run of on the present dev split, by the task's first scorer. */
export async function storedSystems(
  store: Pick<Store, "runs">,
  { scorers, task }: TaskEntry,
  dataset: Pick<Dataset, "splits">,
): Promise<StoredSystems | null> {
  const scorer = scorers.find(({ role }) => role !== "recorded");
  if (scorer === undefined) return null;
  const { hash, size } = dataset.splits.dev;
  const { items } = await store.runs.list({ task: task.name }, { order: "newest", limit: RUNS });
  const ofDev = items.filter(({ splitHash }) => splitHash === hash);
  const systems: SystemScores[] = [];
  const seen = new Set<string>();
  const tried = new Set<string>();
  for (const record of ofDev) {
    const variant = record.variantId ?? record.id;
    if (seen.has(variant) || systems.length >= MOST_SYSTEMS) continue;
    tried.add(variant);
    const run = await readOutline(store, record, { metrics: { [scorer.name]: metricFacts(scorer) } });
    const scored = scoresOf(record, run, scorer.name);
    if (new Set(scored.items.flatMap(({ id, score }) => (score === null ? [] : [id]))).size < LEAST_SHARE * size) continue;
    seen.add(variant);
    systems.push(scored);
  }
  const ends = scorer.scale === "real" ? null : scorer.direction === "lower" ? { worst: 1, best: 0 } : { worst: 0, best: 1 };
  return { metric: scorer.name, systems, short: tried.size - seen.size, ends };
}

/** Costs are in units of the run's mean case, so that runs paid in money and in time go together. */
function scoresOf({ id: system }: RunRecord, { items }: RunOutline, metric: string): SystemScores {
  const money = items.map(({ trace }) => ("totals" in trace ? (trace.totals.microDollars ?? 0) : 0));
  const spent = money.some((cost) => cost > 0) ? money : items.map(({ trace }) => trace.totalMs);
  const mean = spent.reduce((sum, cost) => sum + cost, 0) / spent.length;
  return {
    system,
    items: items.map(({ scores, trace }, i) => {
      const score = scores[metric];
      return {
        id: trace.origin.example?.id ?? trace.id,
        score: score?.kind === "score" ? score.value : null,
        cost: mean > 0 ? (spent[i] ?? 0) / mean : 1,
      };
    }),
  };
}
