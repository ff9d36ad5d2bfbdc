import { requireLevel, requireNumbers } from "../internal/require.ts";
import { clusterSums } from "../intervals/clusters.ts";
import { signFlipTest } from "../paired/sign-flip.ts";
import type { ResamplingOptions } from "../resampling/replicates.ts";
import { reachedFrom, studentised } from "./studentised-replicates.ts";

export interface BestSetOptions extends ResamplingOptions {
  /** Chance that the truly best one is in the set. @default 0.95 */
  readonly level?: number | undefined;
  /** Which scores are good. @default "higher" */
  readonly direction?: "higher" | "lower" | undefined;
}

export interface BestSetMember {
  readonly mean: number;
  /** Whether it cannot be told from the best. */
  readonly inSet: boolean;
  /** Of "nothing is better than this one", adjusted for all it is compared with: outside the set where it is at most 1 − level. */
  readonly pValue: number;
  /** How far its mean is behind the best mean seen, 0 or more. */
  readonly behind: number;
}

export interface BestSet {
  /** In the order given. */
  readonly members: readonly BestSetMember[];
  /** Position of the best mean; the first of equal ones. */
  readonly best: number;
  readonly level: number;
  readonly n: number;
  readonly method: string;
}

/**
 * Returns which of several variants, scored on the same items in the same order, cannot be told from the best: a set that holds the truly best one with
 * the given confidence. Variant i leaves it when some other is better by a one-sided max-T test against i, Hsu's multiple comparisons with the best
 * (1996, section 4.1) with the critical values of a shared studentised bootstrap in place of his normal ones, confirmed by a sign-flip test (Bonferroni), since the bootstrap alone
 * leaves the best one out too often where few items differ; no further correction is due, as only the test
 * against the truly best one can go wrong. One variant is the set. Statistic T_i = max_j (x̄_j − x̄_i)/SE_ij. No tool has it; the tests simulate how often the best one is left out. Assumes independent items, or clusters where given. Cost: resamples × items × pairs of variants.
 * @throws RangeError under two items or clusters, or for lists of two lengths
 */
export function bestSet(scores: readonly (readonly number[])[], options: BestSetOptions = {}): BestSet {
  const { level = 0.95, direction = "higher", resamples = 10_000, clusters } = options;
  requireLevel("level", level);
  scores.forEach((values, i) => {
    requireNumbers(`scores[${i}]`, values, 2);
    if (values.length !== scores[0]?.length)
      throw new RangeError(`scores must be equally long: scores[0] has ${scores[0]?.length} values, scores[${i}] ${values.length}.`);
  });
  const m = scores.length;
  if (m === 0) throw new RangeError("scores must hold at least one list.");
  const sign = direction === "higher" ? 1 : -1;
  const { means, n } = studentised("scores", scores, { clusters, resamples: 1 });
  let best = 0;
  means.forEach((mean, i) => {
    if (sign * mean > sign * (means[best] ?? 0)) best = i;
  });
  const pairs = scores.flatMap((_, i) => scores.slice(i + 1).map((_unused, k) => ({ i, j: i + 1 + k })));
  const pValues = pairs.length === 0 ? new Float64Array([1]) : testsAgainst(scores, { pairs, sign, options });
  const method = `multiple comparisons with the best, ${resamples} shared resamples of ${clusters === undefined ? "items" : "clusters"}, sign flips`;
  return {
    members: Array.from(means, (mean, i) => ({
      mean,
      inSet: (pValues[i] ?? 1) > 1 - level,
      pValue: pValues[i] ?? 1,
      behind: Math.max(0, sign * ((means[best] ?? 0) - mean)),
    })),
    best,
    level,
    n,
    method,
  };
}

