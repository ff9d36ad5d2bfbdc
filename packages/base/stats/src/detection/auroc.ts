import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { clusterSums } from "../intervals/clusters.ts";
import { midRanks } from "../paired/ranks.ts";
import { checkedLabels, type ScoredLabels } from "./requirements.ts";

export interface AurocOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item: the error then sums DeLong's placements by cluster (Obuchowski 1997), without covering few clusters. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Returns the chance that a positive item scores above a negative one, ties half: the area under the ROC curve, as scikit-learn's `roc_auc_score`. Interval: DeLong,
 * DeLong and Clarke-Pearson (1988) on the logit scale, which keeps it in 0..1; where no order of items varies (an area of 0 or 1, equal scores) a share of 1 − b of either side is taken to be unseen,
 * b = ((1 − level)/2)^(1/m), Clopper and Pearson's bound of the smaller class, its clusters counted where given. Assumes independent items, or clusters. Rough under ten of a class. Null with one class only; equal scores give .5.
 * @throws TypeError for NaN or a label that is none; RangeError for unequal lengths or no item
 */
export function auroc(input: ScoredLabels, options: AurocOptions = {}): Estimate | null {
  const { level = 0.95 } = options;
  requireLevel("level", level);
  const labels = checkedLabels(input);
  const n = labels.length;
  if (options.clusters !== undefined) requireSameLength("scores and clusters", labels, options.clusters);
  const clusters = sharedClusters(options.clusters);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) return null;
  const scores = Array.from(input.scores);
  const all = midRanks(scores);
  const of = (wanted: number): number[] => Array.from(labels.keys()).filter((i) => labels[i] === wanted);
  const placements = new Float64Array(n);
  for (const [wanted, others] of [[1, negatives] as const, [0, positives] as const]) {
    const members = of(wanted);
    const own = midRanks(members.map((i) => scores[i] ?? 0));
    members.forEach((i, k) => {
      const above = ((all[i] ?? 0) - (own[k] ?? 0)) / others;
      placements[i] = wanted === 1 ? above : 1 - above;
    });
  }
  const value = of(1).reduce((sum, i) => sum + (placements[i] ?? 0), 0) / positives;
  const method = `AUROC, DeLong on the logit scale${clusters === undefined ? "" : ", clusters"}`;
  const shares = Array.from(placements, (placement, i) => (placement - value) / (labels[i] === 1 ? positives : negatives));
  const error = Math.sqrt(
    clusters === undefined ? itemVariance(shares, labels, [negatives, positives]) : clusterVariance(shares, clusters),
  );
  if (error === 0 || value === 0 || value === 1) {
    const unitsOf = (wanted: number): number => new Set(of(wanted).map((i) => clusters?.[i] ?? i)).size;
    const bound = ((1 - level) / 2) ** (1 / Math.min(unitsOf(0), unitsOf(1)));
    const why = value === 0 || value === 1 ? "classes apart" : "no scatter seen";
    return { value, interval: [value * bound, 1 - (1 - value) * bound], level, n, method: `${method}, ${why}` };
  }
  const reach = (normalQuantile((1 + level) / 2) * error) / (value * (1 - value));
  const logit = Math.log(value / (1 - value));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return { value, interval: [back(logit - reach), back(logit + reach)], level, n, method };
}

/** S10/m + S01/n of the paper; a class of one has no variance of its own and takes that of a fair guess, ¼. */
function itemVariance(shares: readonly number[], labels: Uint8Array, sizes: readonly [number, number]): number {
  return sizes.reduce((sum, size, label) => {
    const squares = shares.reduce((inner, share, i) => inner + (labels[i] === label ? share * share : 0), 0);
    return sum + (size < 2 ? 0.25 : (squares * size) / (size - 1));
  }, 0);
}

function clusterVariance(shares: readonly number[], clusters: readonly string[]): number {
  const { sums } = clusterSums(shares, clusters);
  const squares = sums.reduce((sum, share) => sum + share * share, 0);
  return sums.length < 2 ? 0.25 : (squares * sums.length) / (sums.length - 1);
}
