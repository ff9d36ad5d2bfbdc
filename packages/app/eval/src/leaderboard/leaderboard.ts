import { type Estimate, PawlError, type Sha256, traceTotals } from "@pawl/core";
import { bestSet, meanEstimate } from "@pawl/stats";
import { comparable } from "../compare/comparable.ts";
import { judgeWorth } from "../compare/judge-notes.ts";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { exampleScores, meanOfKnown } from "../summary/example-scores.ts";
import { type MetricSummary, summarise } from "../summary/summarise.ts";
import { unitOf } from "../summary/unit-of.ts";
import { medianEstimate } from "./median-estimate.ts";
import { type ParetoState, paretoStates } from "./pareto-states.ts";

export interface LeaderboardOptions<Name extends string> {
  /** @default the first run's first one that all have */
  readonly metric?: Name | undefined;
  /** Chance that the truly best is in the set of those that cannot be told from it. @default .95 */
  readonly level?: number | undefined;
  /** Shared bootstrap resamples. @default 10_000 */
  readonly resamples?: number | undefined;
}

export type LeaderboardRow = {
  readonly name: string;
  readonly variantId: Sha256 | null;
  /** Of the run's own examples, with its interval; null where none is scored. */
  readonly estimate: Estimate | null;
  /** Of a calibrated judge: what people would have given the run's outputs. */
  readonly corrected: Estimate | null;
  /** Over the examples that all runs have a score for. */
  readonly mean: number;
  /** Cannot be told from the best: also where only its missing scores at their best would keep it there. */
  readonly inBest: boolean;
  readonly behind: number;
  readonly pValue: number;
  /** Money of one case in micro-dollars; null where an engine did not say. */
  readonly microDollars: Estimate | null;
  /** Median time of one case in milliseconds, with a distribution-free interval. */
  readonly latencyMs: Estimate | null;
  /** Quality, money and time together: no other is better in one and no worse in the rest. */
  readonly pareto: ParetoState;
  readonly missing: number;
};

export type Leaderboard = {
  readonly format: "pawl.leaderboard/1";
  readonly metric: string;
  readonly direction: MetricFacts["direction"];
  readonly level: number;
  /** Examples with a score in every run. */
  readonly n: number;
  /** The best first; of equal ones in the order given. */
  readonly rows: readonly LeaderboardRow[];
  readonly method: string;
  readonly notes: readonly string[];
};

/**
 * Returns several runs of one task ranked, with the set that cannot be told from the best (multiple comparisons with the best: it holds the truly best one
 * with the given confidence), and the Pareto set of quality, money and time. Paired by example; repeats averaged first; clustered where examples are.
 * @throws RangeError for fewer than two runs or a name twice; PawlError as `compare`, `data.no-common-examples` under two examples that all have
 */
