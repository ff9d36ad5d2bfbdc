import { binomial } from "../distributions/binomial.ts";
import { requireNumbers } from "../internal/require.ts";
import type { TestResult } from "./mcnemar.ts";

export interface SignTestOptions {
  /** @default "two-sided" */
  readonly alternative?: "two-sided" | "greater" | "less" | undefined;
}

export interface SignTestResult extends TestResult {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/**
 * Returns the exact sign test of differences or votes (1 for, −1 against, 0 a tie); `statistic` is the number of wins. Ties are left out and counted (Dixon and Mood 1946).
 * P(W ≥ w) of a fair binomial over wins + losses, doubled for two sides: R's binom.test and SciPy's binomtest. 1 when all are ties.
 * Assumes independent items, and nothing of the size of a difference.
 */
export function signTest(differences: readonly number[], options: SignTestOptions = {}): SignTestResult {
  const { alternative = "two-sided" } = options;
  requireNumbers("differences", differences);
  let wins = 0;
  let losses = 0;
  for (const d of differences) {
    if (d > 0) wins += 1;
    else if (d < 0) losses += 1;
  }
  const fair = binomial(wins + losses, 0.5);
  const atLeast = fair.survival(wins - 1);
  const atMost = fair.cdf(wins);
  const pValue = alternative === "greater" ? atLeast : alternative === "less" ? atMost : Math.min(1, 2 * Math.min(atLeast, atMost));
  return { statistic: wins, pValue, method: "sign test, exact", wins, ties: differences.length - wins - losses, losses };
}
