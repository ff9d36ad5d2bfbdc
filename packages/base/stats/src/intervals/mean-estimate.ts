import type { Estimate } from "@pawl/core";
import { tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireLevel, requireNumbers, requireRange } from "../internal/require.ts";
import { bettingInterval } from "../sequential/betting-interval.ts";
import { clusteredError, FEW_CLUSTERS } from "./clusters.ts";

export interface MeanOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each value; with more than one value in any, the error is clustered with C − 1 degrees of freedom. */
  readonly clusters?: readonly string[] | undefined;
  /** Lowest and highest possible value: the interval is cut to it, and where nothing varies it comes from bets instead of having width zero. */
  readonly range?: readonly [number, number] | undefined;
}

/**
 * Returns the mean with Student's (1908) t interval x̄ ± t(n−1)·s/√n (SciPy's t.interval, R's t.test); with clusters CR1 errors and C − 1 degrees of freedom
 * (statsmodels' OLS), said to be rough under ten. Equal values: an interval of width zero, said in `method`, or with a `range` one from bets, one a cluster.
 * Assumes independent values (or clusters) whose mean is near normal; for shares of yes and no take `proportionEstimate`. Ends beyond the largest number are ±Infinity.
 * @throws RangeError for no value, for a single one without a range, or for all values in one cluster
 */
export function meanEstimate(values: readonly number[], options: MeanOptions = {}): Estimate {
  const { level = 0.95, clusters, range } = options;
  requireNumbers("values", values, range === undefined ? 2 : 1);
  requireLevel("level", level);
  if (range !== undefined) requireRange("range", range);
  const { n, mean, sd, constant } = moments(values);
  if (clusters !== undefined && clusters.length !== n)
    throw new RangeError(`clusters must name one for each of the ${n} values, got ${clusters.length}.`);
  const count = clusters === undefined ? n : new Set(clusters).size;
  const clustered = clusters !== undefined && count < n;
  const error = constant && range !== undefined ? 0 : clustered ? clusteredError(values, clusters).standardError : sd / Math.sqrt(n);
  // Also where only the clusters' means are equal.
  const still = constant || (clustered && error <= 1e-15 * Math.abs(mean));
  if (still && range !== undefined) {
    // Equal values of a cluster are one piece of evidence.
    const at = Math.min(range[1], Math.max(range[0], mean));
    const bets = bettingInterval(constant ? values.slice(0, count) : new Array<number>(count).fill(at), { range, level });
    return clustered ? { ...bets, n, method: `${bets.method}, ${count} clusters` } : bets;
  }
  const df = count - 1;
  const reach = tQuantile((1 + level) / 2, df) * error;
  const method = still
    ? "t, no variance seen"
    : clustered
      ? `clustered t (CR1)${count < FEW_CLUSTERS ? `, rough: only ${count} clusters` : ""}`
      : "t";
  const low = range?.[0] ?? Number.NEGATIVE_INFINITY;
  const high = range?.[1] ?? Number.POSITIVE_INFINITY;
  return { value: mean, interval: [Math.max(low, mean - reach), Math.min(high, mean + reach)], level, n, method };
}
