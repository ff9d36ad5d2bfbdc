import type { Estimate } from "@pawl/core";
import { normalSurvival } from "../distributions/normal.ts";
import { tQuantile } from "../distributions/student-t.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import { acceleration, bcaInterval, sortedQuantile } from "../resampling/bca.ts";
import { jackknife } from "../resampling/jackknife.ts";
import { bootstrapReplicates, type ReplicatesOptions, resamplingUnits } from "../resampling/replicates.ts";
import { requireLevel } from "./require.ts";

export interface ResampledOptions extends ReplicatesOptions {
  readonly level: number;
  /** What the method's name says before the words on the bootstrap. */
  readonly name: string;
  /** Lowest and highest possible value. @default [-1, 1] */
  readonly range?: readonly [number, number] | undefined;
}

/**
 * Returns a coefficient that some resamples leave undefined (null) with its bootstrap interval: those resamples are left out. BCa from ten units on where
 * every leave-one-out value is defined, else percentile, expanded to what t with units − 1 degrees of freedom asks for (Hesterberg 2015, section 5.3), rough under some five. A single unit says nothing: the whole range. Where no resample differs, as many independent successes
 * leave unseen what Wilson's bound of all of them does, and that share could have any value. Null when the coefficient itself is undefined.
 */
export function resampledEstimate(statistic: (positions: Uint32Array) => number | null, options: ResampledOptions): Estimate | null {
  const { n, level, name, clusters, range = [-1, 1] } = options;
  const [low, high] = range;
  requireLevel("level", level);
  const units = resamplingUnits({ n, clusters });
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (value === null) return null;
  const what = clusters === undefined ? "items" : "clusters";
  const unseen = (share: number, why: string): Estimate => {
    const ends = [Math.min(value, low + (1 - share) * (value - low)), Math.max(value, high - (1 - share) * (high - value))] as const;
    return { value, interval: ends, level, n, method: `${name}; ${why}` };
  };
  if (units.count < 2) return unseen(1, what === "items" ? "one item" : "one cluster");
  // An undefined replicate is an infinite one until it is dropped.
  const numeric = (positions: Uint32Array): number => statistic(positions) ?? Number.POSITIVE_INFINITY;
  const sorted = bootstrapReplicates(numeric, units, options).filter(Number.isFinite);
  if (sorted.length === 0) return unseen(1, "no resample defines it");
  const [least = 0, most = 0] = [sorted[0], sorted[sorted.length - 1]];
  // But for rounding.
  if (Math.max(value - least, most - value) < 1e-12) {
    const { interval } = proportionEstimate({ successes: units.count, n: units.count }, { level });
    return unseen(1 - interval[0], `no resample of ${what} differs`);
  }
  const left = units.count < 10 ? null : jackknife(numeric, units);
  if (left?.every(Number.isFinite)) {
    const interval = bcaInterval({ sorted, value, acceleration: acceleration(left), level, ties: "mid-rank" });
    // At the end of the range all of its shares can be equal replicates.
    if (interval[1] - interval[0] > 1e-12) return { value, interval, level, n, method: `${name}; bootstrap, bca, ${what}` };
  }
  const share = normalSurvival(Math.sqrt(units.count / (units.count - 1)) * tQuantile((1 + level) / 2, units.count - 1));
  const interval = [Math.min(value, sortedQuantile(sorted, share)), Math.max(value, sortedQuantile(sorted, 1 - share))] as const;
  return { value, interval, level, n, method: `${name}; bootstrap, percentile, ${what}` };
}
