import { binomial } from "../distributions/binomial.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { requireCount, requireLevel } from "../internal/require.ts";
import type { Discordant } from "../sequential/mixture-e-value.ts";

export type McNemarMethod = "exact" | "mid-p" | "chi-squared" | "corrected";

/** A test's two-sided p-value; `statistic` is what the method compares. */
export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
  readonly method: string;
}

/**
 * Returns McNemar's (1947) two-sided test of paired yes/no answers from the pairs that only one side got right. Exact: twice the tail of a fair binomial, 2P(W ≤ min(b, c)) (statsmodels' mcnemar, R's binom.test).
 * Mid-p: half the chance of the count itself taken off (Fagerland, Lydersen and Laake 2013). χ² = (|b − c| − 0 or 1)²/(b + c) without or with Edwards' correction: R's mcnemar.test.
 * 1 without discordant pairs. Assumes independent pairs. @default exact
 */
export function mcnemar({ wins, losses }: Discordant, options: { readonly method?: McNemarMethod | undefined } = {}): TestResult {
  requireCount("wins", wins);
  requireCount("losses", losses);
  const { method = "exact" } = options;
  const n = wins + losses;
  const least = Math.min(wins, losses);
  if (method === "exact" || method === "mid-p") {
    const half = binomial(n, 0.5);
    const tail = method === "exact" ? half.cdf(least) : half.cdf(least) - half.pdf(least) / 2;
    return { statistic: least, pValue: n === 0 ? 1 : Math.min(1, 2 * tail), method: `McNemar, ${method}` };
  }
  const gap = Math.max(0, Math.abs(wins - losses) - (method === "corrected" ? 1 : 0));
  const statistic = n === 0 ? 0 : (gap * gap) / n;
  return { statistic, pValue: chiSquared(1).survival(statistic), method: `McNemar, ${method}` };
}

/** Returns the fewest discordant pairs with which any two-sided exact test can reach `level`: the least n with 2·2^−n ≤ 1 − level, six at 0.95. Source, tool and assumptions as `mcnemar`. */
export function leastDiscordant(level: number): number {
  requireLevel("level", level);
  return Math.ceil(1 - Math.log2(1 - level) - 1e-12);
}
