import { requireCount, requireFinite, requireLevel, requirePositive } from "../internal/require.ts";

export interface AsymptoticSequenceOptions {
  /** Variance of one value. */
  readonly variance: number;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Where the sequence is tightest. @default the ρ that is best at n = 100 */
  readonly rho?: number | undefined;
}

/**
 * Returns the half-width at `n` of an asymptotic confidence sequence for a mean (Waudby-Smith et al. 2024, eq. 2.3): √((nvρ² + 1)/(n²ρ²)·ln((nvρ² + 1)/α²)).
 * No tool but their own computes it; the tests compare with the formula in NumPy. Assumes independent values of finite variance, and n so large that their mean is near normal.
 * Only for unbounded values and from n = 100 on: below that a skewed null gives up to 9 % false alarms; bounded values take `bettingSequence`.
 */
export function asymptoticHalfWidth(n: number, options: AsymptoticSequenceOptions): number {
  const { variance, level = 0.95 } = options;
  requireCount("n", n, 1);
  requireFinite("variance", variance);
  if (variance < 0) throw new RangeError(`variance must not be negative, got ${variance}.`);
  requireLevel("level", level);
  const alpha = 1 - level;
  const rho = options.rho ?? Math.sqrt((-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1) / 100);
  requirePositive("rho", rho);
  // nvρ² + 1 over nρ², which does not overflow.
  const mass = variance + 1 / (n * rho * rho);
  return Math.sqrt(mass / n) * Math.sqrt(Math.log(n * rho * rho) + Math.log(mass) - 2 * Math.log(alpha));
}
