import { moments } from "../internal/moments.ts";
import { requireNumbers } from "../internal/require.ts";

export interface ClusteredError {
  /** CR1: with the factor C/(C − 1). */
  readonly standardError: number;
  /** CR0: without it, for comparison with other tools. */
  readonly uncorrected: number;
  readonly clusters: number;
  /** Analysis-of-variance estimate for unequal clusters, in −1..1; 0 where it cannot be had. */
  readonly intraclassCorrelation: number;
  /** 1 + (m − 1)·ICC with m the mean cluster size: how many times more items are needed for the same certainty. */
  readonly designEffect: number;
  /** True under ten clusters: the error itself is then rough. */
  readonly few: boolean;
}

/** Returns the sums of values − centre by cluster, in order of first appearance, with the cluster sizes. */
export function clusterSums(
  values: readonly number[],
  clusters: readonly string[],
  centre: number = 0,
): { readonly sums: readonly number[]; readonly sizes: readonly number[] } {
  const index = new Map<string, number>();
  const sums: number[] = [];
  const sizes: number[] = [];
  values.forEach((value, i) => {
    const name = clusters[i] ?? "";
    const at = index.get(name) ?? sums.length;
    index.set(name, at);
    sums[at] = (sums[at] ?? 0) + value - centre;
    sizes[at] = (sizes[at] ?? 0) + 1;
  });
  return { sums, sizes };
}

/**
 * Returns the standard error of the mean of items that come in clusters (statistics: CR0 and CR1, as statsmodels' OLS gives them).
 * @throws RangeError for under two clusters, or when the two lists differ in length
 */
export function clusteredError(values: readonly number[], clusters: readonly string[]): ClusteredError {
  requireNumbers("values", values, 2);
  if (clusters.length !== values.length)
    throw new RangeError(`clusters must name one for each of the ${values.length} values, got ${clusters.length}.`);
  const n = values.length;
  const { mean, variance } = moments(values);
  const { sums, sizes } = clusterSums(values, clusters, mean);
  const count = sums.length;
  if (count < 2) throw new RangeError("A clustered error needs at least two clusters.");
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  const uncorrected = Math.sqrt(squares) / n;
  const between = sums.reduce((total, sum, c) => total + (sum * sum) / (sizes[c] ?? 1), 0);
  const within = Math.max(0, variance * (n - 1) - between);
  const size = (n - sizes.reduce((total, m) => total + m * m, 0) / n) / (count - 1);
  const msb = between / (count - 1);
  const msw = n > count ? within / (n - count) : 0;
  const spread = msb + (size - 1) * msw;
  const icc = n > count && spread > 0 ? (msb - msw) / spread : 0;
  return {
    standardError: uncorrected * Math.sqrt(count / (count - 1)),
    uncorrected,
    clusters: count,
    intraclassCorrelation: icc,
    designEffect: Math.max(0, 1 + (n / count - 1) * icc),
    few: count < 10,
  };
}
