import type { Estimate } from "@pawl/core";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { requireLevel, requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";
import { midRanks } from "./ranks.ts";
import { walshSelect } from "./walsh.ts";

export interface WilcoxonOptions {
  /** @default "two-sided" */
  readonly alternative?: "two-sided" | "greater" | "less" | undefined;
  /** Pratt ranks zeros and then leaves them out; `drop` leaves them out first (Wilcoxon, R). @default "pratt" */
  readonly zeros?: "pratt" | "drop" | undefined;
  /** Exact is the permutation distribution of the ranks as they are, ties included, as SciPy 1.17 does. @default exact up to 50 values, else normal */
  readonly method?: "exact" | "normal" | undefined;
  /** Of the normal approximation. @default false */
  readonly continuity?: boolean | undefined;
}

const LARGEST_EXACT = 50;
/** Counting the rank sums above this takes over 4 MB and chances under 2^−1000. */
const LARGEST_ASKED = 500;

/**
 * Returns Wilcoxon's signed-rank test; `statistic` is the sum of the positive ranks (R's V). p = 1 when all differences are 0.
 * Exact: the distribution of the sum over all sign flips of the mid-ranks, as SciPy 1.17. Normal: variance Σrank²/4, as SciPy; `continuity` as R.
 * Zeros: Pratt (1959) by default. Assumes independent differences, symmetric about their median.
 * @throws RangeError for `exact` of more than 500 differences that are not 0
 */
export function wilcoxon(differences: readonly number[], options: WilcoxonOptions = {}): TestResult {
  const { alternative = "two-sided", zeros = "pratt", continuity = false } = options;
  requireNumbers("differences", differences);
  const counted = differences.reduce((count, d) => count + (d === 0 ? 0 : 1), 0);
  const method = options.method ?? (counted <= LARGEST_EXACT ? "exact" : "normal");
  if (method === "exact" && counted > LARGEST_ASKED)
    throw new RangeError(
      `The exact test takes at most ${LARGEST_ASKED} differences that are not 0, got ${counted}. Take the method "normal".`,
    );
  const kept = zeros === "drop" ? differences.filter((d) => d !== 0) : differences;
  const ranks = midRanks(kept.map(Math.abs)).filter((_, i) => kept[i] !== 0);
  const signed = kept.filter((d) => d !== 0);
  const statistic = ranks.reduce((sum, rank, i) => sum + ((signed[i] ?? 0) > 0 ? rank : 0), 0);
  if (ranks.length === 0) return { statistic: 0, pValue: 1, method: `Wilcoxon signed-rank, ${method}` };
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const { atMost, atLeast } = method === "exact" ? exactTails(ranks, statistic) : normalTails({ ranks, statistic, total, continuity });
  const pValue = alternative === "greater" ? atLeast : alternative === "less" ? atMost : Math.min(1, 2 * Math.min(atMost, atLeast));
  return {
    statistic,
    pValue,
    method: `Wilcoxon signed-rank, ${method}${zeros === "pratt" && ranks.length < kept.length ? ", Pratt zeros" : ""}`,
  };
}

interface TwoTails {
  readonly atMost: number;
  readonly atLeast: number;
}

/** Doubled ranks are whole numbers also with ties, so sums can be counted. */
function exactTails(ranks: readonly number[], statistic: number): TwoTails {
  const chances = signedRankChances(ranks);
  const at = Math.round(2 * statistic);
  let atMost = 0;
  let atLeast = 0;
  chances.forEach((chance, sum) => {
    if (sum <= at) atMost += chance;
    if (sum >= at) atLeast += chance;
  });
  return { atMost, atLeast };
}

function signedRankChances(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const chances = new Float64Array(doubled.reduce((sum, rank) => sum + rank, 0) + 1);
  chances[0] = 1;
  let top = 0;
  for (const rank of doubled) {
    top += rank;
    for (let sum = top; sum >= 0; sum--) chances[sum] = ((chances[sum] ?? 0) + (sum >= rank ? (chances[sum - rank] ?? 0) : 0)) / 2;
  }
  return chances;
}

function normalTails(input: {
  readonly ranks: readonly number[];
  readonly statistic: number;
  readonly total: number;
  readonly continuity: boolean;
}): TwoTails {
  const sd = Math.sqrt(input.ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
  const off = input.statistic - input.total / 2;
  const shift = input.continuity ? 0.5 : 0;
  return { atMost: normalSurvival(-(off + shift) / sd), atLeast: normalSurvival((off - shift) / sd) };
}

/**
 * Returns the Hodges–Lehmann (1963) pseudo-median, the median of all (d_i + d_j)/2 with i ≤ j, with the interval that the signed-rank test gives (exact up to 50 values, as R's
 * wilcox.test; above that at the normal quantile of the rank sum). Where no interval reaches the level (under six values at 0.95) it is the widest there is.
 * Assumes independent differences that are symmetric about the pseudo-median. Cost: n·log n; the pairwise means are not listed.
 */
export function hodgesLehmann(differences: readonly number[], options: { readonly level?: number | undefined } = {}): Estimate {
  const { level = 0.95 } = options;
  requireNumbers("differences", differences);
  requireLevel("level", level);
  const n = differences.length;
  const sorted = Float64Array.from(differences).sort();
  const m = (n * (n + 1)) / 2;
  const value = walshSelect(sorted, Math.floor((m + 1) / 2)) / 2 + walshSelect(sorted, Math.floor(m / 2) + 1) / 2;
  const half = (1 - level) / 2;
  let outside = 0;
  if (n <= LARGEST_EXACT) {
    const chances = signedRankChances(Array.from({ length: n }, (_, i) => i + 1));
    // R's qsignrank: the smallest sum whose lower tail reaches α/2.
    for (let tail = chances[0] ?? 0; tail < half; tail += chances[2 * outside] ?? 0) outside += 1;
  } else {
    outside = Math.round(m / 2 - normalQuantile(1 - half) * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
  }
  const at = Math.max(1, Math.min(outside, Math.floor((m + 1) / 2)));
  return {
    value,
    interval: [walshSelect(sorted, at), walshSelect(sorted, m + 1 - at)],
    level,
    n,
    method: `Hodges–Lehmann, ${n <= LARGEST_EXACT ? "exact" : "normal"}`,
  };
}
