import { normalSurvival } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";
import { midRanks } from "./ranks.ts";

/** Returns Cliff's δ in −1..1: how much more often a value of `a` is above one of `b` than below. */
export function cliffDelta(a: readonly number[], b: readonly number[]): number {
  requireNumbers("a", a);
  requireNumbers("b", b);
  return (2 * statisticU(a, b)) / (a.length * b.length) - 1;
}

/** Pairs in which `a` wins, ties half. */
function statisticU(a: readonly number[], b: readonly number[]): number {
  const ranks = midRanks([...a, ...b]);
  return ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0) - (a.length * (a.length + 1)) / 2;
}

export interface MannWhitneyOptions {
  /** Exact takes no notice of ties, as SciPy does. @default exact without ties and up to 40 values in all, else normal with tie and continuity correction */
  readonly method?: "exact" | "normal" | undefined;
}

/** Returns the two-sided Mann–Whitney test of two independent samples; `statistic` is U of `a`. */
export function mannWhitney(
  samples: { readonly a: readonly number[]; readonly b: readonly number[] },
  options: MannWhitneyOptions = {},
): TestResult {
  const { a, b } = samples;
  requireNumbers("a", a);
  requireNumbers("b", b);
  const [n, m] = [a.length, b.length];
  const u = statisticU(a, b);
  const all = [...a, ...b];
  const method = options.method ?? (new Set(all).size === n + m && n + m <= 40 ? "exact" : "normal");
  if (method === "exact") {
    const least = Math.floor(Math.min(u, n * m - u));
    const ways = countsOfU(n, m);
    const total = ways.reduce((sum, count) => sum + count, 0);
    const tail = ways.slice(0, least + 1).reduce((sum, count) => sum + count, 0);
    return { statistic: u, pValue: Math.min(1, (2 * tail) / total), method: "Mann–Whitney, exact" };
  }
  const counts = new Map<number, number>();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const size = n + m;
  const sd = Math.sqrt(((n * m) / 12) * (size + 1 - ties / (size * (size - 1))));
  const z = sd > 0 ? Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / sd : 0;
  return { statistic: u, pValue: Math.min(1, 2 * normalSurvival(z)), method: "Mann–Whitney, normal" };
}

/** In how many of the C(n + m, n) orders U takes each value: the Gaussian binomial, its factors multiplied and divided one by one. */
function countsOfU(n: number, m: number): Float64Array {
  const ways = new Float64Array(n * m + 1);
  ways[0] = 1;
  for (let i = 1; i <= n; i++) {
    for (let u = n * m; u >= m + i; u--) ways[u] = (ways[u] ?? 0) - (ways[u - m - i] ?? 0);
    for (let u = i; u <= n * m; u++) ways[u] = (ways[u] ?? 0) + (ways[u - i] ?? 0);
  }
  return ways;
}

/** Returns Welch's two-sided t test of two independent samples; `statistic` is t, NaN with p NaN when neither varies. @throws RangeError under two values in either */
export function welchT(a: readonly number[], b: readonly number[]): TestResult & { readonly df: number } {
  requireNumbers("a", a, 2);
  requireNumbers("b", b, 2);
  const [x, y] = [moments(a), moments(b)];
  const [ea, eb] = [x.variance / x.n, y.variance / y.n];
  const method = "Welch t";
  if (ea + eb === 0) return { statistic: Number.NaN, pValue: Number.NaN, df: Number.NaN, method };
  const statistic = (x.mean - y.mean) / Math.sqrt(ea + eb);
  const df = (ea + eb) ** 2 / (ea ** 2 / (x.n - 1) + eb ** 2 / (y.n - 1));
  return { statistic, pValue: 2 * studentT(df).survival(Math.abs(statistic)), df, method };
}
