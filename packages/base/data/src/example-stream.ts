import { nfc, type Split, type Task } from "@pawl/core";
import { type Admitted, admission } from "./admit-rows.ts";
import { type CheckedRow, dotted, rowCheck, rowShape } from "./check-row.ts";
import type { Mistakes } from "./mistakes.ts";
import { type RowMap, rowMapper } from "./row-map.ts";
import type { FieldName, RowMistake } from "./row-mistake.ts";
import { type OpenedSource, type OpenOptions, openFile, type RowSource, rowBatches } from "./sources/open-source.ts";

/** Where rows come from, and the split of those that name none. */
export type Origin = { readonly path: string; readonly split: Split } | { readonly rows: RowSource; readonly split: Split };

export interface StreamOptions extends OpenOptions {
  readonly origins: readonly Origin[];
  readonly map?: RowMap | undefined;
}

/** Returns the examples of all origins in their order, in batches; what is wrong goes to `mistakes`. */
export async function* exampleStream<I, O>(
  task: Task<string, I, O>,
  options: StreamOptions,
  mistakes: Pick<Mistakes, "add">,
): AsyncGenerator<readonly Admitted<I, O>[]> {
  yield* stream<I, O>({ ...options, task, check: rowCheck(task) }, mistakes);
}

/** The same without a task: rows are checked for their shape alone. */
export async function* rowStream(
  options: StreamOptions,
  mistakes: Pick<Mistakes, "add">,
): AsyncGenerator<readonly Admitted<unknown, unknown>[]> {
  const check = (value: unknown, named: FieldName = dotted): CheckedRow<unknown, unknown> => {
    const shape = rowShape(value, named);
    return "mistakes" in shape ? shape : { row: nfc(shape.row) };
  };
  yield* stream<unknown, unknown>({ ...options, task: undefined, check }, mistakes);
}

async function* stream<I, O>(
  options: StreamOptions & {
    readonly task: Task | undefined;
    readonly check: (value: unknown, named: FieldName) => CheckedRow<I, O> | Promise<CheckedRow<I, O>>;
  },
  mistakes: Pick<Mistakes, "add">,
): AsyncGenerator<readonly Admitted<I, O>[]> {
  const { admit } = admission<I, O>(mistakes);
  for (const origin of options.origins) {
    const file = "path" in origin ? origin.path : "the rows";
    const { cells, batches } = opened(origin, options);
    const mapped = rowMapper({ map: options.map, task: options.task, cells, file });
    const refuse = (line: number, found: readonly RowMistake[]): void => {
      for (const mistake of found) mistakes.add({ file, line, ...mistake });
    };
    for await (const batch of batches) {
      const out: Admitted<I, O>[] = [];
      for (const source of batch) {
        const { line } = source;
        const row = "mistake" in source ? { mistakes: [source.mistake] } : mapped(source.value);
        if ("mistakes" in row) {
          refuse(line, row.mistakes);
          continue;
        }
        const checking = options.check(row.row, row.named);
        const checked = checking instanceof Promise ? await checking : checking;
        if ("mistakes" in checked) {
          refuse(line, checked.mistakes);
          continue;
        }
        const one = admit(checked.row, { file, line, split: origin.split });
        if (one !== null) out.push(one);
      }
      yield out;
    }
  }
}

function opened(origin: Origin, options: StreamOptions): OpenedSource {
  if ("path" in origin) return openFile(origin.path, options);
  return { cells: false, batches: rowBatches(origin.rows, options.abortSignal) };
}
