import type { Estimate } from "@pawl/core";
import { acceleration, bcaInterval, sortedQuantile } from "../resampling/bca.ts";
import { jackknife } from "../resampling/jackknife.ts";
import { bootstrapReplicates, type ReplicatesOptions, resamplingUnits } from "../resampling/replicates.ts";
import { requireLevel } from "./require.ts";

export interface ResampledOptions extends ReplicatesOptions {
  readonly level: number;
  /** What the method's name says before the words on the bootstrap. */
  readonly name: string;
}

/**
 * Returns a coefficient that some resamples leave undefined (null) with its bootstrap interval: those resamples are left out. BCa from ten units on where
 * every leave-one-out value is defined, else percentile. Null when the coefficient itself is undefined.
 */
export function resampledEstimate(statistic: (positions: Uint32Array) => number | null, options: ResampledOptions): Estimate | null {
  const { n, level, name, clusters } = options;
  requireLevel("level", level);
  const units = resamplingUnits({ n, clusters });
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (value === null) return null;
  // An undefined replicate is an infinite one until it is dropped.
  const numeric = (positions: Uint32Array): number => statistic(positions) ?? Number.POSITIVE_INFINITY;
  const sorted = bootstrapReplicates(numeric, units, options).filter(Number.isFinite);
  const what = clusters === undefined ? "items" : "clusters";
  if (sorted.length === 0) return { value, interval: [value, value], level, n, method: `${name}; no resample defines it` };
  const left = units.count < 10 ? null : jackknife(numeric, units);
  if (left === null || !left.every(Number.isFinite)) {
    const interval = [sortedQuantile(sorted, (1 - level) / 2), sortedQuantile(sorted, (1 + level) / 2)] as const;
    return { value, interval, level, n, method: `${name}; bootstrap, percentile, ${what}` };
  }
  const interval = bcaInterval({ sorted, value, acceleration: acceleration(left), level, ties: "mid-rank" });
  return { value, interval, level, n, method: `${name}; bootstrap, bca, ${what}` };
}
