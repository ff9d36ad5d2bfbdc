import { PawlError } from "@pawl/core";
import { type Evaluation, evaluateUntilDecided } from "@pawl/eval";
import type { Baseline, GateSettings, SequentialAnswer } from "@pawl/eval/gate";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";
import { baselineScores } from "./baseline-scores.ts";
import { devRun } from "./dev-run.ts";
import { type RunVariantOptions, runVariant, variantRun } from "./run-variant.ts";

export interface GateRunOptions extends RunVariantOptions {
  readonly baseline: Baseline;
  readonly settings: GateSettings;
  readonly run?: string | undefined;
  readonly untilDecided?: boolean | undefined;
}

export interface GatedRun {
  readonly evaluation: Evaluation<unknown, unknown>;
  readonly sequential?: SequentialAnswer;
}

/** Returns the run that is gated: the stored one, one that stops once its gated metric's answer is in, or a whole one. @throws PawlError `use.until-decided`, `use.other-run` */
export async function gateRun(output: Output, project: Project, options: GateRunOptions): Promise<GatedRun> {
  const { baseline, entry, run, settings, store, untilDecided } = options;
  if (untilDecided === true) {
    const { margin, metric } = gatedMetric(options);
    const { decided, evaluation, gate, ...found } = await evaluateUntilDecided<unknown, unknown, string, unknown>({
      ...(await variantRun(output, project, options)),
      against: { scores: baselineScores.ofBaseline(baseline, metric) },
      metric,
      margin,
      level: settings.level,
    });
    return { evaluation, sequential: { metric, gate: gate ?? "inconclusive", ...found } };
  }
  const evaluation =
    run === undefined ? await runVariant(output, project, options) : devRun(await storedEvaluation(store, project, run), entry);
  return { evaluation };
}

/** The one scored metric that gates: several would have to be decided together. */
function gatedMetric({ entry, settings }: GateRunOptions): { readonly metric: string; readonly margin: number } {
  const gates = Object.entries(settings.metrics).filter(
    ([, { severity }]) => severity === "gate" || (settings.guardrailsProven && severity === "guardrail"),
  );
  const [only, ...others] = gates;
  const scorer = entry.scorers.find(({ name }) => name === only?.[0]);
  if (only !== undefined && others.length === 0 && scorer !== undefined && scorer.scale !== "real")
    return { metric: only[0], margin: only[1].margin };
  throw new PawlError(
    "use.until-decided",
    `A gate stops early by one metric that is yes or no, or a share; "${entry.task.name}" gates by ${gates.map(([name]) => name).join(", ")}. Leave --until-decided out.\nNothing was run.`,
    { facts: { task: entry.task.name, metrics: gates.map(([name]) => name) } },
  );
}
