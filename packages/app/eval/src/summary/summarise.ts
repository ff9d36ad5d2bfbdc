import { type Estimate, type MicroDollars, type Ms, type OutcomeKind, traceTotals } from "@pawl/core";
import { type Correction, meanEstimate, proportionEstimate } from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { type AllAlike, allAlike } from "./all-alike.ts";
import { correctedMetric } from "./corrected-metric.ts";
import { exampleIndex } from "./example-index.ts";
import { exampleMeans } from "./example-means.ts";
import { meanOfKnown } from "./example-scores.ts";
import { groundingFloor } from "./grounding-floor.ts";

export type MetricSummary = MetricFacts & {
  readonly metric: string;
  /** Over the examples that have a score, repeats averaged first; null where none has, or too few for an interval. */
  readonly estimate: Estimate | null;
  /** Of yes-or-no scores that are all 1 or all 0: how many others may still be there. */
  readonly allAlike: AllAlike | null;
  /** Of a judge: what people would have given, with the calibration's own uncertainty, or why that cannot be told. Null for other scorers, and without a calibration. */
  readonly corrected: Correction | null;
  /** Of a faithfulness judge: the share of the outputs' word 3-grams that their context has, which asks no model. */
  readonly groundingFloor?: Estimate | undefined;
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
  let microDollars: number | null = 0;
  let inputTokens: number | null = 0;
  let outputTokens: number | null = 0;
  const { exampleOf, ids } = exampleIndex(evaluation);
  const repeats = new Int32Array(ids.length);
  const times = new Float64Array(items.length);
  for (const [i, { trace }] of items.entries()) {
    outcomes[trace.outcome.kind] = (outcomes[trace.outcome.kind] ?? 0) + 1;
    const totals = "totals" in trace ? trace.totals : traceTotals(trace);
    microDollars = add(microDollars, totals.microDollars);
    inputTokens = add(inputTokens, totals.inputTokens);
    outputTokens = add(outputTokens, totals.outputTokens);
    const example = exampleOf[i] ?? 0;
    repeats[example] = (repeats[example] ?? 0) + 1;
    times[i] = trace.totalMs;
  }
  times.sort();
  const rank = (share: number): Ms => times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0;
  return {
    examples: ids.length,
    repeats: mostOf(repeats),
    cases: items.length,
    outcomes,
    metrics: metricNames(evaluation).map((metric) => metricSummary(evaluation, metric, level)),
    latency: { p50: rank(0.5), p95: rank(0.95), max: rank(1) },
    microDollars,
    inputTokens,
    outputTokens,
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
  const reasons: { [reason: string]: number } = {};
  let missing = 0;
  for (const { scores } of evaluation.items) {
    const score = scores[metric];
    if (score.kind === "score") continue;
    missing++;
    reasons[score.reason] = (reasons[score.reason] ?? 0) + 1;
  }
  const estimated = (fill: number | null): Estimate | null => estimateOf(evaluation, metric, { facts, fill, level });
  const worstEnd = worstValue(facts);
  const worst = missing > 0 && facts.scale !== "real" ? estimated(worstEnd) : null;
  const best = missing > 0 && facts.scale !== "real" ? estimated(1 - worstEnd) : null;
  return {
    metric,
    ...withoutLabels(facts),
    estimate: estimated(null),
    allAlike: allAlike(evaluation, metric, level),
    corrected: correctedMetric(evaluation, metric, level),
    ...floorOf(groundingFloor(evaluation, metric, level)),
    scored: evaluation.items.length - missing,
    missing,
    bounds: worst && best ? { worst, best } : null,
    reasons,
  };
}

function floorOf(floor: Estimate | null): Pick<MetricSummary, "groundingFloor"> {
  return floor === null ? {} : { groundingFloor: floor };
}

/** What a judge was compared with people on stays in the run: a summary is about numbers. */
function withoutLabels(facts: MetricFacts): MetricFacts {
  const { judge } = facts;
  if (judge?.calibration?.labelled === undefined) return facts;
  const { labelled: _, ...calibration } = judge.calibration;
  return { ...facts, judge: { ...judge, calibration } };
}

interface EstimateContext {
  readonly facts: MetricFacts;
  /** What a missing score counts as; null leaves it out. */
  readonly fill: number | null;
  readonly level: number;
}

function estimateOf<Name extends string>(run: RunOutline<Name>, metric: Name, { facts, fill, level }: EstimateContext): Estimate | null {
  const { unitOf, units } = exampleIndex(run);
  const { cases, counted, means } = exampleMeans(run, metric, fill);
  const values: number[] = [];
  const clusters: string[] = [];
  const seen = new Uint8Array(units.length);
  let separate = 0;
  let ones = 0;
  for (const [i, value] of means.entries()) {
    if (counted[i] === 0) continue;
    values.push(value);
    const unit = unitOf[i] ?? 0;
    clusters.push(units[unit] ?? "");
    if (seen[unit] === 0) separate++;
    seen[unit] = 1;
    if (value === 1) ones++;
  }
  if (values.length === 0) return null;
  if (facts.scale === "binary" && separate === values.length && mostOf(cases) < 2)
    return proportionEstimate({ successes: ones, n: values.length }, { level });
  if (facts.scale === "real") return separate < 2 ? null : meanEstimate(values, { level, clusters });
  // One cluster says nothing of the spread among clusters: its mean is one value.
  if (separate < 2) return { ...meanEstimate([meanOfKnown(values) ?? 0], { level, range: [0, 1] }), n: values.length };
  return meanEstimate(values, { level, clusters, range: [0, 1] });
}
