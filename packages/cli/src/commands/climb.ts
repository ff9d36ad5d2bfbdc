import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { type Decision, formatMoney, type LanguageModel, type Spend } from "@pawl/core";
import {
  type ClimbResult,
  championArtefact,
  climb,
  climbReportHtml,
  climbReportText,
  decisionLog,
  readDecisionLog,
  saveArtefact,
} from "@pawl/ladder";
import { liveView } from "../climb/live-view.ts";
import { readChampion } from "../climb/read-champion.ts";
import { durationText } from "../climb/score-text.ts";
import { standardClimb } from "../climb/standard-climb.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";

export interface ClimbCommandOptions {
  readonly task: string;
  readonly model: LanguageModel;
  readonly budget?: Spend | undefined;
  readonly seed: number;
  /** Take the proposals of the last decision log instead of asking the rungs. */
  readonly replay: boolean;
  readonly abortSignal: AbortSignal;
}

const DEFAULT_BUDGET: Spend = { ms: 600_000 };

/**
 * Runs the climb of a task, and writes the champion or the candidate, the decision log and the report. Ends with 0 where a new champion was
 * confirmed or the old one needs no change, with 2 where a candidate leads that was not confirmed.
 */
export async function climbCommand(output: Output, project: Project, options: ClimbCommandOptions): Promise<ExitCode> {
  const { model, seed, abortSignal } = options;
  const entry = project.entry(options.task);
  const files = project.files(entry.task);
  const dataset = await loadExamples(project, entry, abortSignal);
  await using store = await project.openStore();
  const champion = await readChampion(files.champion);
  const parts = await standardClimb({ entry, dataset, model, store, champion: champion?.variant, seed });
  const budget = options.budget ?? entry.climb?.budget ?? DEFAULT_BUDGET;
  const replay = options.replay && existsSync(files.decisions) ? await readDecisionLog(files.decisions) : undefined;
  mkdirSync(files.folder, { recursive: true });
  const log = freshLog(files.decisions);
  output.note(
    `Climb of "${entry.task.name}" on ${model.ref.id}, within ${budgetText(budget)}; ${dataset.splits.train.size} train, ${dataset.splits.dev.size} dev, ${dataset.splits.test.size} sealed test examples.`,
  );
  const result = await climb({
    task: entry.task,
    dataset,
    scorers: entry.scorers,
    ...parts,
    budget,
    minimumUsefulEffect: entry.climb?.minimumUsefulEffect ?? 0.05,
    seed,
    store,
    replay,
    log,
    onEvent: liveView(output),
    abortSignal,
  });
  const written = await writeResult(result, { dataset, files });
  output.document({ ...result, files: written });
  output.print(climbReportText(result, { columns: Math.min(output.columns, 120) }));
  for (const path of written) output.print(`  ${relative(process.cwd(), path) || path}`);
  return result.candidate !== null && !result.confirmed ? EXIT.inconclusive : EXIT.done;
}

/** The log of this climb replaces the last one's once its first decision is made: a climb that never began loses nothing. */
function freshLog(path: string): (decision: Decision) => Promise<void> {
  const log = decisionLog(path);
  let begun = false;
  return async (decision) => {
    if (!begun) writeFileSync(path, "");
    begun = true;
    await log.append(decision);
  };
}

async function writeResult(
  result: ClimbResult,
  { dataset, files }: { readonly dataset: Parameters<typeof championArtefact>[1]; readonly files: ReturnType<Project["files"]> },
): Promise<readonly string[]> {
  const written: string[] = [];
  await saveArtefact(files.champion, await championArtefact(result, dataset));
  written.push(files.champion);
  if (result.candidate !== null && !result.confirmed) {
    await saveArtefact(files.candidate, await championArtefact(result, dataset, { which: "candidate" }));
    written.push(files.candidate);
  }
  writeFileSync(files.report, climbReportHtml(result));
  return [...written, files.decisions, files.report];
}

export function budgetText(budget: Spend): string {
  const parts = [
    budget.ms === undefined ? null : durationText(budget.ms),
    budget.calls === undefined ? null : `${budget.calls} calls`,
    budget.tokens === undefined ? null : `${budget.tokens} tokens`,
    budget.microDollars === undefined ? null : formatMoney(budget.microDollars),
  ];
  return parts.filter((part) => part !== null).join(", ");
}