/** p of "some other is better than i", for each i. */
function testsAgainst(
  scores: readonly (readonly number[])[],
  input: {
    readonly pairs: readonly { readonly i: number; readonly j: number }[];
    readonly sign: number;
    readonly options: BestSetOptions;
  },
): Float64Array {
  const { pairs, sign, options } = input;
  const { resamples = 10_000 } = options;
  const m = scores.length;
  // How much better j is than i.
  const gains = pairs.map(({ i, j }) => (scores[j] ?? []).map((score, k) => sign * (score / 2 - (scores[i]?.[k] ?? 0) / 2)));
  const { means, errors, units, each } = studentised("scores", gains, options);
  const observed = new Float64Array(m).fill(Number.NEGATIVE_INFINITY);
  // Differences that do not vary: one of 2^units sign flips is as far.
  const constant = new Float64Array(m).fill(1);
  pairs.forEach(({ i, j }, p) => {
    const [mean, error] = [means[p] ?? 0, errors[p] ?? 0];
    if (error === 0) {
      if (mean === 0) return;
      const behind = mean > 0 ? i : j;
      constant[behind] = Math.min(constant[behind] ?? 1, (m - 1) * 2 ** -units);
      return;
    }
    observed[i] = Math.max(observed[i] ?? 0, mean / error);
    observed[j] = Math.max(observed[j] ?? 0, -mean / error);
  });
  const reached = new Float64Array(m);
  const most = new Float64Array(m);
  /** How often the largest t against i reached that of j against i, and of i against j. */
  const against = pairs.map(() => new Float64Array(2));
  each((t) => {
    most.fill(Number.NEGATIVE_INFINITY);
    for (let p = 0; p < pairs.length; p++) {
      const pair = pairs[p];
      if (pair === undefined || errors[p] === 0) continue;
      const { i, j } = pair;
      const x = t[p] ?? 0;
      if (x > (most[i] ?? 0)) most[i] = x;
      if (-x > (most[j] ?? 0)) most[j] = -x;
    }
    for (let i = 0; i < m; i++) if ((most[i] ?? 0) >= reachedFrom(observed[i] ?? 0)) reached[i] = (reached[i] ?? 0) + 1;
    for (let p = 0; p < pairs.length; p++) {
      const { i, j } = pairs[p] ?? { i: 0, j: 0 };
      const counts = against[p];
      if (counts === undefined || errors[p] === 0) continue;
      const gain = (means[p] ?? 0) / (errors[p] ?? 1);
      if ((most[i] ?? 0) >= reachedFrom(gain)) counts[0] = (counts[0] ?? 0) + 1;
      if ((most[j] ?? 0) >= reachedFrom(-gain)) counts[1] = (counts[1] ?? 0) + 1;
    }
  });
  const share = (count: number): number => (count + 1) / (resamples + 1);
  const limit = 1 - (options.level ?? 0.95);
  const shown = reached.map((count, i) => (observed[i] === Number.NEGATIVE_INFINITY ? 1 : share(count)));
  // With few items that differ the bootstrap sees too little: what it shows must hold when signs are flipped, too.
  const confirmed = new Float64Array(m).fill(1);
  pairs.forEach(({ i, j }, p) => {
    const mean = means[p] ?? 0;
    if (errors[p] === 0 || mean === 0) return;
    const behind = mean > 0 ? i : j;
    const adjusted = share(against[p]?.[mean > 0 ? 0 : 1] ?? 0);
    if (adjusted > limit || (confirmed[behind] ?? 1) <= adjusted) return;
    const { pValue } = signFlipTest(unitSums(gains[p] ?? [], options.clusters), { seed: options.seed });
    confirmed[behind] = Math.min(confirmed[behind] ?? 1, Math.max(adjusted, ((m - 1) * pValue) / 2));
  });
  return shown.map((p, i) => Math.min(constant[i] ?? 1, p > limit ? p : Math.max(p, confirmed[i] ?? 1)));
}

function unitSums(values: readonly number[], clusters: readonly string[] | undefined): readonly number[] {
  return clusters === undefined ? values : clusterSums(values, clusters).sums;
}
