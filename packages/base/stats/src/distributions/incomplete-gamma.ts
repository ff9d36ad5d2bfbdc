import type { Tails } from "./incomplete-beta.ts";
import { logGammaKernel } from "./log-gamma.ts";

/** Returns the regularised incomplete gamma functions P(a, x) and Q(a, x): the series below a + 1, the continued fraction above (DLMF 8.11.4, 8.9.2). */
export function incompleteGamma(x: number, a: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const kernel = Math.exp(logGammaKernel(x, a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 1_000_000 && term > sum * 1e-17; k++) {
      term *= x / (a + k);
      sum += term;
    }
    const lower = Math.min(1, kernel * sum);
    return { lower, upper: 1 - lower };
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 1_000_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  const upper = Math.min(1, kernel * h);
  return { lower: 1 - upper, upper };
}
