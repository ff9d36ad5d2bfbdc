import type { Estimate } from "@pawl/core";
import { tQuantile } from "../distributions/student-t.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { clusterSums } from "../intervals/clusters.ts";
import { midRanks } from "../paired/ranks.ts";
import { checkedLabels, type ScoredLabels } from "./requirements.ts";

/** Under so many of a class their own spread is told badly. */
const FEW = 10;

export interface AurocOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item: the error then sums DeLong's placements by cluster (Obuchowski 1997), without covering few clusters. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Returns the chance that a positive item scores above a negative one, ties half: the area under the ROC curve, as scikit-learn's `roc_auc_score`. Interval: DeLong,
 * DeLong and Clarke-Pearson (1988) on the logit scale, which keeps it in 0..1, with t by Satterthwaite's (clusters: C − 1) degrees of freedom in place of their normal quantile, and under ten of a class
 * at least Hanley and McNeil's variance (1982): at an area of .76 five of a hundred then cover 95 % and two 95 %, not 89 and 75. Where no order of items varies (an area of 0 or 1, equal scores) a share of 1 − b of either side is taken to be unseen,
 * b = ((1 − level)/2)^(1/m), Clopper and Pearson's bound of the smaller class, its clusters counted where given. Assumes independent items, or clusters. Rough under ten of a class where the area is near 0 or 1. Null with one class only; equal scores give .5.
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
  const { variance, df } =
    clusters === undefined ? itemVariance(shares, labels, [negatives, positives]) : clusterVariance(shares, clusters);
  const error = Math.sqrt(
    Math.min(positives, negatives) < FEW ? Math.max(variance, modelVariance(value, [positives, negatives])) : variance,
  );
  if (variance === 0 || value === 0 || value === 1) {
    const unitsOf = (wanted: number): number => new Set(of(wanted).map((i) => clusters?.[i] ?? i)).size;
    const bound = ((1 - level) / 2) ** (1 / Math.min(unitsOf(0), unitsOf(1)));
    const why = value === 0 || value === 1 ? "classes apart" : "no scatter seen";
    return { value, interval: [value * bound, 1 - (1 - value) * bound], level, n, method: `${method}, ${why}` };
  }
  const reach = (tQuantile((1 + level) / 2, df) * error) / (value * (1 - value));
  const logit = Math.log(value / (1 - value));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return { value, interval: [back(logit - reach), back(logit + reach)], level, n, method };
}

interface Spread {
  readonly variance: number;
  readonly df: number;
}

/** Hanley and McNeil's (1982), of scores that are exponential in both classes: it does not hang on how few of a class happened to fall. */
function modelVariance(area: number, [m, n]: readonly [number, number]): number {
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)];
  return (area * (1 - area) + (m - 1) * (q1 - area * area) + (n - 1) * (q2 - area * area)) / (m * n);
}

/** S10/m + S01/n of the paper, with Satterthwaite's degrees of freedom; a class of one has no variance of its own and takes that of a fair guess, ¼. */
function itemVariance(shares: readonly number[], labels: Uint8Array, sizes: readonly [number, number]): Spread {
  const parts = sizes.map((size, label) => {
    const squares = shares.reduce((inner, share, i) => inner + (labels[i] === label ? share * share : 0), 0);
    return { variance: size < 2 ? 0.25 : (squares * size) / (size - 1), df: Math.max(1, size - 1) };
  });
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  return { variance, df: variance === 0 ? 1 : variance ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.df, 0) };
}

function clusterVariance(shares: readonly number[], clusters: readonly string[]): Spread {
  const { sums } = clusterSums(shares, clusters);
  const squares = sums.reduce((sum, share) => sum + share * share, 0);
  const count = sums.length;
  return { variance: count < 2 ? 0.25 : (squares * count) / (count - 1), df: Math.max(1, count - 1) };
}
