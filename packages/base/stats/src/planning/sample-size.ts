import { noncentralTCdf } from "../distributions/noncentral-t.ts";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { solve } from "../distributions/solve.ts";
import { tQuantile } from "../distributions/student-t.ts";
import { requireCount, requireFinite, requireLevel, requirePositive } from "../internal/require.ts";

export interface Certainty {
  /** Confidence of the two-sided interval. @default 0.95 */
  readonly level?: number | undefined;
  /** Chance of finding what is there. @default 0.8 */
  readonly power?: number | undefined;
}

/** z of the level's two sides plus z of the power. */
export function reach({ level = 0.95, power = 0.8 }: Certainty): number {
  requireLevel("level", level);
  requireLevel("power", power);
  return normalQuantile((1 + level) / 2) + normalQuantile(power);
}

/** Power of the paired t test for a standardised mean difference. */
function pairedPower(n: number, dz: number, level: number): number {
  const critical = tQuantile((1 + level) / 2, n - 1);
  const centrality = dz * Math.sqrt(n);
  // Beyond this the power is 1 to many digits.
  if (centrality > 37) return 1;
  return 1 - noncentralTCdf(critical, { df: n - 1, centrality }) + (1 - noncentralTCdf(critical, { df: n - 1, centrality: -centrality }));
}

/**
 * Returns the pairs that the paired t test needs for a standardised mean difference d_z, not rounded: the n at which P(|T(n − 1, d_z√n)| ≥ t) is the power (Cohen 1988, chapter 2), T noncentral, both tails counted: statsmodels' TTestPower,
 * R's pwr and power.t.test(strict = TRUE). At least 2. Assumes independent pairs with normal differences.
 */
export function pairedTItems(dz: number, options: Certainty = {}): number {
  requirePositive("dz", dz);
  const { level = 0.95, power = 0.8 } = options;
  const guess = (reach(options) / dz) ** 2;
  if (guess > 1e6) return guess;
  if (pairedPower(2, dz, level) >= power) return 2;
  return solve((n) => pairedPower(n, dz, level) - power, [2, guess + 50]);
}

export interface ItemsNeededInput {
  /** Mean difference to be found, in the score's unit; its sign does not matter. */
  readonly effect: number;
  /** Standard deviation of the paired difference. */
  readonly sd: number;
}

/** Returns the whole number of pairs, at least 2, at which the paired t test finds the effect with the given power, as `pairedTItems` with d_z = effect/sd. @throws RangeError for effect 0 or a negative sd */
export function itemsNeeded({ effect, sd }: ItemsNeededInput, options: Certainty = {}): number {
  requireFinite("effect", effect);
  if (effect === 0) throw new RangeError("effect must not be 0: no number of items shows it.");
  requireFinite("sd", sd);
  if (sd < 0) throw new RangeError(`sd must not be negative, got ${sd}.`);
  return sd === 0 ? 2 : Math.ceil(pairedTItems(Math.abs(effect) / sd, options) - 1e-9);
}

/** Returns the smallest mean paired difference that the t test finds with the given power on n pairs: its inverse, assumptions as `pairedTItems`. Above 100,000 pairs the normal form. Infinity under two pairs. */
export function smallestDetectable(input: { readonly n: number; readonly sd: number }, options: Certainty = {}): number {
  const { level = 0.95, power = 0.8 } = options;
  requireCount("n", input.n);
  requireFinite("sd", input.sd);
  if (input.sd < 0) throw new RangeError(`sd must not be negative, got ${input.sd}.`);
  const z = reach(options);
  if (input.n < 2) return Number.POSITIVE_INFINITY;
  if (input.n > 1e5) return (z * input.sd) / Math.sqrt(input.n);
  const root = Math.sqrt(input.n);
  const highest = (tQuantile((1 + level) / 2, input.n - 1) * 4 + 8) / root;
  if (pairedPower(input.n, Math.min(highest, 37 / root), level) < power)
    return (input.sd * (z + tQuantile((1 + level) / 2, input.n - 1))) / root;
  return input.sd * solve((dz) => pairedPower(input.n, dz, level) - power, [0, Math.min(highest, 37 / root)]);
}

