import { requireFinite, requirePositive, requireShare } from "../internal/require.ts";
import type { Distribution } from "./distribution.ts";

// Cody (1969), Rational Chebyshev approximations for the error function, in the form of R's pnorm.
const A = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356, 0.06568233791820745];
const B = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const C = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735,
  9842.714838383978, 1.0765576773720192e-8,
];
const D = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598, 38912.00328609327,
  19685.429676859992,
];
const P = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5, 0.023073441764940174,
];
const Q = [1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5];
const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

/** Σ over the coefficients with the last one leading: ((last·v + first)·v + second)… as Cody's tables are laid out. */
function rational(v: number, top: readonly number[], bottom: readonly number[]): number {
  let upper = (top[top.length - 1] ?? 0) * v;
  let lower = v;
  for (let i = 0; i < bottom.length - 1; i++) {
    upper = (upper + (top[i] ?? 0)) * v;
    lower = (lower + (bottom[i] ?? 0)) * v;
  }
  return (upper + (top[bottom.length - 1] ?? 0)) / (lower + (bottom[bottom.length - 1] ?? 0));
}

/** e^(−y²/2), split so that large y loses no digits. */
function bell(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head * 0.5) * Math.exp(-(y - head) * (y + head) * 0.5);
}

/** Returns P(Z > z) of the standard normal. */
export function normalSurvival(z: number): number {
  const y = Math.abs(z);
  if (y <= 0.67448975) return 0.5 - z * rational(y > 1e-20 ? y * y : 0, A, B);
  const tail =
    y <= 5.656854 ? bell(y) * rational(y, C, D) : bell(y) * ((INVERSE_ROOT_TWO_PI - (1 / (y * y)) * rational(1 / (y * y), P, Q)) / y);
  return z > 0 ? tail : 1 - tail;
}

/** Returns the z with P(Z ≤ z) = p: a first guess (Abramowitz and Stegun 26.2.23), then Halley's steps. ∓∞ at 0 and 1. */
export function normalQuantile(p: number): number {
  requireShare("p", p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  for (let i = 0; i < 4; i++) {
    const step = (normalSurvival(z) - tail) / (INVERSE_ROOT_TWO_PI * bell(z));
    z += step / (1 - (z * step) / 2);
    if (Math.abs(step) < 1e-9) break;
  }
  return p < 0.5 ? -z : z;
}

/** Returns the normal distribution, density ∝ e^(−z²/2). Source of the tails: Cody (1969). Agrees with SciPy. Assumes nothing. @throws RangeError unless `sd` is above 0 */
export function normal(mean: number = 0, sd: number = 1): Distribution {
  requireFinite("mean", mean);
  requirePositive("sd", sd);
  return {
    pdf: (x) => (INVERSE_ROOT_TWO_PI * bell(Math.abs((x - mean) / sd))) / sd,
    cdf: (x) => normalSurvival((mean - x) / sd),
    survival: (x) => normalSurvival((x - mean) / sd),
    quantile: (p) => mean + sd * normalQuantile(p),
  };
}
