import { basename, extname } from "node:path";
import { type Dataset, type Example, PawlError, type Split, type Task } from "@pawl/core";
import type { Admitted } from "./admit-rows.ts";
import { isSplit, SPLITS } from "./example-row.ts";
import { exampleStream, type Origin, type StreamOptions } from "./example-stream.ts";
import { refuseSealed } from "./examples.ts";
import { collectMistakes, fileLine, type Mistakes } from "./mistakes.ts";
import { checkReason } from "./record-look.ts";
import type { RowMap } from "./row-map.ts";
import type { DataFormat, RowSource } from "./sources/open-source.ts";
import { type SplitDigest, splitDigest } from "./split-digest.ts";

interface LoadSettings<I, O> {
  readonly task: Task<string, I, O>;
  /** @default the file's name without its extension, else the task's name */
  readonly name?: string | undefined;
  /** Which column is what, or a function from the file's row to one of ours; without it rows have our own fields. */
  readonly map?: RowMap | undefined;
  /** The split of rows that name none; a function gives it example by example. @default "dev" */
  readonly split?: Split | ((example: Example<NoInfer<I>, NoInfer<O>>) => Split) | undefined;
  /** @default by the file's extension: .jsonl, .ndjson, .json (one array), .csv, .tsv */
  readonly format?: DataFormat | undefined;
  /** What stands between the cells of a CSV line. @default "," and a tab for .tsv */
  readonly delimiter?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Either `path`, one file or one for each split, or `rows`: a list, or a function that begins the rows anew, as they are read more than once. */
export type LoadDatasetOptions<I, O> = LoadSettings<I, O> &
  (
    | { readonly path: string | { readonly [split in Split]?: string | undefined }; readonly rows?: undefined }
    | { readonly rows: RowSource; readonly path?: undefined }
  );

/**
 * Returns the data set of a file or a stream, each row checked against the task's schemas. The rows are read once here, for checks, sizes and
 * hashes, and again by each `read`, so that memory stays flat whatever their number; a file that changed in between is refused at the end of
 * the reading. A row without an id gets one from its content.
 * @throws PawlError `data.invalid-rows` with all mistakes, `data.empty-file`, `data.no-input-column`, `data.unknown-column`,
 * `use.unknown-format`, `io.cannot-read`; while reading, `data.changed`. The signal's reason on abort.
 */
export async function loadDataset<I, O>(options: LoadDatasetOptions<I, O>): Promise<Dataset<I, O>> {
  const { task } = options;
  const origins = originsOf(options);
  const files = origins.map((origin) => ("path" in origin ? origin.path : "the rows"));
  const pass = (mistakes: Pick<Mistakes, "add">): AsyncGenerator<readonly Admitted<I, O>[]> =>
    placed(exampleStream(task, { ...streamOptions(options), origins }, mistakes), options.split);

  const mistakes = collectMistakes({ place: fileLine, advice: "Mend the rows, or change the task's schemas. Nothing was loaded." });
  const digests = { train: splitDigest(), dev: splitDigest(), test: splitDigest() };
  for await (const batch of pass(mistakes)) for (const { hash, split } of batch) digests[split].add(hash);
  mistakes.throwIfAny();
  const splits = { train: summary(digests.train), dev: summary(digests.dev), test: summary(digests.test) };
  if (SPLITS.every((split) => splits[split].size === 0)) throw emptyFile(files);

  async function* read(split: Split): AsyncGenerator<Example<I, O>> {
    const digest = splitDigest();
    for await (const batch of pass({ add: () => refuseChanged(files) })) {
      for (const { example, hash, split: its } of batch) {
        if (its !== split) continue;
        digest.add(hash);
        yield example;
      }
    }
    if (digest.hash() !== splits[split].hash) refuseChanged(files);
  }
  return {
    name: options.name ?? nameOf(options),
    task: { name: task.name, hash: task.hash },
    splits,
    read: (split) => {
      refuseSealed(split);
      return read(split);
    },
    unseal: (reason) => {
      checkReason(reason);
      return read("test");
    },
  };
}

function streamOptions<I, O>({ map, format, delimiter, abortSignal }: LoadSettings<I, O>): Omit<StreamOptions, "origins"> {
  return { map, format, delimiter, abortSignal };
}

function originsOf<I, O>(options: LoadDatasetOptions<I, O>): readonly Origin[] {
  const split = typeof options.split === "string" ? options.split : "dev";
  if (!isSplit(split)) throw new RangeError(`split is "train", "dev", "test" or a function; got ${JSON.stringify(split)}.`);
  if (options.path === undefined) {
    if (options.rows === undefined) throw new TypeError("loadDataset() needs a path, or rows.");
    return [{ rows: options.rows, split }];
  }
  const { path } = options;
  if (typeof path === "string") return [{ path, split }];
  const origins = SPLITS.flatMap((one) => (path[one] === undefined ? [] : [{ path: path[one], split: one }]));
  if (origins.length === 0) throw new TypeError("loadDataset() needs the path of at least one split.");
  return origins;
}

async function* placed<I, O>(
  batches: AsyncIterable<readonly Admitted<I, O>[]>,
  split: LoadSettings<I, O>["split"],
): AsyncGenerator<readonly Admitted<I, O>[]> {
  if (typeof split !== "function") yield* batches;
  else for await (const batch of batches) yield batch.map((row) => ({ ...row, split: checkedSplit(split(row.example), row.example.id) }));
}

function checkedSplit(split: unknown, id: string): Split {
  if (isSplit(split)) return split;
  throw new TypeError(
    `The split function gave ${JSON.stringify(split)} for example ${JSON.stringify(id)}; expected "train", "dev" or "test".`,
  );
}

function summary(digest: SplitDigest): { readonly hash: string; readonly size: number } {
  return { hash: digest.hash(), size: digest.size() };
}

function nameOf<I, O>({ path, task }: LoadDatasetOptions<I, O>): string {
  return typeof path === "string" ? basename(path, extname(path)) : task.name;
}

function emptyFile(files: readonly string[]): PawlError {
  return new PawlError(
    "data.empty-file",
    `${files.join(", ")}: there is no row. Check that it is the right file; a CSV needs rows below its header.`,
    {
      facts: { files: [...files] },
    },
  );
}

function refuseChanged(files: readonly string[]): never {
  throw new PawlError(
    "data.changed",
    `${files.join(", ")} changed since the data set was loaded. Load it again; what was run on it stands for the old rows.`,
    {
      facts: { files: [...files] },
    },
  );
}
