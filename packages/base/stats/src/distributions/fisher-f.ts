import { requirePositiveTo, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";
import { incompleteBeta, type Tails } from "./incomplete-beta.ts";
import { logBetaKernel } from "./log-gamma.ts";
import { solvePositive } from "./solve.ts";

/** Returns Fisher's F distribution with `d1` degrees of freedom above and `d2` below: P(F ≤ x) = I(d1·x/(d1·x + d2); d1/2, d2/2) (NIST Handbook 2010, 8.17). Agrees with SciPy. Assumes nothing. @throws RangeError unless both are above 0 and at most 1e15, beyond which digits are lost */
export function fisherF(d1: number, d2: number): Distribution {
  requirePositiveTo("d1", d1, 1e15);
  requirePositiveTo("d2", d2, 1e15);
  const shape = [d1 / 2, d2 / 2] as const;
  const tails = (x: number): Tails => {
    if (x <= 0) return { lower: 0, upper: 1 };
    const ratio = (d1 / d2) * x;
    return ratio === Number.POSITIVE_INFINITY ? { lower: 1, upper: 0 } : incompleteBeta(ratio / (1 + ratio), 1 / (1 + ratio), shape);
  };
  return {
    pdf: (x) => {
      if (x < 0) return 0;
      if (x === 0) return d1 < 2 ? Number.POSITIVE_INFINITY : d1 === 2 ? 1 : 0;
      const ratio = (d1 / d2) * x;
      return Math.exp(logBetaKernel(ratio / (1 + ratio), 1 / (1 + ratio), shape)) / x;
    },
    cdf: (x) => tails(x).lower,
    survival: (x) => tails(x).upper,
    quantile: (p) => {
      requireShare("p", p);
      if (p === 0) return 0;
      if (p === 1) return Number.POSITIVE_INFINITY;
      if (p <= 0.5) return solvePositive((x) => Math.log(tails(x).lower / p), 1e290);
      return solvePositive((x) => Math.log((1 - p) / tails(x).upper), 1e290);
    },
  };
}
