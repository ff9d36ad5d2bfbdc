import {
  type Dataset,
  defineVariant,
  type Example,
  type LanguageModel,
  PawlError,
  type Retriever,
  type Rung,
  type Runner,
  type Store,
  type Variant,
} from "@pawl/core";
import { logisticRegression, majority, nearestNeighbour } from "@pawl/data";
import { type Baseline, demonstrations, instructions, retrievedDemonstrations } from "@pawl/ladder";
import { createRunner } from "@pawl/prompt";
import { bm25Retriever } from "@pawl/retrieval";
import type { ClimbSettings, TaskEntry } from "../define-config.ts";
import { inputAsText, textField } from "./text-field.ts";

export interface StandardClimb {
  readonly start: Variant;
  readonly startName: string;
  readonly rungs: readonly Rung[];
  readonly baselines: readonly Baseline<unknown, unknown>[];
  readonly retrievers: readonly Retriever[];
  readonly runner: (variant: Variant) => Runner<unknown, unknown>;
}

export interface StandardClimbOptions {
  readonly entry: TaskEntry;
  readonly dataset: Dataset;
  readonly model: LanguageModel;
  readonly store: Store;
  /** What the climb begins with where it is given: the champion of an earlier one. */
  readonly champion?: Variant | undefined;
  readonly seed: number;
}

const MAX_TOKENS = 128;

/**
 * Returns what `climb` needs of a task by its settings: the standard rungs over its train split (hand-written instructions, fixed
 * demonstrations, demonstrations retrieved by BM25), baselines without a model, and runners.
 * @throws PawlError `use.nothing-to-climb` where the task has neither instructions nor a baseline.
 */
export async function standardClimb(options: StandardClimbOptions): Promise<StandardClimb> {
  const { entry, dataset, model, store, seed } = options;
  const field = textField(entry.task);
  const train = await labelledTrain(dataset);
  const retrievers = trainRetrievers(dataset, train, field);
  const { start, startName } = startOf(entry, model, options.champion);
  return {
    start,
    startName,
    rungs: rungsOf(entry.climb, { dataset, retrievers, field, seed, start }),
    baselines: train.length === 0 ? [] : baselinesOf(entry, train, field),
    retrievers,
    runner: (variant) => createRunner({ task: entry.task, variant, models: [model], retrievers, datasets: [dataset], cache: store.cache }),
  };
}

/** Returns what demonstrations are retrieved by: BM25 over the train inputs' text, a hit carries the row's id; none where there are no rows. */
export function trainRetrievers(dataset: Dataset, train: readonly Example[], field: string | null): readonly Retriever[] {
  if (train.length === 0) return [];
  const documents = train.map(({ id, input }) => ({ id, text: inputAsText(field, input) }));
  // Train inputs are short and of one kind: small words carry the form of a request, and length says little.
  return [bm25Retriever({ name: "bm25", documents, b: 0.4, analyzer: { stopWords: "none" } })];
}

/** Returns the rows of train that have an answer. */
export async function labelledTrain(dataset: Dataset): Promise<readonly Example[]> {
  const train: Example[] = [];
  for await (const example of dataset.read("train")) if (example.expected !== undefined) train.push(example);
  return train;
}

/** Returns the variant a task begins with: its baseline, else its first instructions, greedy, by choice where the output is closed. */
export function plainVariant(entry: TaskEntry, model: LanguageModel): { readonly start: Variant; readonly startName: string } {
  if (entry.baseline !== undefined) return { start: entry.baseline, startName: "baseline" };
  const [first] = Object.entries(entry.climb?.instructions ?? {});
  if (first === undefined) {
    const { name } = entry.task;
    throw new PawlError(
      "use.nothing-to-climb",
      `The task "${name}" has neither a baseline nor instructions.\nGive it climb: { instructions: { plain: "…" } } in pawl.config.ts.\nNothing was run.`,
      { facts: { task: name } },
    );
  }
  const closed = Array.isArray(entry.task.outputJsonSchema["enum"]);
  const decoding = entry.climb?.decoding ?? (closed ? "choose" : "schema");
  const sampling = { temperature: 0, maxTokens: entry.climb?.maxTokens ?? MAX_TOKENS };
  return {
    start: defineVariant({ task: entry.task.name, model: model.ref, instructions: first[1], decoding, sampling }),
    startName: first[0],
  };
}

function startOf(
  entry: TaskEntry,
  model: LanguageModel,
  champion: Variant | undefined,
): { readonly start: Variant; readonly startName: string } {
  const sameModel = champion !== undefined && champion.model.id === model.ref.id && champion.model.sha256 === model.ref.sha256;
  return sameModel ? { start: champion, startName: "champion" } : plainVariant(entry, model);
}

function rungsOf(
  settings: ClimbSettings | undefined,
  {
    dataset,
    retrievers,
    field,
    seed,
    start,
  }: {
    readonly dataset: Dataset;
    readonly retrievers: readonly Retriever[];
    readonly field: string | null;
    readonly seed: number;
    readonly start: Variant;
  },
): readonly Rung[] {
  const texts = Object.entries(settings?.instructions ?? {}).map(([name, text]) => ({ name, text }));
  const others = texts.filter(({ text }) => text.normalize("NFC") !== start.instructions);
  return [
    ...(others.length > 0 ? [instructions({ texts: others })] : []),
    ...(retrievers.length > 0 ? [demonstrations({ dataset, counts: settings?.fixed ?? [4, 8], draws: 1, seed })] : []),
    ...(retrievers.length > 0 && field !== null
      ? [retrievedDemonstrations({ dataset, retrievers, counts: settings?.retrieved ?? [5], query: `{{${field}}}` })]
      : []),
    ...(settings?.rungs ?? []),
  ];
}

function baselinesOf(entry: TaskEntry, train: readonly Example[], field: string | null): readonly Baseline<unknown, unknown>[] {
  const text = (input: unknown): string => inputAsText(field, input);
  const labels = train.every(({ expected }) => typeof expected === "string") && Array.isArray(entry.task.outputJsonSchema["enum"]);
  return [
    { name: "majority", run: majority(train) },
    { name: "nearest neighbour", run: nearestNeighbour(train, { text }) },
    ...(labels ? [{ name: "logistic regression", run: logisticRegression(train, { text }) }] : []),
  ];
}
