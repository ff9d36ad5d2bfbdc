import type { Estimate } from "@pawl/core";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { requireLevel, requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";
import { midRanks } from "./ranks.ts";

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

/** Returns Wilcoxon's signed-rank test; `statistic` is the sum of the positive ranks (R's V). p = 1 when all differences are 0. */
export function wilcoxon(differences: readonly number[], options: WilcoxonOptions = {}): TestResult {
  const { alternative = "two-sided", zeros = "pratt", continuity = false } = options;
  requireNumbers("differences", differences);
  const kept = zeros === "drop" ? differences.filter((d) => d !== 0) : differences;
  const ranks = midRanks(kept.map(Math.abs)).filter((_, i) => kept[i] !== 0);
  const signed = kept.filter((d) => d !== 0);
  const statistic = ranks.reduce((sum, rank, i) => sum + ((signed[i] ?? 0) > 0 ? rank : 0), 0);
  const method = options.method ?? (ranks.length <= LARGEST_EXACT ? "exact" : "normal");
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
 * Returns the Hodges–Lehmann pseudo-median, the median of all pairwise means, with the interval that the signed-rank test gives (exact up to 50 values, as R).
 * Where no interval reaches the level (under six values at 0.95) it is the widest there is.
 */
export function hodgesLehmann(differences: readonly number[], options: { readonly level?: number | undefined } = {}): Estimate {
  const { level = 0.95 } = options;
  requireNumbers("differences", differences);
  requireLevel("level", level);
  const n = differences.length;
  const walsh = new Float64Array((n * (n + 1)) / 2);
  let k = 0;
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) walsh[k++] = ((differences[i] ?? 0) + (differences[j] ?? 0)) / 2;
  walsh.sort();
  const m = walsh.length;
  const value = ((walsh[(m - 1) >> 1] ?? 0) + (walsh[m >> 1] ?? 0)) / 2;
  const half = (1 - level) / 2;
  let outside = 0;
  if (n <= LARGEST_EXACT) {
    const chances = signedRankChances(Array.from({ length: n }, (_, i) => i + 1));
    // R's qsignrank: the smallest sum whose lower tail reaches α/2.
    for (let tail = chances[0] ?? 0; tail < half; tail += chances[2 * outside] ?? 0) outside += 1;
  } else {
    outside = Math.round(m / 2 - normalQuantile(1 - half) * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
  }
  const at = Math.max(1, Math.min(outside, (m + 1) >> 1));
  return {
    value,
    interval: [walsh[at - 1] ?? value, walsh[m - at] ?? value],
    level,
    n,
    method: `Hodges–Lehmann, ${n <= LARGEST_EXACT ? "exact" : "normal"}`,
  };
}
