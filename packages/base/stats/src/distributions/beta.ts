import { requirePositiveTo, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { logBetaKernel } from "./log-gamma.ts";
import { solvePositive } from "./solve.ts";

function betaQuantile(p: number, shape: readonly [number, number]): number {
  const off = (x: number, y: number): number => {
    const { lower, upper } = incompleteBeta(x, y, shape);
    return p <= 0.5 ? Math.log(lower / p) : Math.log((1 - p) / upper);
  };
  // Solved for the smaller of x and 1 − x, which keeps its digits near either end.
  return off(0.5, 0.5) >= 0 ? solvePositive((x) => off(x, 1 - x), 0.5) : 1 - solvePositive((y) => off(1 - y, y), 0.5);
}

/** Returns the beta distribution with shapes `a` and `b`: density ∝ x^(a−1)(1 − x)^(b−1), the cdf by the continued fraction of NIST's Handbook (2010, 8.17). Agrees with SciPy. Assumes nothing. @throws RangeError unless both are above 0 and at most 1e15, beyond which digits are lost */
export function beta(a: number, b: number): Distribution {
  requirePositiveTo("a", a, 1e15);
  requirePositiveTo("b", b, 1e15);
  return {
    pdf: (x) => {
      if (Number.isNaN(x)) return Number.NaN;
      if (x < 0 || x > 1) return 0;
      if (x === 0) return a < 1 ? Number.POSITIVE_INFINITY : a === 1 ? b : 0;
      if (x === 1) return b < 1 ? Number.POSITIVE_INFINITY : b === 1 ? a : 0;
      return Math.exp(logBetaKernel(x, 1 - x, [a, b])) / (x * (1 - x));
    },
    cdf: (x) => incompleteBeta(x, 1 - x, [a, b]).lower,
    survival: (x) => incompleteBeta(x, 1 - x, [a, b]).upper,
    quantile: (p) => {
      requireShare("p", p);
      if (p === 0 || p === 1) return p;
      return betaQuantile(p, [a, b]);
    },
  };
}
