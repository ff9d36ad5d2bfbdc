import type { Estimate } from "@pawl/core";
import { requireLevel } from "../internal/require.ts";
import { acceleration, bcaInterval, sortedQuantile } from "./bca.ts";
import { bootstrapReplicates, type ReplicatesOptions, resamplingUnits, type Statistic } from "./replicates.ts";

export interface BootstrapOptions extends ReplicatesOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** BCa needs at least ten items, or clusters where they are drawn. @default "bca" */
  readonly method?: "percentile" | "basic" | "bca" | undefined;
}

export interface BootstrapEstimate extends Estimate {
  /** Standard deviation of the replicates. */
  readonly standardError: number;
}

/**
 * Returns a statistic of all items with its bootstrap interval: any metric, also one that is no mean, as a function of positions.
 * Items, or whole clusters, are drawn with replacement from a seed. BCa counts replicates equal to the value half, as SciPy. Cost: resamples × the statistic.
 * @throws RangeError for BCa under ten items or clusters
 */
export function bootstrap(statistic: Statistic, options: BootstrapOptions): BootstrapEstimate {
  const { n, level = 0.95, method = "bca" } = options;
  requireLevel("level", level);
  const units = resamplingUnits(options);
  if (method === "bca" && units.length < 10) {
    throw new RangeError(
      `BCa needs at least 10 ${options.clusters === undefined ? "items" : "clusters"}, got ${units.length}. Take the method "percentile".`,
    );
  }
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (Number.isNaN(value)) throw new RangeError("statistic must be a number on all items, got NaN.");
  const sorted = bootstrapReplicates(statistic, options);
  const low = sortedQuantile(sorted, (1 - level) / 2);
  const high = sortedQuantile(sorted, (1 + level) / 2);
  const interval =
    method === "percentile"
      ? ([low, high] as const)
      : method === "basic"
        ? ([2 * value - high, 2 * value - low] as const)
        : bcaInterval({ sorted, value, acceleration: acceleration(jackknife(statistic, units)), level, ties: "mid-rank" });
  const mean = sorted.reduce((sum, x) => sum + x / sorted.length, 0);
  const standardError = Math.sqrt(sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, sorted.length - 1));
  return {
    value,
    interval,
    level,
    n,
    method: `bootstrap, ${method}, ${options.clusters === undefined ? "items" : "clusters"}`,
    standardError,
  };
}

/** Returns the statistic with each unit left out in turn. */
export function jackknife(statistic: Statistic, units: readonly Uint32Array[]): Float64Array {
  return Float64Array.from(units, (_, left) => statistic(Uint32Array.from(units.flatMap((unit, k) => (k === left ? [] : [...unit])))));
}
