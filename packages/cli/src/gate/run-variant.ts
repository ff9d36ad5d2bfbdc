import { type Dataset, isPawlError, type PawlError, type Store } from "@pawl/core";
import { type EvaluateOptions, type Evaluation, evaluate } from "@pawl/eval";
import type { TaskEntry } from "../define-config.ts";
import type { Output } from "../output.ts";
import { errorFacts, errorText } from "../print-error.ts";
import { progressBar } from "../progress-bar.ts";
import { usualConcurrency } from "../project/find-model.ts";
import { firstFailure } from "../project/first-failure.ts";
import type { Project } from "../project/project.ts";
import { type Subject, subjectRun } from "../project/subject-of.ts";

export interface RunVariantOptions {
  readonly entry: TaskEntry;
  readonly subject: Subject;
  readonly dataset: Dataset;
  readonly store: Store;
  readonly repeats: number;
  readonly seed: number;
  readonly concurrency?: number | undefined;
  /** Other demonstrations' orders and no cached answers: the same variant, shaken. @default false */
  readonly shaken?: boolean | undefined;
  readonly abortSignal: AbortSignal;
}

/** Returns how a variant, or the task's function, is run on dev; a run of the same plan in the store is gone on with, and the first failure that no further case can mend stops it. */
export async function variantRun(
  output: Output,
  project: Project,
  options: RunVariantOptions,
): Promise<EvaluateOptions<unknown, unknown, string, unknown>> {
  const { abortSignal, dataset, entry, repeats, seed, shaken = false, store, subject } = options;
  const failure = firstFailure(abortSignal);
  return {
    dataset,
    ...(await subjectRun(project, entry, { ...subject, dataset, cache: shaken ? undefined : store.cache, failure })),
    scorers: entry.scorers,
    split: "dev",
    store,
    repeats,
    seed,
    concurrency: options.concurrency ?? usualConcurrency(subject.model),
    shuffleDemonstrations: shaken,
    abortSignal: failure.signal,
    onProgress: progressBar(output),
  };
}

/** Returns a run of a variant on dev. @throws as `evaluate` */
export async function runVariant(output: Output, project: Project, options: RunVariantOptions): Promise<Evaluation<unknown, unknown>> {
  return evaluate<unknown, unknown, string, unknown>(await variantRun(output, project, options));
}

/** A failure as `--json` has it. */
export type ToldError = Pick<PawlError, "code" | "message" | "facts">;

/** Returns what a service that is away is told as: nothing could be measured. Null for another failure. */
export function awayError(error: unknown): ToldError | null {
  if (!isPawlError(error) || !error.code.startsWith("service.")) return null;
  const message = `${errorText(error, false)}\nWhat was answered is kept; the same command goes on where it was.`;
  return { code: error.code, message, facts: errorFacts(error) };
}
