import { normalQuantile } from "../distributions/normal.ts";
import { tQuantile } from "../distributions/student-t.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireBinary, requireLevel, requireNumbers } from "../internal/require.ts";
import { clusteredError } from "../intervals/clusters.ts";

export interface DesignEffectOptions {
  /** Of the interval that will be reckoned with it. @default 0.95 */
  readonly level?: number | undefined;
}

/**
 * Returns how many times the variance of independent items a share of ones has that come in clusters: the CR1 variance over p(1 − p)/n (Kish 1965), at least 1. Its CR1 is statsmodels', as `clusteredError`. It is what `roganGladen` takes as
 * `designEffects`. Few clusters tell it badly: times (t(C − 1)/z)², so that an interval that reckons with z reaches as far as one with t. Where nothing varies it cannot be told:
 * the mean size of a cluster, as if each were one item; the same for a single cluster. 1 without values, and where each stands alone. Assumes independent clusters.
 * @throws TypeError for what is no number, RangeError for other values than 0 and 1 or lists of different lengths
 */
export function designEffect(hits: readonly number[], clusters: readonly string[], options: DesignEffectOptions = {}): number {
  const { level = 0.95 } = options;
  requireLevel("level", level);
  requireNumbers("hits", hits, 0);
  requireBinary("A hit", hits);
  requireSameLength("hits and clusters", hits, clusters);
  const n = hits.length;
  const count = new Set(clusters).size;
  if (count < 2) return Math.max(1, n);
  const share = hits.reduce((sum, hit) => sum + hit, 0) / n;
  const independent = (share * (1 - share)) / n;
  if (count === n) return 1;
  if (independent === 0) return n / count;
  const rough = (tQuantile((1 + level) / 2, count - 1) / normalQuantile((1 + level) / 2)) ** 2;
  return Math.max(1, (rough * clusteredError(hits, clusters).standardError ** 2) / independent);
}
