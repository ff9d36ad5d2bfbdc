import { requirePositiveTo, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";
import { incompleteGamma } from "./incomplete-gamma.ts";
import { logGammaKernel } from "./log-gamma.ts";
import { solvePositive } from "./solve.ts";

/** Returns the χ² distribution with `df` degrees of freedom: density ∝ x^(df/2−1)e^(−x/2), the cdf by the incomplete gamma function (NIST Handbook 2010, 8.2). Agrees with SciPy. Assumes nothing. @throws RangeError unless `df` is above 0 and at most 1e10, beyond which digits are lost */
export function chiSquared(df: number): Distribution {
  requirePositiveTo("df", df, 1e10);
  const a = df / 2;
  return {
    pdf: (x) => {
      if (x < 0) return 0;
      if (x === 0) return df < 2 ? Number.POSITIVE_INFINITY : df === 2 ? 0.5 : 0;
      return Math.exp(logGammaKernel(x / 2, a)) / x;
    },
    cdf: (x) => incompleteGamma(x / 2, a).lower,
    survival: (x) => incompleteGamma(x / 2, a).upper,
    quantile: (p) => {
      requireShare("p", p);
      if (p === 0) return 0;
      if (p === 1) return Number.POSITIVE_INFINITY;
      if (p <= 0.5) return 2 * solvePositive((x) => Math.log(incompleteGamma(x, a).lower / p), 1e290);
      return 2 * solvePositive((x) => Math.log((1 - p) / incompleteGamma(x, a).upper), 1e290);
    },
  };
}
