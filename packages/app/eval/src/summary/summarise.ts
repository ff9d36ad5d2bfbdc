import { type Estimate, type MicroDollars, type Ms, type OutcomeKind, traceTotals } from "@pawl/core";
import { meanEstimate, proportionEstimate } from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { type ExampleScores, exampleScores, meanOfKnown } from "./example-scores.ts";

export type MetricSummary = MetricFacts & {
  readonly metric: string;
  /** Over the examples that have a score, repeats averaged first; null where none has, or too few for an interval. */
  readonly estimate: Estimate | null;
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
  const filled = (value: number): Estimate | null =>
    estimateOf(
      examples.map((example) => ({ ...example, values: example.values.map((known) => known ?? value) })),
      facts,
      level,
    );
  const worstEnd = worstValue(facts);
  const worst = missing > 0 && facts.scale !== "real" ? filled(worstEnd) : null;
  const best = missing > 0 && facts.scale !== "real" ? filled(1 - worstEnd) : null;
  return {
    metric,
    ...facts,
    estimate: estimateOf(examples, facts, level),
    scored: evaluation.items.length - missing,
    missing,
    bounds: worst && best ? { worst, best } : null,
    reasons,
  };
}

function estimateOf(examples: readonly ExampleScores[], { scale }: MetricFacts, level: number): Estimate | null {
  const known = examples.flatMap((example) => {
    const value = meanOfKnown(example.values);
    return value === null ? [] : [{ ...example, value }];
  });
  const clusters = known.map(({ cluster, id }) => (cluster === undefined ? `item ${id}` : `cluster ${cluster}`));
  const separate = new Set(clusters).size;
  const values = known.map(({ value }) => value);
  if (values.length === 0) return null;
  if (scale === "binary" && separate === values.length && examples.every(({ values: repeats }) => repeats.length === 1)) {
    return proportionEstimate({ successes: values.filter((value) => value === 1).length, n: values.length }, { level });
  }
  if (scale === "real") return separate < 2 ? null : meanEstimate(values, { level, clusters });
  // One cluster says nothing of the spread among clusters: its mean is one value.
  if (separate < 2) return { ...meanEstimate([meanOfKnown(values) ?? 0], { level, range: [0, 1] }), n: values.length };
  return meanEstimate(values, { level, clusters, range: [0, 1] });
}
