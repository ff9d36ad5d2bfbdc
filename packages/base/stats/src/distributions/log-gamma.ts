const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * Returns ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π] for x > 0, the error of Stirling's formula.
 * Asymptotic series (Abramowitz and Stegun 6.1.41) from x = 10; below that through the recurrence.
 */
function stirlingError(x: number): number {
  if (x < 10) return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI);
  const s = 1 / (x * x);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))))) / x;
}

/** Returns ln Γ(x) for x > 0, to about 1e-15 (absolute near its zeros at 1 and 2). */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingError(shifted) - Math.log(product);
}

/** Returns ln(1 + x) − x without cancellation, for x > −1. */
function logOnePlusMinus(x: number): number {
  if (x < -0.5 || x > 1) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const square = r * r;
  let term = 2 * r * square;
  let sum = 0;
  for (let k = 3; k < 60; k += 2) {
    sum += term / k;
    term *= square;
    if (Math.abs(term) < 1e-18 * Math.abs(sum)) break;
  }
  return sum - x * r;
}

/** Returns ln(ratio) − gap for gap = ratio − 1, from whichever of the two is the more exact. */
function logRatioMinusGap(ratio: number, gap: number): number {
  return Math.abs(gap) < 0.5 ? logOnePlusMinus(gap) : Math.log(ratio) - gap;
}

/** Returns ln of x^a y^b / B(a, b) for x + y = 1, in Loader's saddle-point form (2000), which stays exact for large a and b. */
export function logBetaKernel(x: number, y: number, shape: readonly [number, number]): number {
  const [a, b] = shape;
  const s = a + b;
  const gap = a < b ? x * s - a : b - y * s;
  const far = a * logRatioMinusGap(x * (s / a), gap / a) + b * logRatioMinusGap(y * (s / b), -gap / b);
  return far + 0.5 * (Math.log(a) + Math.log(b / s)) - HALF_LOG_TWO_PI - stirlingError(a) - stirlingError(b) + stirlingError(s);
}

/** Returns ln of x^a e^(−x) / Γ(a), in the same form. */
export function logGammaKernel(x: number, a: number): number {
  return a * logRatioMinusGap(x / a, (x - a) / a) + 0.5 * Math.log(a) - HALF_LOG_TWO_PI - stirlingError(a);
}
