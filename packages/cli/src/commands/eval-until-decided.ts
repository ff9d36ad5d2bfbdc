import { PawlError, type Store, variantId } from "@pawl/core";
import { type Against, evaluateUntilDecided } from "@pawl/eval";
import { fallbackProblem, fallbackText, fallbackUse } from "@pawl/eval/gate";
import { verdictSentence } from "@pawl/ladder";
import type { TaskEntry } from "../define-config.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { baselineScores } from "../gate/baseline-scores.ts";
import { readBaseline } from "../gate/gate-files.ts";
import { unmeasuredIfAway } from "../gate/unmeasured.ts";
import { missingReasons, missingText } from "../insight/missing-reasons.ts";
import type { Output } from "../output.ts";
import { progressBar } from "../progress-bar.ts";
import { disposing, usualConcurrency } from "../project/find-model.ts";
import { firstFailure } from "../project/first-failure.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";
import { type Subject, subjectOf, subjectRun } from "../project/subject-of.ts";

export interface EvalUntilDecidedOptions {
  readonly task: string;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  /** A stored run on dev. @default the blessed baseline, else the champion, which is run beside */
  readonly against?: string | undefined;
  readonly repeats: number;
  readonly concurrency?: number | undefined;
  readonly seed: number;
  readonly abortSignal: AbortSignal;
}

/**
 * Runs a variant on dev only until its verdict against the other side is in, and says what that saved. Ends with 0 for better or equivalent, 1 for
 * worse, 2 where the examples ran out, 3 where nothing could be measured, or a fallback answered for a variant that could not be asked. @throws PawlError `use.nothing-to-decide`, `use.unknown-run`
 */
export async function evalUntilDecidedCommand(output: Output, project: Project, options: EvalUntilDecidedOptions): Promise<ExitCode> {
  const { abortSignal, repeats, seed } = options;
  const entry = project.entry(options.task);
  const chosen = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(chosen.model, chosen.fallback?.model);
  const dataset = await loadExamples(project, entry, abortSignal);
  await using store = await project.openStore();
  const failure = firstFailure(abortSignal);
  const scorer = entry.scorers.find(({ role }) => role !== "recorded") ?? entry.scorers[0];
  const metric = scorer?.name ?? "";
  const stored = await storedSide(store, project, { entry, scorer, splitHash: dataset.splits.dev.hash, run: options.against });
  const champion = stored === null ? await subjectOf(project, entry, {}) : null;
  const kept = [chosen.model, chosen.fallback?.model];
  await using __ = disposing(...[champion?.model, champion?.fallback?.model].filter((model) => !kept.includes(model)));
  if (champion !== null && isSameSubject(champion, chosen))
    throw nothingToDecide(entry.task.name, "The variant is the champion itself, and there is no baseline on these examples.");
  const name = stored?.name ?? "the champion";
  const against: Against<unknown, unknown> =
    champion === null
      ? { scores: stored?.scores ?? new Map() }
      : await subjectRun(project, entry, { ...champion, dataset, cache: store.cache, failure });
  const subject = await subjectRun(project, entry, { ...chosen, dataset, cache: store.cache, failure });
  try {
    const found = await evaluateUntilDecided({
      dataset,
      ...subject,
      scorers: entry.scorers,
      split: "dev",
      store,
      repeats,
      seed,
      concurrency: options.concurrency ?? usualConcurrency(chosen.model),
      abortSignal: failure.signal,
      onProgress: progressBar(output),
      against,
      metric,
      minimumUsefulEffect: entry.climb?.minimumUsefulEffect,
    });
    const { decided, examples, looked, savedCases, verdict } = found;
    const measured = found.evaluation.items.some(({ trace }) => ["ok", "invalid", "refused"].includes(trace.outcome.kind));
    const fallback = fallbackUse(found.evaluation);
    const championFallback = found.champion === null ? null : fallbackUse(found.champion);
    const fallen = [fallback, championFallback].map((use) => (use === null ? null : fallbackProblem(use, entry.gate?.missingLimit)));
    const problem = fallen.find((each) => each !== null) ?? null;
    const exit =
      !measured || problem !== null
        ? EXIT.unmeasured
        : verdict.kind === "inconclusive"
          ? EXIT.inconclusive
          : verdict.kind === "worse"
            ? EXIT.no
            : EXIT.done;
    const missing = missingReasons([...found.evaluation.items, ...(found.champion?.items ?? [])]);
    const run = found.evaluation.record.id;
    output.document({ run, against: name, decided, verdict, looked, examples, savedCases, missing, fallback, championFallback, exit });
    output.print(verdictSentence(verdict, { candidate: "The variant", champion: name, metricLabel: metric, scale: scorer?.scale }));
    for (const note of verdict.notes) output.print(`  ${note}`);
    output.print(
      decided
        ? `Decided after ${looked} of ${examples} examples: ${savedCases} answers saved. The verdict holds although it was looked at after every example.`
        : `All ${examples} examples were looked at and do not decide it.`,
    );
    if (missing.length > 0) output.print(`\n${missingText(missing)}`);
    if (fallback !== null) output.print(`\n${fallbackText(fallback, metric)}`);
    if (championFallback !== null) output.print(`\nThe champion's fallback: ${fallbackText(championFallback, metric)}`);
    output.print(`\nRun ${run}`);
    if (problem !== null) output.fail(`${output.style("red", "✗")} Nothing could be measured: ${problem}`);
    return exit;
  } catch (error) {
    return unmeasuredIfAway(output, error);
  }
}

function isSameSubject(a: Subject, b: Subject): boolean {
  return a.variant === null || b.variant === null ? a.variant === b.variant : variantId(a.variant) === variantId(b.variant);
}

interface StoredSideOptions {
  readonly entry: TaskEntry;
  readonly scorer: TaskEntry["scorers"][number] | undefined;
  readonly splitHash: string;
  readonly run: string | undefined;
}

/** The scores of the named run, else of the baseline where it was blessed by the same examples and scorer; null where there are none. */
async function storedSide(
  store: Store,
  project: Project,
  { entry: { task }, run: id, scorer, splitHash }: StoredSideOptions,
): Promise<{ readonly name: string; readonly scores: ReadonlyMap<string, number | null> } | null> {
  const metric = scorer?.name ?? "";
  if (id !== undefined) {
    const run = await storedOutline(store, project, id);
    if (run.record.splitHash !== splitHash || run.record.task.name !== task.name)
      throw nothingToDecide(task.name, `Run ${id} is of other examples than dev's.`);
    return { name: `run ${id}`, scores: baselineScores.ofRun(run, metric) };
  }
  const baseline = readBaseline(project.files(task).baseline);
  if (baseline === null || baseline.split.hash !== splitHash || baseline.criteria.scorers[metric]?.hash !== scorer?.hash) return null;
  return { name: "the blessed baseline", scores: baselineScores.ofBaseline(baseline, metric) };
}

function nothingToDecide(task: string, why: string): PawlError {
  return new PawlError(
    "use.nothing-to-decide",
    `${why}\nName another variant (--variant F), a run on dev to compare with (--against RUN), or bless one: pawl bless ${task}.\nNothing was run.`,
    { facts: { task } },
  );
}
