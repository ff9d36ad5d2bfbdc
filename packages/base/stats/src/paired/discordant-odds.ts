import type { Estimate } from "@pawl/core";
import { requireCount } from "../internal/require.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import type { Discordant } from "../sequential/mixture-e-value.ts";

/**
 * Returns wins/losses, the conditional odds ratio of paired yes/no answers, with its exact interval: Clopper–Pearson's of the share won, as odds p/(1 − p)
 * (R's exact2x2, and SciPy's binomtest carried over). `n` counts discordant pairs. Source: Clopper and Pearson (1934). Assumes independent pairs. Infinity without losses, NaN and 0..Infinity without discordant pairs.
 */
export function discordantOdds({ wins, losses }: Discordant, options: { readonly level?: number | undefined } = {}): Estimate {
  const { level = 0.95 } = options;
  requireCount("wins", wins);
  requireCount("losses", losses);
  const n = wins + losses;
  const method = "odds of discordant pairs, exact";
  const { interval } = proportionEstimate({ successes: n === 0 ? 0 : wins, n: Math.max(1, n) }, { level, method: "clopper-pearson" });
  if (n === 0) return { value: Number.NaN, interval: [0, Number.POSITIVE_INFINITY], level, n, method };
  return { value: wins / losses, interval: [interval[0] / (1 - interval[0]), interval[1] / (1 - interval[1])], level, n, method };
}
