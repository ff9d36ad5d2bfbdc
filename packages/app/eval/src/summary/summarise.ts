import { type Estimate, type MicroDollars, type Ms, type OutcomeKind, traceTotals } from "@pawl/core";
import { type Correction, meanEstimate, proportionEstimate } from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { correctedMetric } from "./corrected-metric.ts";
import { type ExampleScores, exampleScores, meanOfKnown } from "./example-scores.ts";
import { unitOf } from "./unit-of.ts";

export type MetricSummary = MetricFacts & {
  readonly metric: string;
  /** Over the examples that have a score, repeats averaged first; null where none has, or too few for an interval. */
  readonly estimate: Estimate | null;
  /** Of a judge: what people would have given, with the calibration's own uncertainty, or why that cannot be told. Null for other scorers, and without a calibration. */
  readonly corrected: Correction | null;
  /** Cases with and without a score. */
  readonly scored: number;
  readonly missing: number;
  /** The estimates with every missing score at its worst and at its best; null where nothing is missing or the scale has no ends. */
  readonly bounds: { readonly worst: Estimate; readonly best: Estimate } | null;
  /** Why cases are missing, with how many: the outcome, or the scorer's own reason. */
  readonly reasons: { readonly [reason: string]: number };
};

export type RunSummary = {
  readonly examples: number;
  readonly repeats: number;
  readonly cases: number;
  /** Only those that occurred; they add up to the cases. */
  readonly outcomes: { readonly [Kind in OutcomeKind]?: number };
  readonly metrics: readonly MetricSummary[];
  /** Nearest-rank quantiles over the cases. */
  readonly latency: { readonly p50: Ms; readonly p95: Ms; readonly max: Ms };
  /** Null where an engine did not say. */
  readonly microDollars: MicroDollars | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
};

/** Returns the numbers of a run. Binary scores without repeats and clusters take Wilson's interval, the rest Student's t, clustered where examples are. */
export function summarise<Name extends string>(
  evaluation: RunOutline<Name>,
  options: { readonly level?: number | undefined } = {},
): RunSummary {
  const { level = 0.95 } = options;
  const { items } = evaluation;
  const outcomes: { [Kind in OutcomeKind]?: number } = {};
  let totals: Pick<RunSummary, "microDollars" | "inputTokens" | "outputTokens"> = { microDollars: 0, inputTokens: 0, outputTokens: 0 };
  const examples = new Map<string, number>();
  for (const { trace } of items) {
    outcomes[trace.outcome.kind] = (outcomes[trace.outcome.kind] ?? 0) + 1;
    const { inputTokens, microDollars, outputTokens } = "totals" in trace ? trace.totals : traceTotals(trace);
    totals = {
      microDollars: add(totals.microDollars, microDollars),
      inputTokens: add(totals.inputTokens, inputTokens),
      outputTokens: add(totals.outputTokens, outputTokens),
    };
    const id = trace.origin.example?.id ?? trace.id;
    examples.set(id, (examples.get(id) ?? 0) + 1);
  }
  const times = items.map(({ trace }) => trace.totalMs).sort((a, b) => a - b);
  const rank = (share: number): Ms => times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0;
  return {
    examples: examples.size,
    repeats: mostOf(examples.values()),
    cases: items.length,
    outcomes,
    metrics: metricNames(evaluation).map((metric) => metricSummary(evaluation, metric, level)),
    latency: { p50: rank(0.5), p95: rank(0.95), max: rank(1) },
    ...totals,
  };
}

/** Spreading a hundred thousand values into one call would end on the stack's limit. */
function mostOf(counts: Iterable<number>): number {
  let most = 0;
  for (const count of counts) most = Math.max(most, count);
  return most;
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** Returns the names of a run's metrics, in the order of its scorers. */
export function metricNames<Name extends string>({ metrics }: Pick<RunOutline<Name>, "metrics">): Name[] {
  return Object.keys(metrics) as Name[];
}

function metricSummary<Name extends string>(evaluation: RunOutline<Name>, metric: Name, level: number): MetricSummary {
  const facts = evaluation.metrics[metric];
  const examples = exampleScores(evaluation, metric);
  const reasons: { [reason: string]: number } = {};
  let missing = 0;
  for (const { scores } of evaluation.items) {
    const score = scores[metric];
    if (score.kind === "score") continue;
    missing++;
    reasons[score.reason] = (reasons[score.reason] ?? 0) + 1;
  }
  const clusters = clustersOf(examples);
  const estimated = (fill: number | null): Estimate | null => estimateOf(examples, { clusters, facts, fill, level });
  const worstEnd = worstValue(facts);
  const worst = missing > 0 && facts.scale !== "real" ? estimated(worstEnd) : null;
  const best = missing > 0 && facts.scale !== "real" ? estimated(1 - worstEnd) : null;
  return {
    metric,
    ...withoutLabels(facts),
    estimate: estimated(null),
    corrected: correctedMetric(evaluation, metric, level),
    scored: evaluation.items.length - missing,
    missing,
    bounds: worst && best ? { worst, best } : null,
    reasons,
  };
}

/** What a judge was compared with people on stays in the run: a summary is about numbers. */
function withoutLabels(facts: MetricFacts): MetricFacts {
  const { judge } = facts;
  if (judge?.calibration?.labelled === undefined) return facts;
  const { labelled: _, ...calibration } = judge.calibration;
  return { ...facts, judge: { ...judge, calibration } };
}

/** Examples of one cluster share one text, which is hashed once. */
function clustersOf(examples: readonly ExampleScores[]): string[] {
  const names = new Map<string, string>();
  return examples.map(({ cluster, id }) => {
    if (cluster === undefined) return unitOf({ id });
    const name = names.get(cluster) ?? unitOf({ id, cluster });
    names.set(cluster, name);
    return name;
  });
}

interface EstimateContext {
  readonly clusters: readonly string[];
  readonly facts: MetricFacts;
  /** What a missing score counts as; null leaves it out. */
  readonly fill: number | null;
  readonly level: number;
}

function estimateOf(examples: readonly ExampleScores[], { clusters: all, facts, fill, level }: EstimateContext): Estimate | null {
  const values: number[] = [];
  const clusters: string[] = [];
  let single = true;
  let ones = 0;
  for (const [i, example] of examples.entries()) {
    if (example.values.length > 1) single = false;
    const value = meanFilled(example.values, fill);
    if (value === null) continue;
    values.push(value);
    clusters.push(all[i] ?? "");
    if (value === 1) ones++;
  }
  const separate = new Set(clusters).size;
  if (values.length === 0) return null;
  if (facts.scale === "binary" && separate === values.length && single)
    return proportionEstimate({ successes: ones, n: values.length }, { level });
  if (facts.scale === "real") return separate < 2 ? null : meanEstimate(values, { level, clusters });
  // One cluster says nothing of the spread among clusters: its mean is one value.
  if (separate < 2) return { ...meanEstimate([meanOfKnown(values) ?? 0], { level, range: [0, 1] }), n: values.length };
  return meanEstimate(values, { level, clusters, range: [0, 1] });
}

function meanFilled(values: readonly (number | null)[], fill: number | null): number | null {
  let sum = 0;
  let known = 0;
  for (const value of values) {
    const counted = value ?? fill;
    if (counted === null) continue;
    sum += counted;
    known++;
  }
  return known === 0 ? null : sum / known;
}
