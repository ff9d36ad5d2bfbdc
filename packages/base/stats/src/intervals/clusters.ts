import { moments } from "../internal/moments.ts";
import { requireNumbers } from "../internal/require.ts";

/** Under so many clusters the error itself is rough (Cameron and Miller 2015, section VI). */
export const FEW_CLUSTERS = 10;

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
 * Returns the standard error of the mean of items that come in clusters: SE² = (C/(C − 1))·Σ_c(Σ_{i∈c}(x_i − x̄))²/n² (Liang and Zeger 1986; CR1), as statsmodels'
 * OLS on a constant with cov_type "cluster" gives it, CR0 without its correction. ICC: analysis of variance, (MSB − MSW)/(MSB + (m0 − 1)·MSW) with
 * m0 = (n − Σm²/n)/(C − 1) (Donner 1986), as R's ICC package. Assumes that clusters are independent of each other.
 * @throws RangeError for under two clusters, or when the two lists differ in length
 */
export function clusteredError(values: readonly number[], clusters: readonly string[]): ClusteredError {
  requireNumbers("values", values, 2);
  if (clusters.length !== values.length)
    throw new RangeError(`clusters must name one for each of the ${values.length} values, got ${clusters.length}.`);
  const n = values.length;
  const { mean, sd, scale } = moments(values);
  // Scaled, so that squares of huge values do not overflow.
  const { sums, sizes } = clusterSums(scale === 1 ? values : values.map((value) => value / scale), clusters, mean / scale);
  const count = sums.length;
  if (count < 2) throw new RangeError("A clustered error needs at least two clusters.");
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  const uncorrected = (Math.sqrt(squares) / n) * scale;
  const between = sums.reduce((total, sum, c) => total + (sum * sum) / (sizes[c] ?? 1), 0);
  const within = Math.max(0, (sd / scale) ** 2 * (n - 1) - between);
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
    few: count < FEW_CLUSTERS,
  };
}
