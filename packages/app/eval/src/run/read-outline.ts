import {
  type CallOptions,
  type CaseOutline,
  type OutcomeKind,
  pagesOf,
  type RunRecord,
  type Score,
  type Store,
  type Unscored,
} from "@pawl/core";
import type { MetricFacts, OutlinedTrace, RunOutline } from "../evaluation.ts";

export interface ReadOutlineOptions<Name extends string> extends CallOptions {
  /** Whose scores are read, of this hash; a case without one is unscored. */
  readonly metrics: { readonly [N in Name]: MetricFacts };
}

/**
 * Returns what the numbers of a stored run are made of, in the order it was written: no input, output or step is read, so that memory
 * grows by a few hundred bytes a case however long its texts are. Rejects with the signal's reason on abort.
 */
export async function readOutline<const Name extends string>(
  store: Pick<Store, "runs">,
  record: RunRecord,
  options: ReadOutlineOptions<Name>,
): Promise<RunOutline<Name>> {
  const { abortSignal, metrics } = options;
  abortSignal?.throwIfAborted();
  const names = Object.keys(metrics) as Name[];
  const outcomes = new Map<OutcomeKind, OutlinedTrace["outcome"]>();
  const items: Item<Name>[] = [];
  for await (const page of pagesOf((cursor) => store.runs.outline(record.id, { cursor }))) {
    for (const item of page.items) {
      const { example, outcome: kind, totals, totalMs, traceId: id } = item;
      const outcome = outcomes.get(kind) ?? { kind };
      outcomes.set(kind, outcome);
      const scores: { [N in Name]?: Score | Unscored } = {};
      for (const name of names) scores[name] = scoreOf(item, name, metrics[name]);
      const origin = example === null ? { runId: record.id } : { runId: record.id, example };
      items.push({ trace: { id, origin, outcome, totals, totalMs }, scores: scores as Item<Name>["scores"] });
    }
    abortSignal?.throwIfAborted();
  }
  return { record, metrics, items };
}

function scoreOf({ outcome, scores }: CaseOutline, name: string, { hash }: MetricFacts): Score | Unscored {
  const found = scores.find(({ scorer, scorerHash }) => scorer === name && scorerHash === hash);
  if (found) return found.result;
  return { kind: "unscored", reason: outcome === "ok" ? "not scored by this version of the scorer" : outcome };
}

type Item<Name extends string> = RunOutline<Name>["items"][number];
