import { type Dataset, type Example, isPawlError, type Store, type Verdict } from "@pawl/core";
import type { RunOutline } from "@pawl/eval";
import { changedItems, readItemTexts } from "@pawl/eval/report";
import { expectedAnswers, MOST_WITH_EXPECTED } from "../project/expected-answers.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { comparisonReports, type InsightReports, insightReports } from "./insight-reports.ts";
import { type RunInsight, runInsight } from "./run-insight.ts";

export interface StoredInsightOptions {
  readonly store: Store;
  /** A run that it is compared with, and what came of it. @default none */
  readonly against?: { readonly champion: RunOutline; readonly verdict: Verdict } | undefined;
}

/**
 * Returns what a stored run says, alone or beside another, and its reports. No text is read but of the items that are shown and of the failures
 * that are grouped; of very many cases, of a data set that has changed or is gone, no example is.
 */
export async function storedInsight(
  project: Project,
  run: RunOutline,
  options: StoredInsightOptions,
): Promise<{ readonly insight: RunInsight; readonly reports: InsightReports }> {
  const { against, store } = options;
  const champion = against?.champion;
  const metric = against?.verdict.metric;
  const { dataset, examples } = await knownExamples(project, run);
  const changes = champion === undefined ? undefined : changedItems(champion, run, metric);
  const insight = await runInsight(run, { store, dataset, examples, champion, changes, metric });
  const include = insight.failures?.clusters.flatMap((cluster) => cluster.examples);
  const texts = await readItemTexts(store, run, { champion, changes, include, metric });
  const reports =
    against === undefined
      ? insightReports(run, { insight, examples, texts })
      : comparisonReports(run, { ...against, changes, insight, examples, texts });
  return { insight, reports };
}

/** Returns the data set of a run's task and the run's examples; none of a data set that is not there any more, or of a very long run. */
export async function knownExamples(
  project: Project,
  run: RunOutline,
): Promise<{ readonly dataset: Dataset | null; readonly examples: readonly Example[] }> {
  const none = { dataset: null, examples: [] };
  if (run.items.length > MOST_WITH_EXPECTED) return none;
  try {
    const dataset = await loadExamples(project, project.entry(run.record.task.name));
    return { dataset, examples: await expectedAnswers(dataset, run) };
  } catch (error) {
    if (isPawlError(error) && /^(data|io)\./.test(error.code)) return none;
    throw error;
  }
}
