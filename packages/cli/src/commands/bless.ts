import { relative } from "node:path";
import type { Evaluation } from "@pawl/eval";
import { baselineOf, baselineText, fallbackProblem, fallbackText, fallbackUse } from "@pawl/eval/gate";
import { runReportText } from "@pawl/eval/report";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { devRun } from "../gate/dev-run.ts";
import { awayError, runVariant } from "../gate/run-variant.ts";
import { taskGate } from "../gate/task-gate.ts";
import { missingReasons, missingText } from "../insight/missing-reasons.ts";
import type { Output } from "../output.ts";
import { disposing } from "../project/find-model.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";
import { subjectOf } from "../project/subject-of.ts";
import { writeWhole } from "../write-whole.ts";

export interface BlessCommandOptions {
  readonly task: string;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  /** A stored run to bless instead of a new one. */
  readonly run?: string | undefined;
  readonly repeats: number;
  readonly concurrency?: number | undefined;
  readonly seed: number;
  readonly abortSignal: AbortSignal;
}

/** Writes a run of the champion on dev as the baseline that branches are held against. Ends with 3 where too much is missing to be one. */
export async function blessCommand(output: Output, project: Project, options: BlessCommandOptions): Promise<ExitCode> {
  const entry = project.entry(options.task);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(subject.model, subject.fallback?.model);
  const settings = taskGate(entry, subject);
  await using store = await project.openStore();
  const dataset = await loadExamples(project, entry, options.abortSignal);
  let evaluation: Evaluation<unknown, unknown>;
  try {
    evaluation =
      options.run === undefined
        ? await runVariant(output, project, {
            ...options,
            entry,
            subject,
            store,
            dataset,
          })
        : devRun(await storedEvaluation(store, project, options.run), entry);
  } catch (error) {
    const away = awayError(error);
    if (away === null) throw error;
    return refused(output, away.message);
  }
  const baseline = baselineOf(evaluation, settings);
  const { dev } = dataset.splits;
  if (evaluation.record.splitHash === dev.hash && baseline.items.length < dev.size)
    return refused(
      output,
      `run ${evaluation.record.id} has ${baseline.items.length} of ${dev.size} examples; it was stopped on the way. Leave --run out to run the others.`,
    );
  const fallback = fallbackUse(evaluation);
  const fallen = fallback === null ? null : fallbackProblem(fallback, settings.missingLimit);
  if (fallen !== null) return refused(output, fallen);
  const gates = Object.entries(settings.metrics).filter(([, { severity }]) => severity === "gate");
  for (const [metric] of gates) {
    if (baseline.criteria.scorers[metric] === undefined) continue;
    const missing = baseline.items.filter(({ scores }) => scores[metric]?.every((value) => value === null) ?? true).length;
    if (missing > settings.missingLimit * baseline.items.length)
      return refused(
        output,
        `${missing} of ${baseline.items.length} items have no score of ${metric}: that is no baseline. The one that was there is left as it was.\n${missingText(missingReasons(evaluation.items))}`.trimEnd(),
      );
  }
  const { baseline: path } = project.files(entry.task);
  writeWhole(path, baselineText(baseline));
  output.document({
    baseline: path,
    run: evaluation.record.id,
    variant: baseline.variantId,
    items: baseline.items.length,
    fallback,
    settings,
  });
  output.print(runReportText(evaluation, { columns: Math.min(output.columns, 120) }).trimEnd());
  if (fallback !== null) output.print(`\n${fallbackText(fallback, gates[0]?.[0] ?? null)}`);
  output.print(
    `\nBlessed run ${evaluation.record.id}: ${baseline.items.length} items. Commit ${relative(process.cwd(), path)}, and gate branches with "pawl gate ${entry.task.name}".`,
  );
  return EXIT.done;
}

function refused(output: Output, why: string): ExitCode {
  output.document({ error: { code: "data.not-blessed", message: why }, exit: EXIT.unmeasured });
  output.fail(`${output.style("red", "✗")} Nothing was blessed: ${why}`);
  return EXIT.unmeasured;
}
