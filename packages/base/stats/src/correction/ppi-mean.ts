import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel, requireNumbers, requireRange, requireShare } from "../internal/require.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { inUnits, timesUnit, unitOf } from "../internal/unit.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { bettingInterval } from "../sequential/betting-interval.ts";
import type { Corrected } from "./correction.ts";
import { type ClusterShares, clusteredLambda, clusterShares, deviations, type PpiClusters, tunedLambda } from "./ppi-variance.ts";

export interface PpiInput {
  /** Items that a human and the judge scored, in the same order: a random sample of all items. */
  readonly labelled: { readonly human: ArrayLike<number>; readonly judge: ArrayLike<number> };
  /** The judge's scores of the other items. */
  readonly unlabelled: ArrayLike<number>;
}

export interface PpiOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Weight of the judge in 0..1: 0 takes the labels alone, 1 is plain prediction-powered inference. @default "tuned" to the least variance */
  readonly lambda?: number | "tuned" | undefined;
  /** "normal" is ppi_py's. @default "skewness-corrected" */
  readonly interval?: "skewness-corrected" | "normal" | undefined;
  /** Lowest and highest possible value of a human's and of the judge's score: value and interval are cut to it, and the latter has a width where no error was seen. */
  readonly range?: readonly [number, number] | undefined;
  /** Cluster of each item; the error is then clustered, with one degree of freedom less than there are clusters of labelled or of unlabelled items, whichever are fewer. */
  readonly clusters?: PpiClusters | undefined;
}

/** Under so many the spread between clusters cannot be told. */
const LEAST_CLUSTERS = 3;

export interface PpiEstimate extends Corrected {
  readonly lambda: number;
}

/**
 * Returns the mean that humans would give, from the judge's scores of many items and both scores of some: PPI++ (Angelopoulos, Duchi and Zrnic, 2311.01453).
 *
 * Value: θ = λ·mean f(unlabelled) + mean(Y − λf) over the labelled; Var = var(Y − λf)/n + λ² var(f)/N; λ* = cov(Y, f)/((1 + n/N) var f), cut to 0..1.
 * Agrees with ppi_py in θ; λ uses population variances as its point estimate does. Its interval (normal quantile, population variances) covers too seldom
 * under 100 labels. The default is the union of t with n − 2 degrees of freedom (one is spent on λ; fewer by Satterthwaite for few unlabelled items) and Hall's skewness-corrected t, as `skewnessCorrectedInterval`.
 * Labels without any error: with a `range` the labelled part is bounded by bets and combined with the unlabelled by their squared reaches; without one the width
 * is that of the unlabelled part alone, said in `method`.
 * Assumes that the labelled items are a random sample of the same items; labels drawn otherwise (only hard ones) bias it. For differences of two systems
 * give both lists as differences, or call `ppiDifference`.
 * Unlabelled items of under three clusters are worth nothing: λ is then 0. @throws RangeError for under three labels, no unlabelled item, unequal lengths, under three
 * labelled clusters, or a λ above 0 with under three unlabelled ones
 */
export function ppiMean(input: PpiInput, options: PpiOptions = {}): PpiEstimate {
  const { labelled, unlabelled } = input;
  const { level = 0.95, range } = options;
  const kind = options.interval ?? "skewness-corrected";
  requireLevel("level", level);
  requireNumbers("labelled.human", labelled.human, 3);
  requireNumbers("labelled.judge", labelled.judge, 3);
  requireNumbers("unlabelled", unlabelled, 1);
  requireSameLength("labelled.human and labelled.judge", labelled.human, labelled.judge);
  if (range !== undefined) requireWithin(input, range);
  if (options.clusters !== undefined) {
    requireSameLength("labelled.human and clusters.labelled", labelled.human, options.clusters.labelled);
    requireSameLength("unlabelled and clusters.unlabelled", unlabelled, options.clusters.unlabelled);
    if (new Set(options.clusters.labelled).size < LEAST_CLUSTERS)
      throw new RangeError("The labelled items must come from at least 3 clusters.");
  }
  const alone = sharedClusters([...(options.clusters?.labelled ?? []), ...(options.clusters?.unlabelled ?? [])]) === undefined;
  const clusters = alone ? undefined : options.clusters;
  const unit = unitOf(labelled.human, labelled.judge, unlabelled, range ?? []);
  if (unit !== 1) {
    const scaled = { human: inUnits(labelled.human, unit), judge: inUnits(labelled.judge, unit) };
    const found = ppiMean(
      { labelled: scaled, unlabelled: inUnits(unlabelled, unit) },
      { ...options, range: range && [range[0] / unit, range[1] / unit] },
    );
    return { ...timesUnit(found, unit), raw: timesUnit(found.raw, unit), standardError: found.standardError * unit };
  }
  const [n, many] = [labelled.human.length, unlabelled.length];
  const pooled = Float64Array.from({ length: n + many }, (_, i) => (i < n ? labelled.judge[i] : unlabelled[i - n]) ?? 0);
  const parts = { human: deviations(labelled.human), judge: deviations(labelled.judge), unlabelled: deviations(unlabelled) };
  const shares = clusters === undefined ? null : clusterShares(parts, clusters);
  const thin = shares !== null && shares.unlabelled < LEAST_CLUSTERS;
  const lambda = chosenLambda(options.lambda ?? "tuned", () =>
    shares === null ? tunedLambda(parts, deviations(pooled)) : thin ? 0 : clusteredLambda(shares),
  );
  if (thin && lambda > 0)
    throw new RangeError(
      `The unlabelled items come from ${shares.unlabelled} cluster${shares.unlabelled === 1 ? "" : "s"}, whose spread cannot be told: at least ${LEAST_CLUSTERS} are needed for a lambda above 0, got ${lambda}.`,
    );
  const residuals = Float64Array.from({ length: n }, (_, i) => (labelled.human[i] ?? 0) - lambda * (labelled.judge[i] ?? 0));
  const [left, right] = [moments(residuals), moments(unlabelled)];
  const [lowest, highest] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const value = Math.min(highest, Math.max(lowest, left.mean + lambda * right.mean));
  const { error, skewness, df } =
    shares === null
      ? itemError(left, right, {
          judge: moments(labelled.judge),
          lambda,
          tuned: options.lambda === undefined || options.lambda === "tuned",
          kind,
        })
      : clusterError(shares, lambda);
  const q = kind === "normal" ? normalQuantile((1 + level) / 2) : tQuantile((1 + level) / 2, df);
  const bent = (x: number): number =>
    kind === "normal" || Math.abs(skewness) < 1e-6 ? x : (3 / skewness) * (Math.cbrt(1 + skewness * (x - skewness / 6)) - 1);
  let [below, above] = [error * Math.max(q, bent(q)), error * Math.max(q, -bent(-q))];
  const silent = left.constant;
  if (silent && range !== undefined) {
    // Equal residuals of a cluster are one piece of evidence.
    const bets = bettingInterval(Array.from(residuals.subarray(0, shares?.labelled ?? n)), {
      range: [range[0] - lambda * range[1], range[1] - lambda * range[0]],
      level,
    }).interval;
    below = Math.hypot(below, left.mean - bets[0]);
    above = Math.hypot(above, bets[1] - left.mean);
  }
  const truth = shares === null ? moments(labelled.human).variance / n : clusterError(shares, 0).error ** 2;
  const effectiveN = error === 0 ? n : (n * truth) / error ** 2;
  return {
    kind: "corrected",
    value,
    interval: [Math.max(lowest, Math.min(value, value - below)), Math.min(highest, Math.max(value, value + above))],
    level,
    n: n + many,
    method: `PPI++, ${kind === "normal" ? "normal" : "t and skewness-corrected t"}${shares === null ? "" : ", clusters"}${thin ? ", too few of unlabelled items: labels alone" : ""}${silent ? `, no error of the judge seen${range === undefined ? "" : ", bets"}` : ""}`,
    raw: rawMean(pooled, { ...options, clusters }),
    standardError: error,
    labels: n,
    effectiveN,
    gained: effectiveN - n,
    lambda,
  };
}

