import type { RunRecord, Store } from "@pawl/core";
import { type LookHistory, lookHistory } from "@pawl/data";

const RUNS = 1000;

/**
 * Returns the looks at the sealed split of a run's task: of the data set where its hash is known, else of the split that the task's last sealed run
 * was on. Null where neither is known: then nothing was ever looked at here.
 */
export async function sealedLooks(
  store: Pick<Store, "looks" | "runs">,
  record: Pick<RunRecord, "split" | "splitHash" | "task">,
  testSplit?: string,
): Promise<LookHistory | null> {
  if (record.split === "test") return lookHistory(store, record.splitHash);
  if (testSplit !== undefined) return lookHistory(store, testSplit);
  const { items } = await store.runs.list({ task: record.task.name }, { order: "newest", limit: RUNS });
  const sealed = items.find(({ split }) => split === "test");
  return sealed === undefined ? null : lookHistory(store, sealed.splitHash);
}
