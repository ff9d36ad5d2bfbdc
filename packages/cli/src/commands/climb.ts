import { rmSync } from "node:fs";
import { relative } from "node:path";
import { isPawlError, memoryBudget, PawlError, type Spend, type Store, type Task, variantId } from "@pawl/core";
import { lookHistory } from "@pawl/data";
import { type ClimbEvent, type ClimbResult, climb, climbReportText, decisionLog } from "@pawl/ladder";
import { budgetText } from "../climb/budget-text.ts";
import { changedSince } from "../climb/changed-since.ts";
import { type ClimbStart, climbStart } from "../climb/climb-start.ts";
import { liveView } from "../climb/live-view.ts";
import { nextSteps } from "../climb/next-steps.ts";
import { requireStart } from "../climb/plain-variant.ts";
import { sealedApart } from "../climb/sealed-apart.ts";
import { standardBaselines } from "../climb/standard-baselines.ts";
import { standardRungs } from "../climb/standard-rungs.ts";
import { labelledTrain, trainRetrievers } from "../climb/train-retrievers.ts";
import { worstCases } from "../climb/worst-case.ts";
import { writeClimb } from "../climb/write-climb.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { chosenModel, disposing, isFree } from "../project/find-model.ts";
import { firstFailure } from "../project/first-failure.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { taskRunner } from "../project/runner-of.ts";
import { wrapText } from "../wrap-text.ts";
import { makeFolder } from "../write-whole.ts";

export interface ClimbCommandOptions {
  readonly task: string;
  readonly model?: string | undefined;
  /** @default the task's, else 10 minutes of answers */
  readonly budget?: Spend | undefined;
  readonly seed: number;
  /** Take start and proposals of the last decision log instead of the champion and the rungs. */
  readonly replay: boolean;
  /** What is typed before a command. */
  readonly name: string;
  readonly abortSignal: AbortSignal;
}

const DEFAULT_BUDGET: Spend = { ms: 600_000 };
const MINIMUM_USEFUL_EFFECT = 0.05;
/** Variants that a hosted model answers at once; in this process they would only take turns. */
const REMOTE_CONCURRENCY = 4;

/**
 * Runs the climb of a task, and writes decision log, report, champion and, where it leads unconfirmed, the candidate. Ends with 0 where a new champion
 * was confirmed or nothing was better, with 2 where a candidate led that was not confirmed. Stopped, it leaves the files of the last climb as they are,
 * and the next start goes on from the store.
 */
export async function climbCommand(output: Output, project: Project, options: ClimbCommandOptions): Promise<ExitCode> {
  const entry = project.entry(options.task);
  const files = project.files(entry.task);
  if (!options.replay) requireStart(entry);
  const model = await chosenModel(project.config, options.model);
  await using _ = disposing(model);
  const dataset = await loadExamples(project, entry, options.abortSignal);
  const { train, dev, test } = dataset.splits;
  const known = await sealedApart(dataset, { allowLeaks: entry.climb?.allowLeaks ?? false, abortSignal: options.abortSignal });
  await using store = await project.openStore();
  makeFolder(files.folder);
  const rows = await labelledTrain(dataset);
  const retrievers = trainRetrievers(entry, rows);
  const all = [...retrievers.map(({ retriever }) => retriever), ...(project.config.retrievers ?? [])];
  const begin = await climbStart(entry, { files, model, dataset, retrievers: all, store, replay: options.replay });
  await rememberStart(store, entry.task, begin);
  const budget = options.budget ?? entry.climb?.budget ?? DEFAULT_BUDGET;
  const seen = longestAnswer();
  const failure = firstFailure(options.abortSignal);
  const runnerBudgets = hardBudgets(budget);
  output.note(
    `Climb of "${entry.task.name}" on ${model.ref.id} within ${budgetText(budget)}: ${train.size} train, ${dev.size} dev and ${test.size} sealed test examples.`,
  );
  if (known !== null) output.note(known);
  if (begin.note !== null) output.note(begin.note);
  const changed = await changedSince(files.unfinished, { task: entry.task, dataset, scorers: entry.scorers });
  if (changed !== null) output.note(changed);
  rmSync(files.unfinished, { force: true });
  const show = liveView(output);
  const result = await withAdvice(
    () =>
      climb({
        task: entry.task,
        dataset,
        scorers: entry.scorers,
        start: begin.start,
        startName: begin.startName,
        rungs: standardRungs(entry, { dataset, retrievers, start: begin.start, seed: options.seed }),
        runner: (variant) =>
          failure.guarded(taskRunner(entry, variant, { model, retrievers: all, dataset, cache: store.cache, budgets: runnerBudgets })),
        baselines: standardBaselines(entry, rows),
        budget,
        worstCase: worstCases({ task: entry.task, model, rows, budget, longestMs: seen.ms }),
        minimumUsefulEffect: entry.climb?.minimumUsefulEffect ?? MINIMUM_USEFUL_EFFECT,
        seed: options.seed,
        concurrency: isFree(model) ? 1 : REMOTE_CONCURRENCY,
        store,
        replay: begin.replay,
        log: decisionLog(files.unfinished).append,
        onEvent: (event) => {
          seen.look(event);
          show(event);
        },
        abortSignal: failure.signal,
      }),
    () => seen.ms() > 0,
  );
  const looks = await lookHistory(store, dataset);
  const written = await writeClimb(result, { dataset, files, looks: looks.looks });
  output.document({ ...result, looks, files: written });
  const columns = Math.min(output.columns, 120);
  const report = climbReportText(result, { columns, charts: output.live && output.columns >= 60 }).trimEnd();
  output.print(`\n${report}\n\n${wrapText(looks.sentence, columns)}`);
  const steps = nextSteps(result, { name: options.name, budget, again: toldAgain(project, options) });
  // A command is taken over as a whole line.
  output.print(`\n${steps.map((step) => (step.includes("Next: ") ? step : wrapText(step, columns))).join("\n\n")}`);
  output.print(`\nWritten:\n${written.map((path) => `  ${relative(process.cwd(), path)}`).join("\n")}`);
  return result.candidate !== null && !result.confirmed ? EXIT.inconclusive : EXIT.done;
}

