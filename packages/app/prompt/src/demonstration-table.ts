import { canonicalJson, type Dataset, type Example, type Json, PawlError, type Split, type Task } from "@pawl/core";
import { isJson } from "./as-json.ts";
import { neutraliseAll } from "./neutralise.ts";

/** An example as a prompt shows it. */
export interface Row {
  readonly id: string;
  readonly input: Json;
  readonly output: Json;
}

/** A split's rows; those without an expected output show nothing. */
export interface DemonstrationTable {
  readonly rows: ReadonlyMap<string, Row>;
  readonly idsByText: ReadonlyMap<string, readonly string[]>;
  readonly unlabelled: ReadonlySet<string>;
}

const SPLITS: readonly Split[] = ["train", "dev", "test"];

/**
 * Returns a reader of the split with this hash, which reads it on first use and keeps it; after a failure it reads again.
 * @throws TypeError where none of the data sets has it, or it is a sealed one.
 */
export function demonstrationTable(datasets: readonly Dataset[], hash: string, task: Task): () => Promise<DemonstrationTable> {
  const all = datasets.flatMap((dataset) => SPLITS.map((split) => ({ dataset, split })));
  const found = all.find(({ dataset, split }) => dataset.splits[split].hash === hash);
  if (found === undefined) {
    const given = datasets.map(({ name, splits: { train } }) => `"${name}" (train ${train.hash.slice(0, 12)}…)`).join(", ") || "none";
    throw new TypeError(
      `The variant's demonstrations are from a split with the hash ${hash.slice(0, 12)}…, which none of the data sets has. Given: ${given}.`,
    );
  }
  const { dataset, split } = found;
  if (split === "test") {
    throw new TypeError(
      `The variant's demonstrations are from the test split of "${dataset.name}", which is sealed. Name its train split.`,
    );
  }
  let read: Promise<DemonstrationTable> | undefined;
  return async () => {
    read ??= readTable(dataset.read(split), task);
    try {
      return await read;
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
}

async function readTable(examples: AsyncIterable<Example>, task: Task): Promise<DemonstrationTable> {
  const rows = new Map<string, Row>();
  const idsByText = new Map<string, string[]>();
  const unlabelled = new Set<string>();
  for await (const { id, input, expected } of examples) {
    if (expected === undefined) {
      unlabelled.add(id);
      continue;
    }
    if (!isJson(input) || !isJson(expected)) {
      throw new PawlError(
        "data.demonstration-not-json",
        `Example "${id}" of task "${task.name}" holds a value that JSON cannot say, so it cannot be shown to a model. Correct the row.`,
        { facts: { example: id } },
      );
    }
    rows.set(id, { id, input, output: expected });
    const text = sameText(input);
    const ids = idsByText.get(text);
    if (ids) ids.push(id);
    else idsByText.set(text, [id]);
  }
  return { rows, idsByText, unlabelled };
}

/** Returns an input's text for comparing: inputs that differ in white space, case or invisible characters alone are the same. */
export function sameText(input: unknown): string {
  return canonicalJson(neutraliseAll(input))
    .normalize("NFC")
    .replace(/(?:\s|\\[nrt])+/g, " ")
    .toLowerCase();
}
