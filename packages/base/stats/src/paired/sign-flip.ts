import { requireCount, requireNumbers } from "../internal/require.ts";
import { indexSource } from "../resampling/index-source.ts";
import type { TestResult } from "./mcnemar.ts";

export interface SignFlipOptions {
  /** Random flips above 14 values. @default 10000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

/**
 * Returns the two-sided sign-flip permutation test of the mean difference: all 2^n flips up to n = 14 (SciPy's permutation_test of paired samples), else seeded ones with
 * p = (#{|T*| ≥ |T|} + 1)/(resamples + 1) (Phipson and Smyth 2010). Assumes independent differences that are symmetric about 0 under the null hypothesis.
 */
export function signFlipTest(differences: readonly number[], options: SignFlipOptions = {}): TestResult {
  const { resamples = 10_000, seed = 0 } = options;
  requireNumbers("differences", differences);
  requireCount("resamples", resamples, 1);
  const n = differences.length;
  const scale = differences.reduce((most, d) => Math.max(most, Math.abs(d)), 0) || 1;
  const values = Float64Array.from(differences, (d) => d / scale);
  const sum = values.reduce((total, d) => total + d, 0);
  // Sums that are equal but for rounding count as reached.
  const reach = Math.abs(sum) - 1e-12 * n;
  let hits = 0;
  if (n <= 14) {
    let flipped = sum;
    // Gray code: each step flips one sign.
    for (let k = 1; ; k++) {
      if (Math.abs(flipped) >= reach) hits += 1;
      if (k === 2 ** n) break;
      const bit = 31 - Math.clz32(k & -k);
      values[bit] = -(values[bit] ?? 0);
      flipped += 2 * (values[bit] ?? 0);
    }
    return { statistic: (sum / n) * scale, pValue: hits / 2 ** n, method: "sign-flip permutation, exact" };
  }
  for (const flipped of flippedSums(values, { resamples, seed })) if (Math.abs(flipped) >= reach) hits += 1;
  return { statistic: (sum / n) * scale, pValue: (hits + 1) / (resamples + 1), method: `sign-flip permutation, ${resamples} seeded flips` };
}

/** Returns the sum of each resample's flipped values: 32 values at a time for all resamples, their sums under 8 flips looked up in a table that stays in the cache. */
function flippedSums(
  values: Float64Array,
  { resamples, seed }: { readonly resamples: number; readonly seed: number | string },
): Float64Array {
  const sums = new Float64Array(resamples);
  const bits = new Uint32Array(resamples);
  const table = new Float64Array(4 * 256);
  const source = indexSource(seed);
  for (let start = 0; start < values.length; start += 32) {
    for (let part = 0; part < 4; part++) {
      const first = start + 8 * part;
      table[256 * part] = 0;
      for (let k = 0; k < 8; k++) table[256 * part] = (table[256 * part] ?? 0) - (values[first + k] ?? 0);
      for (let flips = 1; flips < 256; flips++) {
        const lowest = flips & -flips;
        table[256 * part + flips] = (table[256 * part + (flips ^ lowest)] ?? 0) + 2 * (values[first + 31 - Math.clz32(lowest)] ?? 0);
      }
    }
    source.bits(bits);
    for (let r = 0; r < resamples; r++) {
      const word = bits[r] ?? 0;
      sums[r] =
        (sums[r] ?? 0) +
        (table[word & 255] ?? 0) +
        (table[256 + ((word >>> 8) & 255)] ?? 0) +
        (table[512 + ((word >>> 16) & 255)] ?? 0) +
        (table[768 + (word >>> 24)] ?? 0);
    }
  }
  return sums;
}
