import type { Id, Store } from "@pawl/core";
import { type MetricFacts, metricFacts, type RunOutline, readOutline } from "@pawl/eval";
import { findRun } from "./find-run.ts";
import type { Project } from "./project.ts";

/**
 * Returns what the numbers of a stored run are made of, with the scores of its task's scorers (of their present hash). No text is read.
 * @throws PawlError `use.unknown-run` with the last ones, `use.unknown-task` where the configuration has lost the run's task.
 */
export async function storedOutline(store: Store, project: Project, id: Id): Promise<RunOutline> {
  const record = await findRun(store, id);
  const { scorers } = project.entry(record.task.name);
  const metrics: { [name: string]: MetricFacts } = Object.fromEntries(scorers.map((scorer) => [scorer.name, metricFacts(scorer)]));
  return readOutline(store, record, { metrics });
}
