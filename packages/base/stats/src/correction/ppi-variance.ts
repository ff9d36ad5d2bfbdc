/** One labelled or unlabelled item as it enters the variance. */
export interface Deviations {
  /** Human − mean human, of labelled items. */
  readonly human: Float64Array;
  /** Judge − mean judge, of labelled items. */
  readonly judge: Float64Array;
  /** Judge − mean judge, of unlabelled items. */
  readonly unlabelled: Float64Array;
}

export interface PpiClusters {
  readonly labelled: readonly string[];
  readonly unlabelled: readonly string[];
}

/** Returns values less their mean. */
export function deviations(values: ArrayLike<number>): Float64Array {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += (values[i] ?? 0) / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Returns λ* = cov(Y, f)/((1 + n/N) var f), f over all items, both divided by their counts as ppi_py's point estimate; 0 where f does not vary. */
export function tunedLambda({ human, judge, unlabelled }: Deviations, pooled: Float64Array): number {
  const variance = dot(pooled, pooled) / pooled.length;
  return variance === 0 ? 0 : dot(human, judge) / human.length / ((1 + human.length / unlabelled.length) * variance);
}

/** Each cluster's share in the estimate's error: a of the labels, b of the judge's scores; error = Σ(a − λb). */
export interface ClusterShares {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Clusters that hold a labelled item, and an unlabelled one. */
  readonly labelled: number;
  readonly unlabelled: number;
}

/** Returns the shares by cluster; a cluster may hold labelled and unlabelled items. */
export function clusterShares({ human, judge, unlabelled }: Deviations, clusters: PpiClusters): ClusterShares {
  const index = new Map<string, number>();
  for (const name of clusters.labelled) if (!index.has(name)) index.set(name, index.size);
  const labelled = index.size;
  for (const name of clusters.unlabelled) if (!index.has(name)) index.set(name, index.size);
  const a = new Float64Array(index.size);
  const b = new Float64Array(index.size);
  clusters.labelled.forEach((name, i) => {
    const c = index.get(name) ?? 0;
    a[c] = (a[c] ?? 0) + (human[i] ?? 0) / human.length;
    b[c] = (b[c] ?? 0) + (judge[i] ?? 0) / judge.length;
  });
  clusters.unlabelled.forEach((name, i) => {
    const c = index.get(name) ?? 0;
    b[c] = (b[c] ?? 0) - (unlabelled[i] ?? 0) / unlabelled.length;
  });
  return { a, b, labelled, unlabelled: new Set(clusters.unlabelled).size };
}

/** Returns the λ with the least clustered variance, Σab/Σb²; 0 where the judge's sums do not vary. */
export function clusteredLambda({ a, b }: ClusterShares): number {
  const squares = dot(b, b);
  return squares === 0 ? 0 : dot(a, b) / squares;
}
