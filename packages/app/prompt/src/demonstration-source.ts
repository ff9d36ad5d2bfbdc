import {
  canonicalJson,
  type Dataset,
  type Demonstrations,
  type Example,
  type Json,
  PawlError,
  type Retriever,
  type RetrieverRef,
  type RunOptions,
  type SearchHit,
  type Split,
  seededRandom,
  shuffled,
  type Task,
} from "@pawl/core";
import { isJson } from "./as-json.ts";
import { inputText } from "./input-text.ts";
import { neutraliseAll } from "./neutralise.ts";

/** A demonstration with its place in the order of dropping: the lower `keep`, the earlier it goes. */
export interface Demonstration {
  readonly id: string;
  readonly input: Json;
  readonly output: Json;
  readonly keep: number;
}

export interface SearchOptions {
  readonly purpose: "demonstrations" | "context";
  readonly retriever: RetrieverRef;
  readonly exclude?: ReadonlySet<string> | undefined;
}
/** Asks a retriever and keeps the step. */
export type Search = (query: string, options: SearchOptions) => Promise<readonly SearchHit[]>;

export interface DemonstrationSourceOptions {
  readonly task: Task;
  readonly demonstrations: Demonstrations;
  readonly datasets: readonly Dataset[];
}

/** Gives the demonstrations of one input in prompt order. */
export type DemonstrationSource = (input: unknown, options: RunOptions, search: Search) => Promise<readonly Demonstration[]>;

/**
 * Returns where a variant's demonstrations come from. Data sets are read on first use. An example is never its own demonstration: where a run says
 * which example it is, rows of that id or of the same input are left out. Retrieved ones stand with the most similar last, next to the question.
 * @throws TypeError where no data set has the split that is named, or the query names a field the input does not have.
 */
export function demonstrationSource(source: DemonstrationSourceOptions): DemonstrationSource {
  const { demonstrations, task } = source;
  switch (demonstrations.kind) {
    case "none":
      return async () => [];
    case "inline": {
      const rows = demonstrations.examples.map(({ input, output }, index) => ({ id: `inline:${index}`, input, output, keep: index }));
      return async (input, options) => inOrder(others(rows, input, options), options);
    }
    case "fixed": {
      const load = rowsOf(source.datasets, demonstrations.dataset, task);
      return async (input, options) => {
        const { rows } = await load();
        const missing = demonstrations.ids.filter((id) => !rows.has(id));
        if (missing.length > 0) throw noRow(missing, task);
        const all = demonstrations.ids.flatMap((id, index) => {
          const row = rows.get(id);
          return row === undefined ? [] : [{ ...row, keep: index }];
        });
        return inOrder(others(all, input, options), options);
      };
    }
    case "retrieved": {
      const load = rowsOf(source.datasets, demonstrations.dataset, task);
      const queryOf = queryText(task, demonstrations.retriever, "demonstrations' query");
      return async (input, options, search) => {
        const { rows, unlabelled } = await load();
        const own = new Set([...ownIds(rows, input, options), ...unlabelled]);
        const hits = await search(queryOf(input), { purpose: "demonstrations", retriever: demonstrations.retriever, exclude: own });
        const found = hits.flatMap((hit): Demonstration[] => {
          const row = rows.get(hit.id);
          return row === undefined || own.has(hit.id) ? [] : [{ ...row, keep: hit.score }];
        });
        if (found.length === 0 && hits.some((hit) => !own.has(hit.id)))
          throw noRow(
            hits.map(({ id }) => id),
            task,
          );
        const nearest = found.slice(0, demonstrations.retriever.count);
        return inOrder(nearest.reverse(), options);
      };
    }
  }
}

/** Returns a writer of a retriever's query: a template over the input, or the input as a prompt would show it where the query is empty. */
export function queryText(task: Task, ref: RetrieverRef, what: string): (input: unknown) => string {
  return inputText({ task, template: ref.query === "" ? undefined : ref.query, what, neutral: false });
}

