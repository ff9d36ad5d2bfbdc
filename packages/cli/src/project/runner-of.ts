import {
  type Budget,
  type Dataset,
  type LanguageModel,
  PawlError,
  type Retriever,
  type Runner,
  type Store,
  type Variant,
} from "@pawl/core";
import { guard } from "@pawl/policy";
import { createRunner } from "@pawl/prompt";
import { labelledTrain, trainRetrievers } from "../climb/train-retrievers.ts";
import type { TaskEntry } from "../define-config.ts";
import { isFree } from "./find-model.ts";
import { withPlace } from "./own-code.ts";
import type { Project } from "./project.ts";

export interface RunnerParts {
  readonly model: LanguageModel;
  readonly retrievers: readonly Retriever[];
  /** Null where the variant names no rows. */
  readonly dataset: Dataset | null;
  readonly cache?: Store["cache"] | undefined;
  readonly budgets?: readonly Budget[] | undefined;
  /** As of a Runner. @default withPlace */
  readonly mapError?: ((thrown: unknown) => unknown) | undefined;
}

/** Returns the Runner of a variant. A model that is not in this process is asked again where it failed before its answer began. */
export function taskRunner({ task }: TaskEntry, variant: Variant, parts: RunnerParts): Runner<unknown, unknown> {
  const { model, retrievers, dataset, cache, budgets, mapError = withPlace } = parts;
  const models = [isFree(model) ? model : guard(model)];
  return createRunner({ task, variant, models, retrievers, datasets: dataset === null ? [] : [dataset], cache, budgets, mapError });
}

/**
 * Returns the Runner of a saved variant, with the retrievers that it names.
 * @throws PawlError `data.demonstrations-changed` where its demonstrations come from other train rows or settings than are here.
 */
export async function runnerOf(
  project: Project,
  entry: TaskEntry,
  options: Omit<RunnerParts, "retrievers"> & { readonly variant: Variant },
): Promise<Runner<unknown, unknown>> {
  const { variant, dataset } = options;
  const retrieved = variant.demonstrations.kind === "retrieved" && dataset !== null;
  const own = retrieved ? trainRetrievers(entry, await labelledTrain(dataset)).map(({ retriever }) => retriever) : [];
  const retrievers = [...own, ...(project.config.retrievers ?? [])];
  if (!isServed(variant, { dataset, retrievers })) {
    throw new PawlError(
      "data.demonstrations-changed",
      `The demonstrations of this variant of "${entry.task.name}" come from other train rows, or other "kept" settings, than are here now.\nClimb again to find today's champion, or put the rows back.\nNothing was run.`,
      { facts: { task: entry.task.name } },
    );
  }
  return taskRunner(entry, variant, { ...options, retrievers });
}

/** Whether the rows and retrievers that a variant names are here. */
export function isServed(
  { demonstrations }: Variant,
  { dataset, retrievers }: { readonly dataset: Dataset | null; readonly retrievers: readonly Retriever[] },
): boolean {
  if (demonstrations.kind !== "fixed" && demonstrations.kind !== "retrieved") return true;
  if (dataset === null || dataset.splits.train.hash !== demonstrations.dataset) return false;
  return (
    demonstrations.kind === "fixed" ||
    retrievers.some(({ name, hash }) => name === demonstrations.retriever.name && hash === demonstrations.retriever.hash)
  );
}

/** Whether a variant takes its demonstrations from the data set. */
export function readsDataset({ demonstrations }: Variant): boolean {
  return demonstrations.kind === "fixed" || demonstrations.kind === "retrieved";
}
