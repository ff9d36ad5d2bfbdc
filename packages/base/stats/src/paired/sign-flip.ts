import { seededRandom } from "@pawl/core";
import { requireCount, requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";

export interface SignFlipOptions {
  /** Random flips above 14 values. @default 10000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

/** Returns the two-sided sign-flip permutation test of the mean difference: all 2^n flips up to n = 14, else seeded ones with (hits + 1)/(resamples + 1). */
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
    return { statistic: (sum * scale) / n, pValue: hits / 2 ** n, method: "sign-flip permutation, exact" };
  }
  const random = seededRandom(seed);
  for (let k = 0; k < resamples; k++) {
    let flipped = 0;
    for (let i = 0; i < n; i += 32) {
      let bits = Math.floor(random.next() * 4294967296);
      for (let j = i; j < n && j < i + 32; j++, bits >>>= 1) flipped += bits & 1 ? (values[j] ?? 0) : -(values[j] ?? 0);
    }
    if (Math.abs(flipped) >= reach) hits += 1;
  }
  return { statistic: (sum * scale) / n, pValue: (hits + 1) / (resamples + 1), method: `sign-flip permutation, ${resamples} seeded flips` };
}
