import type { Dataset, Example, Retriever } from "@pawl/core";
import { bm25Retriever, keptBlock } from "@pawl/retrieval";
import type { TaskEntry } from "../define-config.ts";
import { keptRows } from "./kept-rows.ts";
import { outputClass } from "./output-class.ts";
import { inputAsText, textField } from "./text-field.ts";

/** What demonstrations are retrieved by, with how many each is asked for. */
export interface TrainRetriever {
  readonly retriever: Retriever;
  readonly counts: readonly number[];
}

const DEFAULT_RETRIEVED: readonly number[] = [5];

/**
 * Returns the retrievers of a task's demonstrations: BM25 over the train inputs' text, and with `kept` one more that begins with a kept block of
 * rows. A hit carries the row's id. The same rows and settings give the same hashes, by which a saved champion finds them again. None without rows.
 */
export function trainRetrievers({ task, climb }: TaskEntry, train: readonly Example[]): readonly TrainRetriever[] {
  if (train.length === 0) return [];
  const field = textField(task);
  const document = ({ id, input }: Example): { readonly id: string; readonly text: string } => ({ id, text: inputAsText(field, input) });
  // Train inputs are short and of one kind: small words carry the form of a request, and length says little.
  const retriever = bm25Retriever({ name: "bm25", documents: train.map(document), b: 0.4, analyzer: { stopWords: "none" } });
  const counts = climb?.retrieved ?? DEFAULT_RETRIEVED;
  const nearest = { retriever, counts };
  if (!climb?.kept) return [nearest];
  const label = outputClass(task);
  const block = keptRows(train, { count: climb.kept, label: ({ expected }) => label(expected) });
  // The count of a variant says how many of the nearest it takes; the retriever itself is one for all counts.
  const kept = keptBlock(retriever, { documents: block.map(document), nearest: train.length, name: `bm25, ${block.length} kept` });
  return [nearest, { retriever: kept, counts: counts.map((count) => block.length + count) }];
}

/** Returns the rows of train that have an answer. */
export async function labelledTrain(dataset: Dataset): Promise<readonly Example[]> {
  const train: Example[] = [];
  for await (const example of dataset.read("train")) if (example.expected !== undefined) train.push(example);
  return train;
}
