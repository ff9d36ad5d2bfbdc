import { logBetaKernel } from "./log-gamma.ts";

/** Both tails, each to full relative precision on its own side of the mean. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

const TINY = 1e-300;

/** Continued fraction of I_x(a, b)·a / kernel (DLMF 8.17.22) by Lentz's method; quick for x below the mean. */
function fraction(x: number, a: number, b: number): number {
  const kept = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 200_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/**
 * Returns the regularised incomplete beta function I_x(a, b) and 1 − I_x(a, b).
 * `y` is 1 − x, given apart so that neither tail loses digits. Cost grows as √max(a, b).
 */
export function incompleteBeta(x: number, y: number, shape: readonly [number, number]): Tails {
  const [a, b] = shape;
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x * (a + b + 2) <= a + 1) {
    const lower = Math.min(1, (Math.exp(logBetaKernel(x, y, [a, b])) * fraction(x, a, b)) / a);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (Math.exp(logBetaKernel(y, x, [b, a])) * fraction(y, b, a)) / b);
  return { lower: 1 - upper, upper };
}
