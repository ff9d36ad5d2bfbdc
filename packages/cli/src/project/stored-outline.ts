import { type Id, PawlError, type Store } from "@pawl/core";
import { type MetricFacts, metricFacts, type RunOutline, readOutline } from "@pawl/eval";
import type { Project } from "./project.ts";

const LISTED = 10;

/**
 * Returns what the numbers of a stored run are made of, with the scores of its task's scorers (of their present hash). No text is read.
 * @throws PawlError `use.unknown-run` with the last ones, `use.unknown-task` where the configuration has lost the run's task.
 */
export async function storedOutline(store: Store, project: Project, id: Id): Promise<RunOutline> {
  const record = await store.runs.get(id);
  if (record === null) throw await unknownRun(store, id);
  const { scorers } = project.entry(record.task.name);
  const metrics: { [name: string]: MetricFacts } = Object.fromEntries(scorers.map((scorer) => [scorer.name, metricFacts(scorer)]));
  return readOutline(store, record, { metrics });
}

/** Returns the error that no run has this id. */
export async function unknownRun(store: Store, id: Id): Promise<PawlError> {
  const { items } = await store.runs.list({}, { order: "newest", limit: LISTED });
  const last = items.map((run) => `  ${run.id}  ${run.task.name}, ${run.split}`).join("\n");
  const advice = last === "" ? 'Make one with "pawl eval TASK".' : `The last ones are:\n${last}`;
  return new PawlError("use.unknown-run", `The store has no run ${id}. ${advice}`, { facts: { run: id } });
}
