import type { Estimate } from "@pawl/core";
import { moments } from "../internal/moments.ts";
import { requireLevel } from "../internal/require.ts";
import { acceleration, bcaInterval, sortedQuantile } from "./bca.ts";
import { jackknife } from "./jackknife.ts";
import { bootstrapReplicates, type ReplicatesOptions, resamplingUnits, type Statistic } from "./replicates.ts";

export interface BootstrapInterval {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** BCa needs at least ten items, or clusters where they are drawn. @default "bca" */
  readonly method?: "percentile" | "basic" | "bca" | undefined;
}

export interface BootstrapOptions extends ReplicatesOptions, BootstrapInterval {}

export interface BootstrapEstimate extends Estimate {
  /** Standard deviation of the replicates; Infinity when one of them is infinite. */
  readonly standardError: number;
}

/**
 * Returns a statistic of all items with its bootstrap interval: any metric, also one that is no mean, as a function of positions.
 * The difference of two systems' metrics on the same items is one statistic too: return one minus the other at the same positions.
 * Items, or whole clusters, are drawn with replacement from a seed. Percentile and basic: Davison and Hinkley (1997), chapter 5, quantiles of R's type 7.
 * BCa: Efron (1987), z0 = Φ⁻¹(share of replicates below the value), equal ones counted half as SciPy does (R's boot: not), and
 * a = Σu³/(6(Σu²)^1.5) by leaving out one unit at a time, or one of 2,000 groups of units above that many.
 * Assumes independent units and a statistic that is smooth in them; it does not help a maximum. Cost: resamples × the statistic.
 * @throws RangeError for BCa under ten items or clusters, and for a statistic that is NaN
 */
export function bootstrap(statistic: Statistic, options: BootstrapOptions): BootstrapEstimate {
  const { n, clusters } = options;
  const units = resamplingUnits(options);
  requireUnits(units.count, options);
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (Number.isNaN(value)) throw new RangeError("statistic must be a number on all items, got NaN.");
  const sorted = bootstrapReplicates(statistic, units, options);
  return summarised({ sorted, value, n, clustered: clusters !== undefined, left: () => jackknife(statistic, units) }, options);
}

/** Throws for a level out of range and for BCa on fewer than ten units. */
export function requireUnits(
  count: number,
  { level = 0.95, method = "bca", clusters }: BootstrapInterval & Pick<ReplicatesOptions, "clusters">,
): void {
  requireLevel("level", level);
  if (method === "bca" && count < 10)
    throw new RangeError(
      `BCa needs at least 10 ${clusters === undefined ? "items" : "clusters"}, got ${count}. Take the method "percentile".`,
    );
}

interface Replicated {
  readonly sorted: Float64Array;
  readonly value: number;
  readonly n: number;
  readonly clustered: boolean;
  /** The statistic with one unit left out at a time; asked for by BCa only. */
  readonly left: () => Float64Array;
}

/** Returns the estimate of sorted replicates. */
export function summarised(found: Replicated, { level = 0.95, method = "bca" }: BootstrapInterval): BootstrapEstimate {
  const { sorted, value, n, clustered, left } = found;
  const low = sortedQuantile(sorted, (1 - level) / 2);
  const high = sortedQuantile(sorted, (1 + level) / 2);
  const interval =
    method === "percentile"
      ? ([low, high] as const)
      : method === "basic"
        ? ([2 * value - high, 2 * value - low] as const)
        : bcaInterval({ sorted, value, acceleration: acceleration(left()), level, ties: "mid-rank" });
  const infinite = !Number.isFinite(sorted[0]) || !Number.isFinite(sorted[sorted.length - 1]);
  return {
    value,
    interval,
    level,
    n,
    method: `bootstrap, ${method}, ${clustered ? "clusters" : "items"}`,
    standardError: infinite ? Number.POSITIVE_INFINITY : moments(sorted).sd,
  };
}
