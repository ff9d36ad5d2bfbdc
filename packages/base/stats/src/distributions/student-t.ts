import { requirePositive, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { logBetaKernel } from "./log-gamma.ts";
import { normalQuantile, normalSurvival } from "./normal.ts";
import { solvePositive } from "./solve.ts";

/** Above so many degrees of freedom the incomplete beta function loses digits and Abramowitz and Stegun's 26.7.8 has gained them: z = t(1 − 1/4ν)/√(1 + t²/2ν). */
const MANY = 1e7;

/** P(T > t) for t ≥ 0. */
function tail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (df > MANY) return normalSurvival((t * (1 - 0.25 / df)) / Math.hypot(1, t / Math.sqrt(2 * df)));
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0.5 * incompleteBeta(0, 1, [df / 2, 0.5]).lower;
  return 0.5 * incompleteBeta(df / (df + square), square / (df + square), [df / 2, 0.5]).lower;
}

/** Returns Student's t distribution with `df` degrees of freedom, which need not be whole: P(T > t) = I(df/(df + t²); df/2, ½)/2 (Abramowitz and Stegun 1964, 26.7). Agrees with SciPy. Assumes nothing. @throws RangeError unless `df` is above 0 */
export function studentT(df: number): Distribution {
  requirePositive("df", df);
  return {
    pdf: (t) => {
      const square = t * t;
      const s = df + square;
      // Density of t² through the beta kernel; at 0 the limit.
      if (square < 1e-200) return Math.exp(logBetaKernel(1 / 2, 1 / 2, [df / 2, 0.5]) + ((df + 1) / 2) * Math.LN2) / Math.sqrt(df);
      return Math.exp(logBetaKernel(df / s, square / s, [df / 2, 0.5])) / Math.abs(t);
    },
    cdf: (t) => (t <= 0 ? tail(-t, df) : 1 - tail(t, df)),
    survival: (t) => (t >= 0 ? tail(t, df) : 1 - tail(-t, df)),
    quantile: (p) => {
      requireShare("p", p);
      if (p === 0) return Number.NEGATIVE_INFINITY;
      if (p === 1) return Number.POSITIVE_INFINITY;
      if (p === 0.5) return 0;
      if (df > MANY) {
        const z = normalQuantile(p);
        return z / Math.sqrt((1 - 0.25 / df) ** 2 - (z * z) / (2 * df));
      }
      const target = Math.log(Math.min(p, 1 - p));
      const t = solvePositive((x) => target - Math.log(tail(x, df)), 1e150);
      return p < 0.5 ? -t : t;
    },
  };
}

const remembered = new Map<string, number>();

/** Returns studentT(df).quantile(p), remembering what it was asked for: an interval asks for the same few again and again. */
export function tQuantile(p: number, df: number): number {
  const key = `${p}/${df}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size > 4096) remembered.clear();
  const found = studentT(df).quantile(p);
  remembered.set(key, found);
  return found;
}
