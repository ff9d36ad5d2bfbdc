import {
  type Dataset,
  type Demonstrations,
  PawlError,
  type Retriever,
  type RetrieverRef,
  type RunOptions,
  type SearchHit,
  seededRandom,
  shuffled,
  type Task,
} from "@pawl/core";
import { type DemonstrationTable, demonstrationTable, type Row, sameText } from "./demonstration-table.ts";
import { inputText } from "./input-text.ts";

/** A demonstration with its place in the order of dropping: the lower `keep`, the earlier it goes. */
export interface Demonstration extends Row {
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
      const load = demonstrationTable(source.datasets, demonstrations.dataset, task);
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
      const load = demonstrationTable(source.datasets, demonstrations.dataset, task);
      const queryOf = queryText(task, demonstrations.retriever, "demonstrations' query");
      return async (input, options, search) => {
        const table = await load();
        const own = ownIds(table, input, options);
        const hits = await search(queryOf(input), { purpose: "demonstrations", retriever: demonstrations.retriever, exclude: own });
        const found = hits.flatMap((hit): Demonstration[] => {
          const row = table.rows.get(hit.id);
          return row === undefined ? [] : [{ ...row, keep: hit.score }];
        });
        const ids = hits.map(({ id }) => id);
        if (found.length === 0 && ids.length > 0) throw noRow(ids, task);
        return inOrder(found.reverse(), options);
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

/** Leaves out the example that is asked about, and rows of its text. */
function others<R extends Row>(rows: readonly R[], input: unknown, options: RunOptions): readonly R[] {
  const { example } = options.origin ?? {};
  if (example === undefined) return rows;
  const own = sameText(input);
  return rows.filter((row) => row.id !== example.id && sameText(row.input) !== own);
}

/** Ids that a search is to pass over: rows that show nothing, the example that is asked about, rows of its text. */
function ownIds(table: DemonstrationTable, input: unknown, options: RunOptions): ReadonlySet<string> {
  const { example } = options.origin ?? {};
  if (example === undefined) return table.unlabelled;
  return new Set([...table.unlabelled, example.id, ...(table.idsByText.get(sameText(input)) ?? [])]);
}

function noRow(ids: readonly string[], task: Task): PawlError {
  const shown = ids.slice(0, 20).map((id) => `"${id}"`);
  const more = ids.length > 20 ? ` and ${ids.length - 20} more` : "";
  return new PawlError(
    "data.demonstration-missing",
    `The data set of task "${task.name}" has no row with an expected output for ${shown.join(", ")}${more}, which the variant's demonstrations name. Give the data set the variant was made from.`,
    { facts: { ids: ids.slice(0, 20) } },
  );
}