/** A replay of this climb begins with it, whatever the champion is by then. */
async function rememberStart(store: Store, { hash, name: task }: Task, { start, startName }: ClimbStart): Promise<void> {
  await store.variants.put({
    id: variantId(start),
    task: { name: task, hash },
    name: startName,
    rung: "start",
    parents: [],
    variant: start,
  });
}

/** Says of a budget that pays for no climb how another is given, and whether anything was run; of data that changed under it, how it goes on. */
async function withAdvice(run: () => Promise<ClimbResult>, hasRun: () => boolean): Promise<ClimbResult> {
  try {
    return await run();
  } catch (error) {
    if (isPawlError(error, "data.changed")) throw changedUnder(error);
    if (!isPawlError(error, "use.budget-too-small")) throw error;
    const { code, message, facts } = error;
    const ran = hasRun() ? "What was answered is kept." : "Nothing was run.";
    throw new PawlError(code, `${message}\nAnother is given by --budget, as in --budget 5m or --budget 500calls.\n${ran}`, {
      facts,
      cause: error,
    });
  }
}

function changedUnder({ code, facts, cause }: PawlError): PawlError {
  const files = Array.isArray(facts["files"]) ? facts["files"].map((file) => relative(process.cwd(), String(file))).join(", ") : "The data";
  return new PawlError(
    code,
    `${files} changed under the climb, which was stopped so that no old rows are mixed with new ones.\nRun the command again to climb on the rows as they are now; or bring the old ones back first, and it goes on where it was.\nNothing was written; what was answered is kept.`,
    { facts, cause },
  );
}

/** Tokens and money are also kept call by call: where a prompt is longer than thought, the call is not made. */
function hardBudgets({ tokens, microDollars }: Spend): ReturnType<typeof memoryBudget>[] {
  const limit: Spend = { ...(tokens === undefined ? {} : { tokens }), ...(microDollars === undefined ? {} : { microDollars }) };
  return Object.keys(limit).length === 0 ? [] : [memoryBudget("climb", limit)];
}

/** What the next climb has to be told as this one was: the model where it is not the first of the configuration, the seed where it is not 1. */
function toldAgain({ config }: Project, { model, seed }: ClimbCommandOptions): readonly string[] {
  const first = typeof config.models === "function" ? undefined : config.models?.[0]?.ref.id;
  return [...(model === undefined || model === first ? [] : ["--model", model]), ...(seed === 1 ? [] : ["--seed", String(seed)])];
}

function longestAnswer(): { readonly ms: () => number; readonly look: (event: ClimbEvent) => void } {
  let longest = 0;
  return {
    ms: () => longest,
    look: (event) => {
      if (event.type === "variant") longest = Math.max(longest, event.row.latenciesMs.at(-1) ?? 0);
    },
  };
}
