import { requireCount, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { logBetaKernel } from "./log-gamma.ts";

/** Returns the binomial distribution of successes in `n` trials: C(n, k)p^k(1 − p)^(n−k), the cdf by the incomplete beta function (NIST Handbook 2010, 8.17). Agrees with SciPy. Assumes independent trials of one chance. Between whole numbers `cdf` and `survival` are those of the whole number below. */
export function binomial(n: number, p: number): Distribution {
  requireCount("n", n);
  requireShare("p", p);
  const q = 1 - p;
  const pdf = (k: number): number => {
    if (!Number.isInteger(k) || k < 0 || k > n) return 0;
    if (p === 0 || n === 0) return k === 0 ? 1 : 0;
    if (p === 1) return k === n ? 1 : 0;
    if (k === 0) return Math.exp(n * Math.log1p(-p));
    if (k === n) return p ** n;
    // C(n, k) p^k q^(n−k) = kernel(k, n − k)·n / (k·(n − k)).
    return Math.exp(logBetaKernel(p, q, [k, n - k])) * (n / (k * (n - k)));
  };
  const tails = (x: number): { readonly lower: number; readonly upper: number } => {
    const k = Math.floor(x);
    if (k < 0) return { lower: 0, upper: 1 };
    if (k >= n) return { lower: 1, upper: 0 };
    return incompleteBeta(q, p, [n - k, k + 1]);
  };
  return {
    pdf,
    cdf: (x) => tails(x).lower,
    survival: (x) => tails(x).upper,
    quantile: (share) => {
      requireShare("p", share);
      let low = -1;
      let high = n;
      const reached = (k: number): boolean => (share <= 0.5 ? tails(k).lower >= share : tails(k).upper <= 1 - share);
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (reached(middle)) high = middle;
        else low = middle;
      }
      return high;
    },
  };
}
