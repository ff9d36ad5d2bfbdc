/** Returns the names of clusters, or undefined where each stands alone: items that share nothing are as many as they look. */
export function sharedClusters(clusters: readonly string[] | undefined): readonly string[] | undefined {
  return clusters !== undefined && new Set(clusters).size < clusters.length ? clusters : undefined;
}
