import { requireLevel } from "../internal/require.ts";
import type { ResamplingOptions } from "../resampling/replicates.ts";
import { criticalOf, reachedFrom, studentised } from "./studentised-replicates.ts";

export interface MaxTOptions extends ResamplingOptions {
  /** Of all intervals together. @default 0.95 */
  readonly level?: number | undefined;
  /** `greater` asks only whether a mean is above 0 and gives lower bounds. @default "two-sided" */
  readonly alternative?: "two-sided" | "greater" | undefined;
  /** Westfall and Young's step-down p-values: never larger, but the intervals do not follow them. @default false */
  readonly stepDown?: boolean | undefined;
}

export interface MaxTComparison {
  readonly difference: number;
  /** Holds for all comparisons at once; null is no bound. */
  readonly interval: readonly [number | null, number | null];
  /** Adjusted for all comparisons. */
  readonly pValue: number;
}

export interface MaxT {
  /** In the order given. */
  readonly comparisons: readonly MaxTComparison[];
  /** What |t| must exceed; Infinity where resamples vary too little to tell. */
  readonly critical: number;
  readonly level: number;
  readonly n: number;
  readonly method: string;
}

/**
 * Returns whether any of m candidates differs from one champion: `differences[j]` are candidate j minus champion on the same items in the same order.
 * Single-step max-T of a shared studentised bootstrap (Westfall and Young 1993, section 2.3; Romano and Wolf 2005): items, or whole clusters, are drawn
 * once for all candidates, p = (#{max|t*| ≥ |t|} + 1)/(B + 1), interval mean ± critical·error. It uses how candidates go together, which Holm cannot. No tool of those compared with has it; the tests simulate its error rate.
 * Assumes independent items or clusters. Differences that do not vary at all get null bounds and a p from sign flips times m.
 * Cost: resamples × items × m. With one candidate it is the bootstrap t test. @throws RangeError under two items or clusters, or for lists of two lengths
 */
export function maxT(differences: readonly (readonly number[])[], options: MaxTOptions = {}): MaxT {
  const { level = 0.95, alternative = "two-sided", stepDown = false, clusters, resamples = 10_000 } = options;
  requireLevel("level", level);
  const { n, units, means, errors, each } = studentised("differences", differences, options);
  const m = differences.length;
  const sided = (t: number): number => (alternative === "greater" ? t : Math.abs(t));
  const observed = means.map((mean, j) => (errors[j] === 0 ? 0 : sided(mean / (errors[j] ?? 1))));
  const goals = observed.map(reachedFrom);
  const order = Array.from(observed.keys()).sort((a, b) => (observed[a] ?? 0) - (observed[b] ?? 0));
  const largest = new Float64Array(resamples);
  const reached = new Float64Array(m);
  each((t, resample) => {
    let most = Number.NEGATIVE_INFINITY;
    for (const j of order) {
      if (errors[j] !== 0) most = Math.max(most, sided(t[j] ?? 0));
      if (stepDown && most >= (goals[j] ?? 0)) reached[j] = (reached[j] ?? 0) + 1;
    }
    largest[resample] = most;
    if (!stepDown) for (let j = 0; j < m; j++) if (most >= (goals[j] ?? 0)) reached[j] = (reached[j] ?? 0) + 1;
  });
  const critical = means.every((_, j) => errors[j] === 0) ? Number.POSITIVE_INFINITY : criticalOf(largest.sort(), level);
  const pValues = new Float64Array(m);
  let least = 0;
  for (const j of [...order].reverse()) {
    least = Math.max(least, ((reached[j] ?? 0) + 1) / (resamples + 1));
    pValues[j] = least;
  }
  const comparisons = Array.from(means, (difference, j): MaxTComparison => {
    const error = errors[j] ?? 0;
    if (error === 0) return { difference, interval: [null, null], pValue: constantP({ difference, units, m, alternative }) };
    const reach = critical * error;
    // Where |t| is the critical value itself, which is common with few values, the end is 0 but for rounding, and 0 is not excluded: nor is it by p.
    const end = (x: number): number | null => (Number.isFinite(x) ? (Math.abs(x) <= 1e-12 * reach ? 0 : x) : null);
    return {
      difference,
      interval: [end(difference - reach), alternative === "greater" ? null : end(difference + reach)],
      pValue: pValues[j] ?? 1,
    };
  });
  const method = `max-T, ${stepDown ? "step-down" : "single-step"}, ${resamples} shared resamples of ${clusters === undefined ? "items" : "clusters"}`;
  return { comparisons, critical, level, n, method };
}

/** All differences alike: of 2^units sign flips only the two extreme ones are as far, Bonferroni for m. */
function constantP(input: {
  readonly difference: number;
  readonly units: number;
  readonly m: number;
  readonly alternative: "two-sided" | "greater";
}): number {
  const { difference, units, m, alternative } = input;
  if (difference === 0 || (alternative === "greater" && difference < 0)) return 1;
  return Math.min(1, (alternative === "greater" ? 1 : 2) * m * 2 ** -units);
}
