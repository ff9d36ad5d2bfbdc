import { type Dataset, type Example, PawlError, type Split, type Task } from "@pawl/core";
import { type Admitted, admission } from "./admit-rows.ts";
import { rowCheck } from "./check-row.ts";
import { SPLITS } from "./example-row.ts";
import { collectMistakes } from "./mistakes.ts";
import { checkReason } from "./record-look.ts";
import { splitDigest } from "./split-digest.ts";

/**
 * Returns a data set of rows written in code, each checked against the task's schemas. Rows without a split are dev; texts are brought into
 * Unicode NFC. An empty list is an empty data set.
 * @throws PawlError `data.invalid-rows` with all mistakes, by row number. TypeError where a schema of the task is asynchronous.
 */
export function examples<I, O>(
  task: Task<string, I, O>,
  rows: readonly (Example<NoInfer<I>, NoInfer<O>> & { readonly split?: Split })[],
): Dataset<I, O> {
  const check = rowCheck(task);
  const mistakes = collectMistakes({
    place: ({ line }) => `Row ${line} of the examples of task "${task.name}"`,
    advice: "Mend the rows, or change the task's schemas. Nothing was loaded.",
  });
  const { admit } = admission<I, O>(mistakes);
  const admitted: Admitted<I, O>[] = [];
  for (const [i, value] of rows.entries()) {
    const line = i + 1;
    const checked = check(value);
    if (checked instanceof Promise) {
      throw new TypeError(
        `examples() needs schemas that validate at once; those of task "${task.name}" are asynchronous. Use loadDataset({ task, rows }).`,
      );
    }
    if ("mistakes" in checked) for (const mistake of checked.mistakes) mistakes.add({ file: "examples", line, ...mistake });
    else {
      const one = admit(checked.row, { file: "examples", line, split: "dev" });
      if (one !== null) admitted.push(one);
    }
  }
  mistakes.throwIfAny();
  return datasetOf(task, { name: task.name, admitted });
}

/** Returns a data set over examples that are in memory and were checked. */
function datasetOf<I, O>(
  task: Task<string, I, O>,
  options: { readonly name: string; readonly admitted: readonly Admitted<I, O>[] },
): Dataset<I, O> {
  const of: { readonly [split in Split]: Example<I, O>[] } = { train: [], dev: [], test: [] };
  const digests = { train: splitDigest(), dev: splitDigest(), test: splitDigest() };
  for (const { example, split, hash } of options.admitted) {
    of[split].push(example);
    digests[split].add(hash);
  }
  const summary = (split: Split): { readonly hash: string; readonly size: number } => ({
    hash: digests[split].hash(),
    size: digests[split].size(),
  });
  return {
    name: options.name,
    task: { name: task.name, hash: task.hash },
    splits: { train: summary("train"), dev: summary("dev"), test: summary("test") },
    read: (split) => {
      refuseSealed(split);
      return each(of[split]);
    },
    unseal: (reason) => {
      checkReason(reason);
      return each(of.test);
    },
  };
}

/** Types keep the sealed split from `read`; this keeps it from JavaScript and from a split that came as text. */
export function refuseSealed(split: string): void {
  if (split === "train" || split === "dev") return;
  if (split === "test") {
    throw new PawlError(
      "use.sealed-split",
      "The test split is sealed: read() gives train and dev. Use unseal(reason), and record the look with recordLook().",
    );
  }
  throw new RangeError(`A data set has the splits ${SPLITS.join(", ")}; got ${JSON.stringify(split)}.`);
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
