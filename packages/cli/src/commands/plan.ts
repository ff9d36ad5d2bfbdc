import { formatMoney } from "@pawl/core";
import { itemsNeeded, smallestDetectable } from "@pawl/stats";
import { durationText } from "../climb/score-text.ts";
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

/** Standard deviation of a paired difference of shares where nothing was measured: half the range, more than most pairs of variants show. */
const UNKNOWN_SD = 0.5;

/**
 * Says how many examples a wanted difference takes, what they cost, and what the examples that are there can show; by the spread of the last run
 * where there is one.
 */
export async function planCommand(output: Output, project: Project, options: PlanCommandOptions): Promise<void> {
  const entry = project.entry(options.task);
  const { name } = entry.task;
  const dataset = await loadExamples(project, entry);
  await using store = await project.openStore();
  const { items } = await store.runs.list({ task: name }, { order: "newest", limit: 1 });
  const [last] = items;
  const metric = entry.scorers[0]?.name ?? "";
  const seen = last === undefined ? null : spread(await storedEvaluation(store, project, last.id), metric);
  const sd = seen?.sd ?? UNKNOWN_SD;
  const { effect, power, level } = options;
  const needed = itemsNeeded({ effect, sd }, { power, level });
  const dev = dataset.splits.dev.size;
  const detectable = smallestDetectable({ n: dev, sd }, { power, level });
  const cost = seen === null ? null : { ms: seen.msPerCase * needed * 2, microDollars: Math.ceil(seen.microDollarsPerCase * needed * 2) };
  output.document({
    task: name,
    metric,
    effect,
    power,
    level,
    sd,
    measured: seen !== null,
    needed,
    dev,
    detectable: Number.isFinite(detectable) ? detectable : null,
    cost,
  });
  output.print(
    `To show a difference of ${effect} in ${metric} with power ${power} at ${level}: ${needed} examples, both sides run on each.`,
  );
  output.print(
    Number.isFinite(detectable)
      ? `The ${dev} dev examples that are there can show ${detectable.toFixed(3)} or more.`
      : `The ${dev} dev examples that are there can show nothing: at least two are needed.`,
  );
  output.print(
    cost === null
      ? `No scored run yet, so the spread of the paired difference is taken as ${UNKNOWN_SD}; "pawl eval ${name}" measures it.`
      : `Spread of a paired difference, from the last run: at most ${sd.toFixed(3)}. Cost: ${durationText(cost.ms)} of answers${cost.microDollars > 0 ? `, ${formatMoney(cost.microDollars)}` : ""}.`,
  );
}

type Stored = Awaited<ReturnType<typeof storedEvaluation>>;

/** Two systems whose answers are unrelated differ with √2 times the spread of one: an upper bound for positively correlated ones. */
function spread(
  { items }: Stored,
  metric: string,
): { readonly sd: number; readonly msPerCase: number; readonly microDollarsPerCase: number } | null {
  const values = items.flatMap(({ scores }) => {
    const score = scores[metric];
    return score?.kind === "score" ? [score.value] : [];
  });
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  // Equal scores, as of a model that is never right, say nothing about how far two variants differ.
  if (variance === 0) return null;
  const steps = items.flatMap(({ trace }) => trace.steps);
  const ms = steps.reduce((sum, step) => sum + step.totalMs, 0);
  const money = steps.reduce((sum, step) => sum + ("cost" in step ? (step.cost ?? 0) : 0), 0);
  return { sd: Math.sqrt(2 * variance), msPerCase: ms / items.length, microDollarsPerCase: money / items.length };
}