function requireWithin({ labelled, unlabelled }: PpiInput, range: readonly [number, number]): void {
  requireRange("range", range);
  for (const [name, values] of [
    ["labelled.human", labelled.human] as const,
    ["labelled.judge", labelled.judge] as const,
    ["unlabelled", unlabelled] as const,
  ]) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (value < range[0] || value > range[1]) throw new RangeError(`${name}[${i}] must lie in ${range[0]}..${range[1]}, got ${value}.`);
    }
  }
}

function chosenLambda(wanted: number | "tuned", tuned: () => number): number {
  if (wanted === "tuned") return Math.min(1, Math.max(0, tuned()));
  requireShare("lambda", wanted);
  return wanted;
}

interface ErrorOfMean {
  readonly error: number;
  /** Of the estimate itself: that of a single item over √n. */
  readonly skewness: number;
  readonly df: number;
}

function itemError(
  left: ReturnType<typeof moments>,
  right: ReturnType<typeof moments>,
  {
    judge,
    lambda,
    tuned,
    kind,
  }: {
    readonly judge: ReturnType<typeof moments>;
    readonly lambda: number;
    readonly tuned: boolean;
    readonly kind: "skewness-corrected" | "normal";
  },
): ErrorOfMean {
  const population = kind === "normal";
  const spent = tuned ? 2 : 1;
  const first = (left.variance * (population ? (left.n - 1) / left.n : (left.n - 1) / (left.n - spent))) / left.n;
  // Of one or two unlabelled items the labelled ones tell the spread.
  const spread = right.n < 3 && !population ? judge.variance : right.variance * (population ? (right.n - 1) / right.n : 1);
  const second = (lambda ** 2 * spread) / right.n;
  const third = (size: number, m: ReturnType<typeof moments>): number =>
    (m.skewness * ((m.variance * (m.n - 1)) / m.n) ** 1.5 * size ** 3) / m.n ** 2;
  const error = Math.sqrt(first + second);
  // Satterthwaite's, where few unlabelled items tell their own spread badly.
  const rest = right.n < 3 ? judge.n - 1 : right.n - 1;
  const both = error === 0 ? left.n - spent : error ** 4 / (first ** 2 / (left.n - spent) + second ** 2 / rest);
  const df = Math.max(1, Math.min(left.n - spent, both));
  return { error, skewness: error === 0 ? 0 : (third(1, left) + third(lambda, right)) / error ** 3, df };
}

function clusterError({ a, b, labelled, unlabelled }: ClusterShares, lambda: number): ErrorOfMean {
  const units = lambda === 0 ? labelled : Math.min(labelled, unlabelled);
  let squares = 0;
  a.forEach((share, c) => {
    squares += (share - lambda * (b[c] ?? 0)) ** 2;
  });
  return { error: Math.sqrt((squares * units) / (units - 1)), skewness: 0, df: units - 1 };
}

function rawMean(pooled: Float64Array, { level, range, clusters }: PpiOptions): Estimate {
  const all = clusters === undefined ? undefined : [...clusters.labelled, ...clusters.unlabelled];
  return meanEstimate(Array.from(pooled), { level, range, clusters: all });
}
