import type { Estimate } from "@pawl/core";
import { binomial } from "@pawl/stats";

/**
 * Returns the median with the order statistics that hold it at the level whatever the distribution (Conover 1999, section 3.2); with too few values
 * for the level, from the least to the greatest, said in `method`. Null for none.
 */
export function medianEstimate(values: readonly number[], level: number): Estimate | null {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return null;
  const value = ((sorted[Math.floor((n - 1) / 2)] ?? 0) + (sorted[Math.ceil((n - 1) / 2)] ?? 0)) / 2;
  const half = binomial(n, 0.5);
  let below = 0;
  while (below < n / 2 && half.cdf(below) <= (1 - level) / 2) below++;
  const at = Math.max(0, below - 1);
  const short = below === 0;
  const method = short ? "median, least to greatest: too few values for the level" : "median, order statistics";
  return { value, interval: [sorted[at] ?? value, sorted[n - 1 - at] ?? value], level, n, method };
}
