import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type LanguageModel, PawlError } from "@pawl/core";
import { evaluate } from "@pawl/eval";
import { runReportHtml, runReportText } from "@pawl/eval/report";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { progressBar } from "../progress-bar.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { runnerOf, variantOf } from "../project/variant-of.ts";

export interface EvalCommandOptions {
  readonly task: string;
  readonly model: LanguageModel;
  readonly variant?: string | undefined;
  readonly split: string;
  readonly repeats: number;
  readonly seed: number;
  readonly abortSignal: AbortSignal;
}

/** Runs a variant on a split and reports it. Ends with 3 where no case could be measured (an endpoint that is away). */
export async function evalCommand(output: Output, project: Project, options: EvalCommandOptions): Promise<ExitCode> {
  const { model, abortSignal, repeats, seed } = options;
  const split = checkedSplit(options.split);
  const entry = project.entry(options.task);
  const dataset = await loadExamples(project, entry, abortSignal);
  const variant = await variantOf(project, entry, { file: options.variant, model });
  await using store = await project.openStore();
  const run = await runnerOf(entry, { variant, models: [model], dataset, store });
  const concurrency = model.capabilities.price === null ? 1 : undefined;
  const evaluation = await evaluate({
    dataset,
    run,
    scorers: entry.scorers,
    split,
    store,
    repeats,
    seed,
    abortSignal,
    concurrency,
    onProgress: progressBar(output),
  });
  const folder = project.path(join(".pawl", "reports"));
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${evaluation.record.id}.html`);
  writeFileSync(report, runReportHtml(evaluation));
  output.document({ ...evaluation, report });
  output.print(runReportText(evaluation, { columns: Math.min(output.columns, 120) }));
  output.print(`run ${evaluation.record.id}\n  ${relative(process.cwd(), report)}`);
  const measured = evaluation.items.some(({ trace }) => ["ok", "invalid", "refused"].includes(trace.outcome.kind));
  return measured ? EXIT.done : EXIT.unmeasured;
}

function checkedSplit(split: string): "train" | "dev" {
  if (split === "train" || split === "dev") return split;
  const sealed =
    split === "test"
      ? "The test split is sealed: only a climb's confirmation looks at it, once, and is counted."
      : `There is no split "${split}".`;
  throw new PawlError("use.split", `${sealed} Use --split dev or --split train.\nNothing was run.`, { facts: { split } });
}
