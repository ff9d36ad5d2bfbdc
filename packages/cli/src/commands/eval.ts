import { join, relative, resolve } from "node:path";
import { type LanguageModel, PawlError } from "@pawl/core";
import { evaluate } from "@pawl/eval";
import { fallbackText, fallbackUse } from "@pawl/eval/gate";
import { runReportText } from "@pawl/eval/report";
import type { TaskEntry } from "../define-config.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { unmeasuredIfAway } from "../gate/unmeasured.ts";
import { insightReports } from "../insight/insight-reports.ts";
import { insightText } from "../insight/insight-text.ts";
import { missingReasons, missingText } from "../insight/missing-reasons.ts";
import { runInsight } from "../insight/run-insight.ts";
import type { Output } from "../output.ts";
import { progressBar } from "../progress-bar.ts";
import type { ByBatch } from "../project/by-batch.ts";
import type { ByWorkers, ByWorkersOptions, OnWorkers } from "../project/by-workers.ts";
import { expectedAnswers } from "../project/expected-answers.ts";
import { disposing, usualConcurrency } from "../project/find-model.ts";
import { firstFailure } from "../project/first-failure.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { runnerOf } from "../project/runner-of.ts";
import { requireVariant, subjectOf, subjectRun } from "../project/subject-of.ts";
import { writeWhole } from "../write-whole.ts";

export interface EvalCommandOptions {
  readonly task: string;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  readonly split: string;
  readonly repeats: number;
  /** @default 1 for a model in this process, 256 with `workers`, else 4 */
  readonly concurrency?: number | undefined;
  readonly seed: number;
  /** Redis URL of a queue whose workers run the cases. */
  readonly workers?: string | undefined;
  /** @default "pawl" */
  readonly queue?: string | undefined;
  /** How long Redis or the last worker may be away, in seconds. @default 60 */
  readonly patience?: number | undefined;
  /** File that the requests are written to, instead of being made. */
  readonly batchOut?: string | undefined;
  /** Result files of batches that answers are taken from. */
  readonly batchIn?: readonly string[] | undefined;
  /** Files that the report is written to beside its page. */
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
  readonly abortSignal: AbortSignal;
}

/** Runs a variant on a split and reports it. Ends with 3 where nothing could be measured: an endpoint that is away. */
export async function evalCommand(output: Output, project: Project, options: EvalCommandOptions): Promise<ExitCode> {
  const { abortSignal, repeats, seed } = options;
  const split = checkedSplit(options.split);
  const entry = project.entry(options.task);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(subject.model, subject.fallback?.model);
  if (options.batchOut !== undefined || options.batchIn !== undefined)
    requireVariant(subject, entry, "A batch file holds a model's requests, and which ones a function makes shows only when it runs");
  const dataset = await loadExamples(project, entry, abortSignal);
  await using opened = await project.openStore();
  const failure = firstFailure(abortSignal);
  await using batch = subject.model === null ? null : await batchOf(output, subject.model, options);
  await using workers = await workersOf(output, options);
  const { releasing, run } = await elsewhere(project, entry, { ...subject, batch, workers, dataset, cache: opened.cache, failure });
  const store = releasing?.(opened) ?? opened;
  const concurrency = options.concurrency ?? (workers !== null ? IN_FLIGHT : usualConcurrency(subject.model));
  const onProgress = progressBar(output);
  try {
    const { signal } = failure;
    const evaluation = await evaluate({
      dataset,
      ...run,
      scorers: entry.scorers,
      split,
      store,
      repeats,
      seed,
      concurrency,
      abortSignal: signal,
      onProgress,
    });
    const missing = (await batch?.finish()) ?? 0;
    if (missing === evaluation.items.length) {
      output.document({ record: evaluation.record, missing });
      return options.batchIn === undefined ? EXIT.done : EXIT.unmeasured;
    }
    const report = project.path(join(".pawl", "reports", `${evaluation.record.id}.html`));
    const examples = await expectedAnswers(dataset, evaluation);
    const insight = await runInsight(evaluation, { store: opened, dataset, examples, abortSignal: signal });
    const reports = insightReports(evaluation, { insight, examples });
    writeWhole(report, reports.html());
    if (options.markdown !== undefined) writeWhole(resolve(options.markdown), reports.markdown());
    if (options.junit !== undefined) writeWhole(resolve(options.junit), reports.junit());
    const reasons = missingReasons(evaluation.items);
    const fallback = fallbackUse(evaluation);
    output.document({ ...evaluation, fallback, insight, report });
    output.print(runReportText(evaluation, { columns: Math.min(output.columns, 120) }).trimEnd());
    if (reasons.length > 0) output.print(`\n${missingText(reasons)}`);
    if (fallback !== null) output.print(`\n${fallbackText(fallback, entry.scorers[0]?.name ?? null)}`);
    output.print(`\n${insightText(insight, { columns: Math.min(output.columns, 140) })}`);
    output.print(`\nRun ${evaluation.record.id}\n  ${relative(process.cwd(), report)}`);
    if (evaluation.items.some(({ scores }) => Object.values(scores).some(({ kind }) => kind === "score"))) return EXIT.done;
    output.fail(`${output.style("red", "✗")} Nothing could be measured: no case has a score.`);
    return EXIT.unmeasured;
  } catch (error) {
    return unmeasuredIfAway(output, error);
  }
}

/** Enough to keep many workers busy; so many may be worked at in vain where the evaluation is given up. */
const IN_FLIGHT = 256;

type Elsewhere = ByWorkersOptions & { readonly batch: ByBatch | null; readonly workers: ByWorkers | null };

/** What is evaluated: the subject here or by workers, or the variant by a batch, where stopping early saves nothing: a refused request is its case's outcome. */
async function elsewhere(
  project: Project,
  entry: TaskEntry,
  options: Elsewhere,
): Promise<Pick<OnWorkers, "run"> & Partial<Pick<OnWorkers, "releasing">>> {
  const { batch, cache, dataset, variant, workers } = options;
  if (workers !== null) return workers.subject(project, entry, options);
  if (batch === null || variant === null) return { run: await subjectRun(project, entry, options) };
  return { run: { run: batch.leaving(await runnerOf(project, entry, { variant, model: batch.model, dataset, cache })) } };
}

async function workersOf(
  output: Output,
  { workers: url, queue: name = "pawl", patience = 60 }: Pick<EvalCommandOptions, "workers" | "queue" | "patience">,
): Promise<ByWorkers | null> {
  if (url === undefined) return null;
  const { byWorkers } = await import("../project/by-workers.ts");
  return byWorkers(output, { url, name, patience });
}

async function batchOf(
  output: Output,
  model: LanguageModel,
  { batchIn, batchOut, workers }: Pick<EvalCommandOptions, "batchIn" | "batchOut" | "workers">,
): Promise<ByBatch | null> {
  if (batchIn === undefined && batchOut === undefined) return null;
  if (workers !== undefined)
    throw new PawlError(
      "use.batch-on-workers",
      "A batch file is written and read here: leave out --workers, or the batch.\nNothing was run.",
    );
  const { byBatch } = await import("../project/by-batch.ts");
  return byBatch(output, model, { in: batchIn, out: batchOut });
}

function checkedSplit(split: string): "train" | "dev" {
  if (split === "train" || split === "dev") return split;
  const sealed =
    split === "test"
      ? "The test split is sealed: only a climb's confirmation looks at it, once, and is counted."
      : `There is no split "${split}".`;
  throw new PawlError("use.split", `${sealed} Use --split dev or --split train.\nNothing was run.`, { facts: { split } });
}