/** Returns the retriever that a variant names. @throws TypeError where there is none of that name and hash. */
export function findRetriever(retrievers: readonly Retriever[], ref: RetrieverRef): Retriever {
  const found = retrievers.find(({ name, hash }) => name === ref.name && hash === ref.hash);
  if (found) return found;
  const same = retrievers.find(({ name }) => name === ref.name);
  const why = same
    ? `the one of that name has the hash ${same.hash.slice(0, 12)}…: its corpus or settings changed`
    : `given are: ${retrievers.map(({ name }) => `"${name}"`).join(", ") || "none"}`;
  throw new TypeError(`The variant's retriever "${ref.name}" (hash ${ref.hash.slice(0, 12)}…) is not among the retrievers given; ${why}.`);
}

function inOrder(rows: readonly Demonstration[], options: RunOptions): readonly Demonstration[] {
  return options.shuffleDemonstrations ? shuffled(rows, seededRandom(options.seed ?? 0).fork("demonstrations")) : rows;
}

type Row = Omit<Demonstration, "keep">;

/** A split's rows by id; those without an expected output show nothing. */
interface Table {
  readonly rows: ReadonlyMap<string, Row>;
  readonly unlabelled: readonly string[];
}

function rowsOf(datasets: readonly Dataset[], hash: string, task: Task): () => Promise<Table> {
  const splits: readonly Split[] = ["train", "dev", "test"];
  const found = datasets
    .flatMap((dataset) => splits.map((split) => ({ dataset, split })))
    .find(({ dataset, split }) => dataset.splits[split].hash === hash);
  if (found === undefined) {
    const given = datasets.map(({ name, splits: { train } }) => `"${name}" (train ${train.hash.slice(0, 12)}…)`).join(", ") || "none";
    throw new TypeError(
      `The variant's demonstrations are from a split with the hash ${hash.slice(0, 12)}…, which none of the data sets has. Given: ${given}.`,
    );
  }
  const { dataset, split } = found;
  if (split === "test")
    throw new TypeError(
      `The variant's demonstrations are from the test split of "${dataset.name}", which is sealed. Name its train split.`,
    );
  let read: Promise<Table> | undefined;
  return async () => {
    read ??= readRows(dataset.read(split), task);
    try {
      return await read;
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
}

async function readRows(examples: AsyncIterable<Example>, task: Task): Promise<Table> {
  const rows = new Map<string, Row>();
  const unlabelled: string[] = [];
  for await (const { id, input, expected } of examples) {
    if (expected === undefined) {
      unlabelled.push(id);
      continue;
    }
    if (!isJson(input) || !isJson(expected)) {
      throw new PawlError(
        "data.demonstration-not-json",
        `Example "${id}" of task "${task.name}" holds a value that JSON cannot say, so it cannot be shown to a model.`,
        { facts: { example: id } },
      );
    }
    rows.set(id, { id, input, output: expected });
  }
  return { rows, unlabelled };
}

function others<R extends Row>(rows: readonly R[], input: unknown, options: RunOptions): readonly R[] {
  const { example } = options.origin ?? {};
  if (example === undefined) return rows;
  const own = sameText(input);
  return rows.filter((row) => row.id !== example.id && sameText(row.input) !== own);
}

function ownIds(rows: ReadonlyMap<string, Row>, input: unknown, options: RunOptions): ReadonlySet<string> {
  const { example } = options.origin ?? {};
  if (example === undefined) return new Set();
  const own = sameText(input);
  const ids = [...rows.values()].filter((row) => sameText(row.input) === own).map(({ id }) => id);
  return new Set([example.id, ...ids]);
}

const texts = new WeakMap<object, string>();

/** Inputs that differ in white space or case alone are the same text. */
function sameText(input: unknown): string {
  const known = typeof input === "object" && input !== null ? texts.get(input) : undefined;
  if (known !== undefined) return known;
  const text = canonicalJson(neutraliseAll(input))
    .normalize("NFC")
    .replace(/(?:\s|\\[nrt])+/g, " ")
    .toLowerCase();
  if (typeof input === "object" && input !== null) texts.set(input, text);
  return text;
}

function noRow(ids: readonly string[], task: Task): PawlError {
  const shown = ids.slice(0, 20).map((id) => `"${id}"`);
  return new PawlError(
    "data.demonstration-missing",
    `The data set of task "${task.name}" has no row with an expected output for ${shown.join(", ")}${ids.length > 20 ? ` and ${ids.length - 20} more` : ""}, which the variant's demonstrations name. Give the data set the variant was made from.`,
    { facts: { ids: ids.slice(0, 20) } },
  );
}