export function leaderboard<Name extends string>(
  runs: readonly { readonly name: string; readonly run: RunOutline<Name> }[],
  options: LeaderboardOptions<NoInfer<Name>> = {},
): Leaderboard {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) throw new RangeError(`A leaderboard compares at least 2 runs; got ${runs.length}.`);
  const twice = runs.find(({ name }, i) => runs.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw new RangeError(`Two runs are called "${twice.name}".`);
  const { level = 0.95, resamples } = options;
  const chosen = options.metric ?? commonMetric(runs.map(({ run }) => run));
  const paired = others.map(({ run }) => comparable(first.run, run, chosen));
  const metric = (paired[0]?.metric ?? "") as Name;
  const facts = first.run.metrics[metric];
  const scores = runs.map(
    ({ run }) => new Map(exampleScores(run, metric).map((example) => [example.id, { ...example, value: meanOfKnown(example.values) }])),
  );
  const ids = [...(scores[0]?.keys() ?? [])].filter((id) => scores.every((each) => each.has(id))).sort();
  const complete = ids.filter((id) => scores.every((each) => each.get(id)?.value !== null));
  if (complete.length < 2) {
    throw new PawlError(
      "data.no-common-examples",
      `Only ${complete.length} examples have a score of "${metric}" in all ${runs.length} runs; ranking takes at least two. Evaluate all on one split, and look at their outcomes.`,
      { facts: { metric, runs: runs.length, examples: complete.length } },
    );
  }
  const clusterOf = (id: string): string => unitOf({ id, cluster: scores[0]?.get(id)?.cluster });
  const ranked = (chosenIds: readonly string[], fill: (run: number) => number | null): ReturnType<typeof bestSet> => {
    const clusters = chosenIds.map(clusterOf);
    const lists = scores.map((each, i) => chosenIds.map((id) => each.get(id)?.value ?? fill(i) ?? 0));
    const clustered = new Set(clusters).size < clusters.length;
    return bestSet(lists, {
      level,
      direction: facts.direction,
      ...(clustered ? { clusters } : {}),
      ...(resamples === undefined ? {} : { resamples }),
    });
  };
  const found = ranked(complete, () => null);
  const means = scores.map((each) => meanOfKnown(complete.map((id) => each.get(id)?.value ?? null)) ?? 0);
  const best = facts.direction === "higher" ? Math.max(...means) : Math.min(...means);
  const worst = worstValue(facts);
  const missing = ids.length - complete.length;
  const rows = runs.map(({ name, run }, i): Omit<LeaderboardRow, "pareto"> => {
    const member = found.members[i] ?? { inSet: false, pValue: 1 };
    // Out of the set only where it stays out with what is missing in its favour.
    const rescued =
      !member.inSet &&
      missing > 0 &&
      (facts.scale === "real" || ranked(ids, (j) => (j === i ? 1 - worst : worst)).members[i]?.inSet === true);
    const own = [...(scores[i]?.values() ?? [])];
    const summary = summarise(run, { level }).metrics.find((each) => each.metric === metric);
    return {
      name,
      variantId: run.record.variantId,
      estimate: summary?.estimate ?? null,
      corrected: correctedOf(summary),
      mean: means[i] ?? 0,
      inBest: member.inSet || rescued,
      behind: Math.abs(best - (means[i] ?? 0)),
      pValue: member.pValue,
      microDollars: moneyOf(run, level),
      latencyMs: medianEstimate(perExample(run, ({ trace }) => trace.totalMs) ?? [], level),
      missing: own.filter(({ value }) => value === null).length,
    };
  });
  const states = paretoStates(
    rows.map(({ estimate, inBest, latencyMs, mean, microDollars }) => ({
      quality: estimate === null ? null : { value: facts.direction === "higher" ? mean : -mean, tiedWithBest: inBest },
      microDollars,
      latencyMs,
    })),
  );
  const sign = facts.direction === "higher" ? -1 : 1;
  return {
    format: "pawl.leaderboard/1",
    metric,
    direction: facts.direction,
    level,
    n: complete.length,
    rows: rows.map((row, i) => ({ ...row, pareto: states[i] ?? "out" })).sort((a, b) => sign * (a.mean - b.mean)),
    method: found.method,
    notes: [
      ...new Set(paired.flatMap(({ notes }) => notes)),
      ...(facts.judge?.calibration ? [`${judgeWorth(facts) ?? ""} Ranked as judged: the judge is taken to err alike on all runs.`] : []),
      ...(missing > 0
        ? [
            `${missing} of ${ids.length} common examples lack a score in some run: the ranking is of the others, and a run leaves the set only where it would at its best.`,
          ]
        : []),
    ],
  };
}

function correctedOf(summary: MetricSummary | undefined): Estimate | null {
  if (summary?.corrected?.kind !== "corrected") return null;
  const { interval, level, method, n, value } = summary.corrected;
  return { value, interval, level, n, method };
}

function commonMetric<Name extends string>(runs: readonly RunOutline<Name>[]): Name | undefined {
  const names = Object.keys(runs[0]?.metrics ?? {}) as Name[];
  return names.find((name) => runs.every(({ metrics }) => Object.hasOwn(metrics, name) && metrics[name].role !== "recorded"));
}

function moneyOf<Name extends string>(run: RunOutline<Name>, level: number): Estimate | null {
  const values = perExample(run, ({ trace }) => ("totals" in trace ? trace.totals : traceTotals(trace)).microDollars);
  return values === null || values.length < 2 ? null : meanEstimate(values, { level });
}

/** Means over each example's repeats; null where one is not known. */
function perExample<Name extends string>(
  { items }: RunOutline<Name>,
  read: (item: RunOutline<Name>["items"][number]) => number | null,
): readonly number[] | null {
  const examples = new Map<string, number[]>();
  for (const item of items) {
    const value = read(item);
    if (value === null) return null;
    const id = item.trace.origin.example?.id ?? item.trace.id;
    const values = examples.get(id);
    if (values) values.push(value);
    else examples.set(id, [value]);
  }
  return [...examples.values()].map((values) => meanOfKnown(values) ?? 0);
}
