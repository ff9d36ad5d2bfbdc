import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireCount } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { checkedProbabilities, type ScoredLabels } from "./requirements.ts";

export interface ReliabilityOptions {
  /** Bins of equal width over 0..1: [low, high), the last with 1. @default 10 */
  readonly bins?: number | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item: repeats of one are one cluster. */
  readonly clusters?: readonly string[] | undefined;
}

export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Mean probability; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of positives with Wilson's interval, clustered where clusters are given (0..1 of a single one); null in an empty bin. */
  readonly observed: Estimate | null;
}

export interface Reliability {
  /** Expected calibration error: Σ(n_b/n)·|observed − confidence| (Naeini, Cooper and Hauskrecht 2015). Depends on the bins; above 0 by chance also when calibrated. */
  readonly expectedError: number;
  /** Largest gap of any bin with items. */
  readonly largestError: number;
  readonly bins: readonly ReliabilityBin[];
  readonly n: number;
}

/**
 * Returns how far probabilities keep their word, bin by bin of equal width: expectedError = Σ(n_b/n)·|observed − confidence| (Naeini, Cooper and Hauskrecht 2015). No tool of those compared with has it;
 * checked against NumPy; the bins' intervals are Wilson's, which agree with statsmodels. Assumes independent items, or clusters.
 * @throws TypeError for NaN or a label that is none; RangeError for a probability off 0..1, unequal lengths, no item or no bin
 */
export function reliability(input: ScoredLabels, options: ReliabilityOptions = {}): Reliability {
  const { bins: count = 10, level = 0.95, clusters } = options;
  requireCount("bins", count, 1);
  const labels = checkedProbabilities(input);
  if (clusters !== undefined) requireSameLength("scores and clusters", labels, clusters);
  const sums = Array.from({ length: count }, () => ({ hits: [] as (0 | 1)[], clusters: [] as string[], confidence: 0 }));
  labels.forEach((label, i) => {
    const p = input.scores[i] ?? 0;
    // The comparisons settle what rounding does to p · count: .3 lies in [.3, .4).
    const near = Math.floor(p * count);
    const at = Math.min(count - 1, p >= (near + 1) / count ? near + 1 : p < near / count ? near - 1 : near);
    const bin = sums[at];
    if (bin === undefined) return;
    bin.hits.push(label === 1 ? 1 : 0);
    bin.clusters.push(clusters?.[i] ?? `item ${i}`);
    bin.confidence += p;
  });
  const bins = sums.map(({ hits, clusters: names, confidence }, b): ReliabilityBin => {
    const n = hits.length;
    const edges = { low: b / count, high: (b + 1) / count, n };
    if (n === 0) return { ...edges, confidence: null, observed: null };
    const observed = shareEstimate(hits, { level, clusters: names });
    const value = hits.reduce<number>((sum, hit) => sum + hit, 0) / n;
    return { ...edges, confidence: confidence / n, observed: observed ?? { value, interval: [0, 1], level, n, method: "one cluster" } };
  });
  const gaps = bins.map((bin) => Math.abs((bin.observed?.value ?? 0) - (bin.confidence ?? 0)));
  return {
    expectedError: gaps.reduce((sum, gap, b) => sum + (gap * (bins[b]?.n ?? 0)) / labels.length, 0),
    largestError: Math.max(...gaps),
    bins,
    n: labels.length,
  };
}
