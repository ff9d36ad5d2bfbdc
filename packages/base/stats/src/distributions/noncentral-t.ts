import { incompleteBeta } from "./incomplete-beta.ts";
import { logGamma } from "./log-gamma.ts";
import { normalSurvival } from "./normal.ts";

/** Returns P(T ≤ t) of the non-central t distribution, for t ≥ 0 and centrality −37..37 (Lenth 1989, AS 243). */
export function noncentralTCdf(t: number, shape: { readonly df: number; readonly centrality: number }): number {
  const { df, centrality } = shape;
  const below = normalSurvival(centrality);
  if (t <= 0) return below;
  const s = df + t * t;
  const half = (centrality * centrality) / 2;
  let sum = 0;
  let seen = 0;
  for (let j = 0; j < 5000; j++) {
    const log = -half + j * (half > 0 ? Math.log(half) : j === 0 ? 0 : Number.NEGATIVE_INFINITY);
    const p = half === 0 ? (j === 0 ? 1 : 0) : Math.exp(log - logGamma(j + 1));
    const q = half === 0 ? 0 : (centrality / Math.SQRT2) * Math.exp(log - logGamma(j + 1.5));
    const odd = incompleteBeta((t * t) / s, df / s, [j + 0.5, df / 2]).lower;
    const even = incompleteBeta((t * t) / s, df / s, [j + 1, df / 2]).lower;
    sum += p * odd + q * even;
    seen += p;
    if (j > half && (1 - seen < 1e-14 || p < 1e-18)) break;
  }
  return Math.min(1, below + sum / 2);
}
