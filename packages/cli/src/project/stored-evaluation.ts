import { type Id, pagesOf, type Score, type Store, type Trace, type Unscored } from "@pawl/core";
import { type Evaluation, type EvaluationItem, type MetricFacts, metricFacts } from "@pawl/eval";
import { findRun } from "./find-run.ts";
import type { Project } from "./project.ts";

/**
 * Returns a stored run with the scores of its task's scorers (of their present hash; a trace without one is unscored), in the order it was written.
 * @throws PawlError `use.unknown-run` with the last ones, `use.unknown-task` where the configuration has lost the run's task.
 */
export async function storedEvaluation(store: Store, project: Project, id: Id): Promise<Evaluation<unknown, unknown>> {
  const record = await findRun(store, id);
  const { scorers } = project.entry(record.task.name);
  const scores = new Map<string, Score | Unscored>();
  const runId = record.id;
  for await (const page of pagesOf((cursor) => store.scores.list({ runId }, { cursor }))) {
    for (const { traceId, scorer, scorerHash, result } of page.items) scores.set(`${traceId} ${scorer} ${scorerHash}`, result);
  }
  const items: EvaluationItem<unknown, unknown>[] = [];
  for await (const page of pagesOf((cursor) => store.traces.list({ runId }, { cursor }))) {
    for (const trace of page.items) {
      items.push({
        trace,
        scores: Object.fromEntries(scorers.map(({ name, hash }) => [name, scores.get(`${trace.id} ${name} ${hash}`) ?? missing(trace)])),
      });
    }
  }
  const metrics: { [name: string]: MetricFacts } = Object.fromEntries(scorers.map((scorer) => [scorer.name, metricFacts(scorer)]));
  return { format: "pawl.run/1", record, metrics, items };
}

function missing(trace: Trace): Unscored {
  return { kind: "unscored", reason: trace.outcome.kind === "ok" ? "not scored by this version of the scorer" : trace.outcome.kind };
}
