import type { LanguageModel, Runner, Trace } from "@pawl/core";
import { type BatchFile, type BatchProblem, type BatchResults, batchFile, batchModel, readBatchResults } from "@pawl/inference";
import type { Output } from "../output.ts";

export interface ByBatchOptions {
  /** Where the requests without an answer are written. */
  readonly out?: string | undefined;
  /** Output and error files of batches. */
  readonly in?: readonly string[] | undefined;
}

/** An evaluation whose model is a batch file. */
export interface ByBatch {
  readonly model: LanguageModel;
  /** Returns the Runner whose cases without an answer are left for the next call, not kept as failures. */
  readonly leaving: <I, O>(runner: Runner<I, O>) => Runner<I, O>;
  /** Puts the file in its place and says what was written, read and is still missing. @returns cases without an answer */
  readonly finish: () => Promise<number>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const SHOWN = 20;
/** What OpenAI takes in one file. */
const MOST = { requests: 50_000, bytes: 200_000_000 };

/** Returns the model that answers from batch results and writes what they lack. @throws as `batchModel` and `readBatchResults`. */
export async function byBatch(output: Output, model: LanguageModel, { out, in: paths = [] }: ByBatchOptions): Promise<ByBatch> {
  const results = await readBatchResults(paths);
  let file: BatchFile | null = null;
  const batched = batchModel(model, { results, onRequest: (request) => file?.add(request) });
  if (out !== undefined) file = batchFile(out);
  let missing = 0;
  return {
    model: batched,
    leaving: (runner) => ({
      ...runner,
      run: async (input, options) => {
        const trace = await runner.run(input, options);
        if (!isPending(trace)) return trace;
        missing++;
        return { ...trace, outcome: { kind: "aborted" } };
      },
    }),
    finish: async () => {
      if (paths.length > 0) sayRead(output, results);
      const closing = file;
      file = null;
      const written = closing === null ? null : await closing.close();
      if (written !== null) sayWritten(output, String(out), written);
      if (missing > 0 && written === null)
        output.note(`${missing} cases have no answer in these results. --batch-out FILE writes their requests.`);
      return missing;
    },
    [Symbol.asyncDispose]: async () => file?.discard(),
  };
}

function isPending({ outcome }: Trace): boolean {
  return outcome.kind === "error" && outcome.error.code === "data.batch-pending";
}

function sayRead(output: Output, results: BatchResults): void {
  const unused = results.unused();
  output.note(
    `Read ${results.size} answers.${unused > 0 ? ` ${unused} belong to requests that were not made: of other data, another variant or seed.` : ""}`,
  );
  for (const problem of results.problems.slice(0, SHOWN)) output.note(`  ${problemText(problem)}`);
  if (results.problemCount > SHOWN) output.note(`  and ${results.problemCount - SHOWN} more lines`);
}

function problemText({ path, line, problem, id, code }: BatchProblem): string {
  const of = id === null ? "" : ` (${id.slice(0, 12)})`;
  const what = {
    "not-json": "is no JSON and was passed over",
    truncated: "is cut off: the file ends in it",
    "not-a-result": "is no result of a batch and was passed over",
    duplicate: "answers once more, and otherwise; the first answer stands",
    unanswered: `has no answer${code === null ? "" : `: ${code}`}`,
  }[problem];
  return `${path}:${line}${of} ${what}`;
}

function sayWritten(output: Output, path: string, { requests, bytes }: { readonly requests: number; readonly bytes: number }): void {
  output.print(`${requests} requests, ${bytes} bytes, in ${path}.`);
  if (requests === 0) return;
  output.print(
    "Have them run by the endpoint's batches, or: vllm run-batch -i FILE -o RESULTS. Then the same command with --batch-in RESULTS.",
  );
  if (requests > MOST.requests || bytes > MOST.bytes)
    output.note(
      `OpenAI takes ${MOST.requests} requests and ${MOST.bytes / 1e6} MB in one file: split it by lines, and give all results to --batch-in.`,
    );
}
