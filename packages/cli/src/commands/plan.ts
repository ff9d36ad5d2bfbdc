import { formatMoney, PawlError, type RunRecord, type Step, type Store } from "@pawl/core";
import type { Evaluation } from "@pawl/eval";
import { type DifferencePlan, differenceVariance, gateDefaults, planDifference } from "@pawl/eval/gate";
import { durationText } from "../climb/score-text.ts";
import type { TaskEntry } from "../define-config.ts";
import type { Output } from "../output.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";

export interface PlanCommandOptions {
  readonly task: string;
  readonly effect: number;
  readonly power: number;
  readonly level: number;
}

/** So many of the last runs are looked through for two variants on one split. */
const LOOKED_THROUGH = 50;

interface CaseCost {
  readonly ms: number;
  readonly microDollars: number;
}

/**
 * Says how many examples or repeats a wanted difference takes, what they cost in time and money, what the examples that are there can show, and what
 * each gate takes; by the spread between the last two variants that were run, else that of the last run, else half the range.
 */
export async function planCommand(output: Output, project: Project, options: PlanCommandOptions): Promise<void> {
  const entry = project.entry(options.task);
  const { name } = entry.task;
  const { effect, power, level } = options;
  const headline = entry.scorers.find(({ role }) => role !== "recorded");
  const metric = headline?.name ?? "";
  if (effect > 1 && headline?.scale !== "real")
    throw new PawlError(
      "use.effect",
      `Scores of "${metric}" lie from 0 to 1, so no difference is ${effect}. Five points are --effect 0.05.\nNothing was planned.`,
      { facts: { metric, effect } },
    );
  const dataset = await loadExamples(project, entry);
  await using store = await project.openStore();
  const runs = await lastTwo(store, project, entry);
  const present = dataset.splits.dev.size;
  const variance = differenceVariance(runs, metric);
  const plan = planDifference(variance, { effect, power, level, present, binary: headline?.scale === "binary" ? "difference" : undefined });
  const perCase = variance.basis === "none" || runs[0] === undefined ? null : costOf(runs[0]);
  const costs = (cases: number): CaseCost | null =>
    perCase === null ? null : { ms: perCase.ms * cases, microDollars: Math.ceil(perCase.microDollars * cases) };
  const gates = gatePlans(entry, runs, { power, present });
  const { needed, detectable, sd } = plan;
  output.document({
    task: name,
    metric,
    effect,
    power,
    level,
    sd,
    measured: variance.basis !== "none",
    basis: variance.basis,
    between: plan.between,
    within: plan.within,
    usefulRepeats: plan.usefulRepeats,
    needed,
    dev: present,
    detectable,
    cost: costs(2 * needed),
    repeats: plan.repeats.map((row) => ({ ...row, cost: costs(row.cases) })),
    repeatsOnDev: plan.repeatsOnPresent,
    gates,
  });
  output.print(
    `To show a difference of ${effect} in ${metric} with power ${power} at ${level}: ${needed.toLocaleString("en-US")} examples, both sides run on each.`,
  );
  output.print(
    detectable === null
      ? `The ${present} dev examples that are there are too few to show any difference, however large.`
      : `The ${present} dev examples that are there can show ${detectable.toFixed(3)} or more.`,
  );
  output.print(basisText(plan, { task: name, runs: runs.length, cost: costText(costs(2 * needed)) }));
  for (const line of repeatLines(plan, { task: name, present }, (cases) => costText(costs(cases)))) output.print(line);
  for (const { metric: gated, severity, margin, level: at, items } of gates) {
    output.print(
      `${severity === "gate" ? "Gate" : "Guardrail"} ${gated}, margin ${margin} at ${Number((100 * at).toPrecision(4))} %: about ${items.toLocaleString("en-US")} examples pass a variant that is as good, with power ${power}.`,
    );
  }
}

/** The newest scored run on dev and the newest other variant's on the same examples. */
async function lastTwo(store: Store, project: Project, { task }: TaskEntry): Promise<readonly Evaluation<unknown, unknown>[]> {
  const { items } = await store.runs.list({ task: task.name }, { order: "newest", limit: LOOKED_THROUGH });
  const [last] = items;
  if (last === undefined) return [];
  // A function says nothing of its code: each run of one is taken for another variant.
  const isOther = ({ id, variantId }: RunRecord): boolean => id !== last.id && (variantId === null || variantId !== last.variantId);
  const other = items.find((record) => record.splitHash === last.splitHash && isOther(record));
  const runs = [last, ...(other === undefined ? [] : [other])];
  return Promise.all(runs.map(({ id }) => storedEvaluation(store, project, id)));
}

