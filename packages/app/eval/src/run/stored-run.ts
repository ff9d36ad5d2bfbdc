import { type Id, pagesOf, type RunRecord, type Score, type Scorer, type Store, type TaskRef, type Trace, type Unscored } from "@pawl/core";
import type { EvaluationPlan } from "./evaluation-plan.ts";

/** A run in a store, with what is already there. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly traceOf: (exampleId: string, repeat: number) => Trace | undefined;
  readonly scoreOf: (traceId: Id, scorer: Pick<Scorer, "name" | "hash">) => Score | Unscored | undefined;
}

/** Returns the latest run of the plan with its traces and scores, or a new one, begun in the store where there is one. */
export async function openRun(
  store: Store | undefined,
  plan: EvaluationPlan,
  fresh: { readonly id: Id; readonly at: number; readonly task: TaskRef },
): Promise<StoredRun> {
  const found = store !== undefined && plan.hash !== null ? await store.runs.find(plan.hash) : null;
  if (store === undefined || found === null) {
    const record: RunRecord = {
      format: "pawl.run-record/1",
      id: fresh.id,
      // A run that is never gone on with is found by nothing but its own id.
      planHash: plan.hash ?? fresh.id,
      task: { name: fresh.task.name, hash: fresh.task.hash },
      variantId: plan.variantId,
      split: plan.split,
      splitHash: plan.splitHash,
      startedAt: fresh.at,
      finishedAt: null,
      ...(plan.by === undefined ? {} : { by: plan.by }),
    };
    await store?.runs.start(record);
    return { record, traceOf: () => undefined, scoreOf: () => undefined };
  }
  const traces = new Map<string, Trace>();
  const scores = new Map<string, Score | Unscored>();
  const runId = found.id;
  for await (const { items } of pagesOf((cursor) => store.traces.list({ runId }, { cursor }))) {
    for (const trace of items) {
      const { example } = trace.origin;
      if (example) traces.set(`${example.repeat} ${example.id}`, trace);
    }
  }
  for await (const { items } of pagesOf((cursor) => store.scores.list({ runId }, { cursor }))) {
    for (const score of items) scores.set(`${score.traceId} ${score.scorerHash} ${score.scorer}`, score.result);
  }
  return {
    record: found,
    traceOf: (exampleId, repeat) => traces.get(`${repeat} ${exampleId}`),
    scoreOf: (traceId, { hash, name }) => scores.get(`${traceId} ${hash} ${name}`),
  };
}
