import { relative } from "node:path";
import { aaCheck, DEFAULT_FLIP_LIMIT, fallbackProblem, fallbackUse, flipsTooOften } from "@pawl/eval/gate";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { runVariant } from "../gate/run-variant.ts";
import { taskGate } from "../gate/task-gate.ts";
import { unmeasured, unmeasuredIfAway } from "../gate/unmeasured.ts";
import type { Output } from "../output.ts";
import { disposing } from "../project/find-model.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { subjectOf } from "../project/subject-of.ts";
import { writeWhole } from "../write-whole.ts";

export interface GateAaOptions {
  readonly task: string;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  /** How many times two runs of the same variant are compared. */
  readonly comparisons: number;
  readonly concurrency?: number | undefined;
  readonly seed: number;
  readonly abortSignal: AbortSignal;
}

/**
 * Measures how often the gate calls identical input a regression: each example is run twice a comparison, with shuffled demonstrations and own seeds,
 * no answer from the cache. Written beside the baseline. Ends with 1 where it flips more often than the limit, 3 where nothing could be measured.
 */
export async function gateAaCommand(output: Output, project: Project, options: GateAaOptions): Promise<ExitCode> {
  const { comparisons, abortSignal } = options;
  const entry = project.entry(options.task);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(subject.model, subject.fallback?.model);
  const settings = taskGate(entry, subject);
  const dataset = await loadExamples(project, entry, abortSignal);
  await using store = await project.openStore();
  output.note(`${comparisons} comparisons take ${2 * comparisons * dataset.splits.dev.size} answers.`);
  try {
    const evaluation = await runVariant(output, project, {
      ...options,
      entry,
      subject,
      dataset,
      store,
      repeats: 2 * comparisons,
      shaken: true,
    });
    const fallback = fallbackUse(evaluation);
    const fallen = fallback === null ? null : fallbackProblem(fallback, settings.missingLimit);
    if (fallen !== null) return unmeasured(output, { code: "data.not-measured", message: fallen, facts: {} });
    const check = aaCheck(evaluation, settings);
    const limit = entry.gate?.flipLimit ?? DEFAULT_FLIP_LIMIT;
    const { aa: path } = project.files(entry.task);
    writeWhole(path, `${JSON.stringify(check, null, 2)}\n`);
    const exit = check.flipRate === null ? EXIT.unmeasured : flipsTooOften(check, limit) ? EXIT.no : EXIT.done;
    output.document({ ...check, limit, path, exit });
    output.print(check.statement);
    if (exit === EXIT.no)
      output.print(`That is more often than the limit of ${limit}: "pawl gate ${entry.task.name}" will refuse until it is measured again.`);
    output.print(`  ${relative(process.cwd(), path)}`);
    return exit;
  } catch (error) {
    return unmeasuredIfAway(output, error);
  }
}
