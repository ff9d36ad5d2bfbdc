import { relative, resolve } from "node:path";
import { PawlError, variantId } from "@pawl/core";
import { metricFacts } from "@pawl/eval";
import {
  type AaCheck,
  type Baseline,
  criteriaChanges,
  criteriaHash,
  criteriaOf,
  DEFAULT_FLIP_LIMIT,
  flipsTooOften,
  type GateResult,
  type GateSettings,
  gate,
  gateJunit,
  gateMarkdown,
  gateText,
} from "@pawl/eval/gate";
import type { TaskEntry } from "../define-config.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { readAa, readBaseline } from "../gate/gate-files.ts";
import { type GatedRun, gateRun } from "../gate/gate-run.ts";
import { awayError, type ToldError } from "../gate/run-variant.ts";
import { taskGate } from "../gate/task-gate.ts";
import { type MissingReason, missingNotes, missingReasons, missingText } from "../insight/missing-reasons.ts";
import type { Output } from "../output.ts";
import { disposing } from "../project/find-model.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { type Subject, subjectOf } from "../project/subject-of.ts";
import { writeWhole } from "../write-whole.ts";

export interface GateCommandOptions {
  readonly task: string;
  readonly model?: string | undefined;
  readonly variant?: string | undefined;
  /** A stored run instead of a new one. */
  readonly run?: string | undefined;
  /** @default as often as the baseline's items were */
  readonly repeats?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly seed: number;
  /** Where the summary for a pull request is written, from the working folder. */
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
  /** Gate although the A/A check flips more often than the limit. */
  readonly acceptFlips?: boolean | undefined;
  /** Run only until the gated metric's answer is in. */
  readonly untilDecided?: boolean | undefined;
  readonly abortSignal: AbortSignal;
}

const EXITS: { readonly [verdict in GateResult["verdict"]]: ExitCode } = {
  pass: EXIT.done,
  regression: EXIT.no,
  inconclusive: EXIT.inconclusive,
  "cannot-measure": EXIT.unmeasured,
  "criteria-changed": EXIT.criteriaChanged,
};

/**
 * Holds the branch's champion against the blessed baseline: 0 pass, 1 regression, 2 inconclusive, 3 could not measure, 4 criteria changed.
 * Nothing is run where the criteria changed or the gate flips too often on identical input.
 * @throws PawlError `use.no-baseline`, `use.gate-incomplete`, `data.baseline-…`
 */
export async function gateCommand(output: Output, project: Project, options: GateCommandOptions): Promise<ExitCode> {
  const entry = project.entry(options.task);
  const files = project.files(entry.task);
  const baseline = readBaseline(files.baseline) ?? noBaseline(entry, files.baseline);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(subject.model, subject.fallback?.model);
  const settings = taskGate(entry, subject);
  const dataset = await loadExamples(project, entry, options.abortSignal);
  const scorers = Object.fromEntries(entry.scorers.map((scorer) => [scorer.name, metricFacts(scorer)]));
  const criteria = criteriaOf(settings, scorers);
  const split = { name: "dev", hash: dataset.splits.dev.hash } as const;
  const changes = criteriaChanges(baseline, { task: { name: entry.task.name, hash: entry.task.hash }, split, criteria });
  const aa = readAa(files.aa);
  const isOfThese = aa !== null && aa.criteria === criteriaHash(criteria) && aa.splitHash === split.hash;
  const told = (result: GateResult, also: Partial<Pick<ReportOptions, "error" | "missing">> = {}): ExitCode =>
    report(output, result, { missing: [], error: null, ...options, ...also, notes: aaNotes(aa, { isOfThese, subject }) });
  if (changes.length > 0)
    return told(
      unrun(baseline, settings, "criteria-changed", [
        ...changes,
        `Bless again where that was meant: pawl bless ${entry.task.name}. Nothing was run.`,
      ]),
    );
  const limit = entry.gate?.flipLimit ?? DEFAULT_FLIP_LIMIT;
  if (isOfThese && flipsTooOften(aa, limit) && options.acceptFlips !== true) {
    const why = `The gate flips on identical input more often than ${limit}: ${aa.statement} Take more examples or repeats and measure again with --aa, or gate all the same with --accept-flips. Nothing was run.`;
    return told(unrun(baseline, settings, "cannot-measure", [why]));
  }
  await using store = await project.openStore();
  const repeats = options.repeats ?? Math.max(1, ...baseline.items.map(({ answered }) => answered.length));
  let run: GatedRun;
  try {
    run = await gateRun(output, project, { ...options, baseline, settings, repeats, entry, subject, dataset, store });
  } catch (error) {
    const away = awayError(error);
    if (away === null) throw error;
    return told(unrun(baseline, settings, "cannot-measure", [away.message]), { error: away });
  }
  return told(gate(baseline, run.evaluation, { ...settings, sequential: run.sequential }), {
    missing: missingReasons(run.evaluation.items),
  });
}

interface ReportOptions extends Pick<GateCommandOptions, "junit" | "markdown"> {
  readonly notes: readonly string[];
  /** Why cases of the branch's run have no answer or no score. */
  readonly missing: readonly MissingReason[];
  /** What ended the run before it was whole. */
  readonly error: ToldError | null;
}

function report(output: Output, result: GateResult, { error, junit, markdown, missing, notes }: ReportOptions): ExitCode {
  const exit = EXITS[result.verdict];
  output.print(gateText(result, { columns: Math.min(output.columns, 140) }));
  for (const note of notes) output.print(`  ${note}`);
  if (missing.length > 0) output.print(`\n${missingText(missing)}`);
  if (markdown !== undefined) writeWhole(resolve(markdown), gateMarkdown(result, { notes: [...notes, ...missingNotes(missing)] }));
  if (junit !== undefined) writeWhole(resolve(junit), gateJunit(result));
  output.document({ ...result, notes, missing, ...(error === null ? {} : { error }), exit });
  return exit;
}

function aaNotes(
  aa: AaCheck | null,
  { isOfThese, subject }: { readonly isOfThese: boolean; readonly subject: Pick<Subject, "variant"> },
): readonly string[] {
  if (aa === null) return [];
  if (!isOfThese) return ["A/A: the check was made with other criteria or examples, so its flip rate is not known for these."];
  const same = aa.variantId === (subject.variant === null ? null : variantId(subject.variant));
  return [same ? `A/A: ${aa.statement}` : `A/A, of another variant: ${aa.statement}`];
}

function unrun(baseline: Baseline, { level }: GateSettings, verdict: GateResult["verdict"], problems: readonly string[]): GateResult {
  const none = { metrics: [], changes: [], unmatched: { baseline: [], candidate: [] }, fallback: null, sameVariant: false };
  return { format: "pawl.gate/1", task: baseline.task.name, verdict, level, problems, ...none };
}

function noBaseline({ task }: TaskEntry, path: string): never {
  throw new PawlError(
    "use.no-baseline",
    `There is no baseline of "${task.name}" at ${relative(process.cwd(), path)}.\nBless one on the main branch and commit it: pawl bless ${task.name}.\nNothing was run.`,
    { facts: { task: task.name, path } },
  );
}
