import { normalSurvival } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";
import { midRanks } from "./ranks.ts";

/** Returns Cliff's δ in −1..1: how much more often a value of `a` is above one of `b` than below (Cliff 1993): δ = 2U/(nm) − 1, U of SciPy's mannwhitneyu. Assumes independent samples. */
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

/** The counts of orders stay whole numbers up to here: C(54, 27) < 2⁵³. */
const LARGEST_EXACT = 54;

/**
 * Returns the two-sided Mann–Whitney test of two independent samples; `statistic` is U = R_a − n(n + 1)/2 of `a`, R_a its sum of mid-ranks (Mann and Whitney 1947).
 * Normal: z = (|U − nm/2| − ½)/√(nm/12·(N + 1 − Σ(t³ − t)/(N(N − 1)))), t the sizes of ties. Agrees with SciPy's mannwhitneyu, exact and asymptotic. Assumes independent values in independent samples, of one
 * distribution if the null holds; for unpaired data only. Without any variance p is 1. @throws RangeError for `exact` of more than 54 values
 */
export function mannWhitney(
  samples: { readonly a: readonly number[]; readonly b: readonly number[] },
  options: MannWhitneyOptions = {},
): TestResult {
  const { a, b } = samples;
  requireNumbers("a", a);
  requireNumbers("b", b);
  const [n, m] = [a.length, b.length];
  if (options.method === "exact" && n + m > LARGEST_EXACT)
    throw new RangeError(`The exact test takes at most ${LARGEST_EXACT} values in all, got ${n + m}. Take the method "normal".`);
  const u = statisticU(a, b);
  const all = [...a, ...b];
  const method = options.method ?? (n + m <= 40 && new Set(all).size === n + m ? "exact" : "normal");
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

/**
 * Returns Welch's two-sided t test of two independent samples, degrees of freedom by Welch (1947) and Satterthwaite, as SciPy's ttest_ind(equal_var=False);
 * `statistic` is t, NaN with p NaN when neither varies. Assumes means that are near normal. @throws RangeError under two values in either
 */
export function welchT(a: readonly number[], b: readonly number[]): TestResult & { readonly df: number } {
  requireNumbers("a", a, 2);
  requireNumbers("b", b, 2);
  const [x, y] = [moments(a), moments(b)];
  // Divided first: variances of huge values overflow, of tiny ones vanish.
  const unit = Math.max(x.sd, y.sd);
  const method = "Welch t";
  if (unit === 0) return { statistic: Number.NaN, pValue: Number.NaN, df: Number.NaN, method };
  const [ea, eb] = [(x.sd / unit) ** 2 / x.n, (y.sd / unit) ** 2 / y.n];
  const statistic = (x.mean / unit - y.mean / unit) / Math.sqrt(ea + eb);
  const df = (ea + eb) ** 2 / (ea ** 2 / (x.n - 1) + eb ** 2 / (y.n - 1));
  return { statistic, pValue: 2 * studentT(df).survival(Math.abs(statistic)), df, method };
}