/** Parts of the variance of a difference, and the repeats of each side (Miller 2024, section 5). */
export interface RepeatedVariance {
  /** ω² of the difference between items. */
  readonly between: number;
  /** σ² of the champion's and the candidate's repeats. @default 0 */
  readonly within?: readonly [number, number] | undefined;
  /** @default [1, 1] */
  readonly repeats?: readonly [number, number] | undefined;
}

function varianceOf({ between, within = [0, 0], repeats = [1, 1] }: RepeatedVariance): number {
  for (const part of [between, ...within]) {
    requireFinite("variance", part);
    if (part < 0) throw new RangeError(`A variance must not be negative, got ${part}.`);
  }
  repeats.forEach((count) => {
    requireCount("repeats", count, 1);
  });
  return between + within[0] / repeats[0] + within[1] / repeats[1];
}

/**
 * Returns the items, not rounded, that find `effect` when both sides are repeated: (z_α/2 + z_β)²(ω² + σ²_A/K_A + σ²_B/K_B)/δ² (Miller 2024, section 5).
 * No tool has it; checked against the formula in NumPy and the paper's 969 items. With clusters multiply by the design effect. Assumes n so large that t is normal.
 */
export function repeatedItems(input: RepeatedVariance & { readonly effect: number }, options: Certainty = {}): number {
  requirePositive("effect", input.effect);
  return ((reach(options) * Math.sqrt(varianceOf(input))) / input.effect) ** 2;
}

/** Returns the smallest effect found on n items when both sides are repeated: its inverse, assumptions as `repeatedItems`. */
export function repeatedDetectable(input: RepeatedVariance & { readonly n: number }, options: Certainty = {}): number {
  requireCount("n", input.n, 1);
  return reach(options) * Math.sqrt(varianceOf(input) / input.n);
}

export interface MarginInput {
  readonly sd: number;
  /** Above 0, in the score's unit. */
  readonly margin: number;
  /** The true effect that is counted on. @default 0 */
  readonly effect?: number | undefined;
}

/**
 * Returns the pairs, not rounded, that show the effect to be above −margin by the two-sided interval's lower bound: ((z_{1−α/2} + z_{1−β})·s/(margin + effect))²
 * (Chow, Shao and Wang 2008, section 3.1). No tool of those compared with has the normal form; at effect 0 it is `repeatedItems` of the margin.
 * Assumes n so large that t is normal. @throws RangeError when the effect counted on is at or below −margin
 */
export function nonInferiorityItems({ sd, margin, effect = 0 }: MarginInput, options: Certainty = {}): number {
  requirePositive("sd", sd);
  requirePositive("margin", margin);
  if (effect <= -margin) throw new RangeError(`effect must be above −margin = ${-margin}, got ${effect}.`);
  return (reach(options) * (sd / (margin + effect))) ** 2;
}

/**
 * Returns the pairs, not rounded, at which the two-sided interval lies within ±margin with the given power: two one-sided tests (Schuirmann 1987) at (1 − level)/2 each,
 * the n at which Φ((margin − effect)√n/s − z) + Φ((margin + effect)√n/s − z) − 1 is the power, z = z_{1−α/2}; at effect 0 ((z + z_{1−β/2})·s/margin)². `equivalenceTest` is the test. The usual TOST at 5 % has level 0.9. No tool of those compared with has the
 * normal form; the tests check its power. Assumes n so large that t is normal.
 */
export function equivalenceItems({ sd, margin, effect = 0 }: MarginInput, options: Certainty = {}): number {
  const { level = 0.95, power = 0.8 } = options;
  requirePositive("sd", sd);
  requirePositive("margin", margin);
  if (Math.abs(effect) >= margin) throw new RangeError(`effect must lie within ±${margin}, got ${effect}.`);
  requireLevel("level", level);
  requireLevel("power", power);
  const z = normalQuantile((1 + level) / 2);
  const reached = margin - Math.abs(effect);
  const ratio = (margin + Math.abs(effect)) / reached;
  // In errors of the mean from the nearer bound. Either test may fail: that one alone at its most, both alike at their least.
  const off = (errors: number): number => 1 - normalSurvival(errors - z) - normalSurvival(ratio * errors - z) - power;
  return (solve(off, [z + normalQuantile(power), z + normalQuantile((1 + power) / 2)]) * (sd / reached)) ** 2;
}
