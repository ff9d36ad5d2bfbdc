import type { Example, Split } from "@pawl/core";

/** A row as our own JSONL holds it: an example, its id left out where the content shall give it, and the split it belongs to. */
export type ExampleRow<I = unknown, E = unknown> = Omit<Example<I, E>, "id"> & { readonly id?: string; readonly split?: Split };

export const ROW_FIELDS: readonly string[] = ["id", "input", "expected", "alternatives", "rubric", "tags", "cluster", "source", "split"];

export const SPLITS: readonly Split[] = ["train", "dev", "test"];

/** Whether a value names a split. */
export function isSplit(value: unknown): value is Split {
  return value === "train" || value === "dev" || value === "test";
}
