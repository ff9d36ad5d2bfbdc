import type { Dataset, Example, Store } from "@pawl/core";
import type { LookHistory } from "@pawl/data";
import type { RunOutline } from "@pawl/eval";
import { type ChangedItem, changedItems, stateOf } from "@pawl/eval/report";
import type { FailingCase } from "./failing-cases.ts";
import { type GroupedFailures, groupedFailures } from "./grouped-failures.ts";
import { type RunSlices, runSlices } from "./run-slices.ts";
import { sealedLooks } from "./sealed-looks.ts";

/** What a report shows beyond the scores, as plain data. */
export type RunInsight = {
  /** What slices and failures are by; null where a run has no metric. */
  readonly metric: string | null;
  readonly slices: readonly RunSlices[];
  readonly failures: GroupedFailures | null;
  /** At the sealed split; null where no sealed run of the task is known. */
  readonly looks: LookHistory | null;
  /** What is not shown, and why. */
  readonly notes: readonly string[];
};

export interface RunInsightOptions {
  readonly store: Pick<Store, "looks" | "runs" | "traces">;
  /** Those that the run was made of, as far as they are read. */
  readonly examples: readonly Example[];
  /** Null where it is not read. */
  readonly dataset: Pick<Dataset, "splits"> | null;
  /** The run it is compared with: then slices are effects, and failures what got worse. @default none */
  readonly champion?: RunOutline | undefined;
  /** What `changedItems` gave for the two. @default asked for again */
  readonly changes?: readonly ChangedItem<string>[] | undefined;
  /** @default the run's first */
  readonly metric?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Failures whose texts are read to group them: fewer where a run is so long that its examples are not read either. */
const MOST_READ = 1000;
const MOST_READ_OF_LONG = 400;

/** Returns what a run says beyond its scores: where it is weak, what failed together, how often the sealed split was looked at. */
export async function runInsight(run: RunOutline, options: RunInsightOptions): Promise<RunInsight> {
  const { abortSignal, champion, dataset, examples, store } = options;
  const metric = options.metric ?? Object.entries(run.metrics).find(([, { role }]) => role !== "recorded")?.[0] ?? null;
  const looks = await sealedLooks(store, run.record, dataset?.splits.test.hash);
  if (metric === null || run.items.length === 0) return { metric, slices: [], failures: null, looks, notes: [] };
  const known = new Map(examples.map((example) => [example.id, example]));
  const cases = champion === undefined ? failing(run, metric) : worsened(options.changes ?? changedItems(champion, run, metric), metric);
  const failures = await groupedFailures(cases, {
    store,
    examples: known,
    abortSignal,
    most: examples.length > 0 ? MOST_READ : MOST_READ_OF_LONG,
    of: new Set(run.items.map(({ trace }) => trace.origin.example?.id ?? trace.id)).size,
    what: champion === undefined ? whatFailed(run, metric) : `worse in ${metric}, or without a score now`,
  });
  return {
    metric,
    slices: examples.length === 0 ? [] : runSlices({ run, metric, examples, champion }),
    failures,
    looks,
    notes: examples.length > 0 ? [] : ["No slices: they go by the examples' tags and lengths, and the examples of this run were not read."],
  };
}

function whatFailed({ metrics }: RunOutline, metric: string): string {
  return metrics[metric]?.scale === "real" ? `without a score of ${metric}` : `not fully right by ${metric}`;
}

function failing(run: RunOutline, metric: string): readonly FailingCase[] {
  return run.items
    .filter((item) => ["wrong", "missing"].includes(stateOf(item, metric, run.metrics[metric])))
    .map(({ scores, trace }) => ({ ...placeOf(trace), trace, score: scores[metric] }));
}

function worsened(changes: readonly ChangedItem<string>[], metric: string): readonly FailingCase[] {
  return changes
    .filter(({ change }) => change === "worse" || change === "lost")
    .map(({ after, id, repeat }) => ({ id, repeat, trace: after.trace, score: after.scores[metric] }));
}

function placeOf({ id, origin }: RunOutline["items"][number]["trace"]): { readonly id: string; readonly repeat: number } {
  return { id: origin.example?.id ?? id, repeat: origin.example?.repeat ?? 0 };
}