/** The items that each gated scorer takes at its share of the gate's level. */
function gatePlans(
  { gate, scorers, task }: TaskEntry,
  runs: readonly Evaluation<unknown, unknown>[],
  { power, present }: { readonly power: number; readonly present: number },
): readonly {
  readonly metric: string;
  readonly severity: string;
  readonly margin: number;
  readonly level: number;
  readonly items: number;
}[] {
  const { fallback: _, flipLimit: __, ...given } = gate ?? {};
  const settings = gateDefaults(task.profile, { scorers, options: given });
  const blocking = Object.entries(settings.metrics).filter(
    ([name, { severity }]) => severity !== "tracked" && scorers.some((scorer) => scorer.name === name),
  );
  // As the gate decides: guardrails that are to be shown share the level with the gates, else each kind its own.
  const sharing = (of: string): number =>
    Object.values(settings.metrics).filter(({ severity }) => (settings.guardrailsProven ? severity !== "tracked" : severity === of)).length;
  return blocking.map(([metric, { margin, severity }]) => {
    const level = 1 - (1 - settings.level) / sharing(severity);
    const binary = scorers.some(({ name, scale }) => name === metric && scale === "binary") ? "margin" : undefined;
    const { needed } = planDifference(differenceVariance(runs, metric), { effect: margin, power, level, present, binary });
    return { metric, severity, margin, level, items: needed };
  });
}

function basisText(
  { basis, sd }: DifferencePlan,
  { task, runs, cost }: { readonly task: string; readonly runs: number; readonly cost: string },
): string {
  const taken = `so the spread of the paired difference is taken as ${sd}`;
  if (basis === "none" && runs === 0) return `No scored run yet, ${taken}; "pawl eval ${task}" measures it.`;
  if (basis === "none") return `The scores of the last runs do not vary, ${taken}.`;
  const from = basis === "paired" ? `from the last two variants: ${sd.toFixed(3)}` : `from the last run: at most ${sd.toFixed(3)}`;
  return `Spread of a paired difference, ${from}. ${cost}`;
}

function repeatLines(
  plan: DifferencePlan,
  { task, present }: { readonly task: string; readonly present: number },
  cost: (cases: number) => string,
): readonly string[] {
  if (plan.within === 0)
    return plan.basis === "none" ? [] : [`Repeats were not measured, so what they would save is not known: pawl eval ${task} --repeats 3.`];
  const rows = plan.repeats.map(({ items, repeats, cases }) =>
    `  ${repeats} ${repeats === 1 ? "repeat" : "repeats"}: ${items} examples, ${cases} answers. ${cost(cases)}`.trimEnd(),
  );
  const waste =
    plan.usefulRepeats === null ? [] : [`Repeats beyond ${plan.usefulRepeats} are waste: what is left is the difference between examples.`];
  const here =
    plan.repeatsOnPresent === null
      ? `No number of repeats shows it on the ${present} examples that are there.`
      : `On the ${present} examples that are there it takes ${plan.repeatsOnPresent} repeats.`;
  return [...rows, ...waste, here];
}

function costText(cost: CaseCost | null): string {
  if (cost === null) return "";
  return `Cost: ${durationText(cost.ms)} of answers${cost.microDollars > 0 ? `, ${formatMoney(cost.microDollars)}` : ""}.`;
}

/** Of one answer, as it was when it was made: one from the cache counts what it took then. */
function costOf({ items }: Evaluation<unknown, unknown>): CaseCost {
  const steps = items.flatMap(({ trace }) => trace.steps);
  // A function that reports no steps still took its time.
  const ms = items.reduce((sum, { trace }) => sum + (trace.steps.length === 0 ? trace.totalMs : trace.steps.reduce(stepMs, 0)), 0);
  const money = steps.reduce((sum, step) => sum + ("cost" in step ? (step.cost ?? 0) : 0), 0);
  return { ms: ms / items.length, microDollars: money / items.length };
}

const stepMs = (sum: number, step: Step): number => sum + takenMs(step);

function takenMs(step: Step): number {
  return step.kind === "model" || step.kind === "choice" ? (step.result?.timings.totalMs ?? step.totalMs) : step.totalMs;
}
