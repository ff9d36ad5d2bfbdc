import type { Estimate } from "@pawl/core";
import { beta } from "../distributions/beta.ts";
import { binomial } from "../distributions/binomial.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { requireCount, requireLevel, requireShare } from "../internal/require.ts";

export type ProportionMethod = "wilson" | "clopper-pearson" | "jeffreys" | "agresti-coull";

export interface ProportionOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** @default "wilson" */
  readonly method?: ProportionMethod | undefined;
}

export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

/**
 * Returns the share of successes with its interval within 0..1, as statsmodels' proportion_confint computes it. Wilson (1927): centre (p + z²/2n)/(1 + z²/n), reach
 * z√(p(1 − p)/n + z²/4n²)/(1 + z²/n), also R's prop.test without correction. Clopper–Pearson (1934): exact, never below the level, R's binom.test. Agresti–Coull (1998).
 * Jeffreys: Beta(x + ½, n − x + ½), the ends set to 0 and 1 for none and all (Brown, Cai and DasGupta 2001), where statsmodels leaves them inside. There is no Wald interval:
 * it covers .876 at n = 20, p = .9. Assumes independent trials, one for each item. @throws RangeError for n = 0 or more successes than n
 */
export function proportionEstimate({ successes, n }: Proportion, options: ProportionOptions = {}): Estimate {
  const { level = 0.95, method = "wilson" } = options;
  requireCount("n", n, 1);
  requireCount("successes", successes);
  if (successes > n) throw new RangeError(`successes must not exceed n = ${n}, got ${successes}.`);
  requireLevel("level", level);
  const value = successes / n;
  const [lower, upper] = ends(method, { successes, n }, level);
  return { value, interval: [successes === 0 ? 0 : Math.max(0, lower), successes === n ? 1 : Math.min(1, upper)], level, n, method };
}

function ends(method: ProportionMethod, { successes, n }: Proportion, level: number): readonly [number, number] {
  const half = (1 - level) / 2;
  const z = normalQuantile(1 - half);
  const p = successes / n;
  if (method === "wilson") {
    const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
    return [centre - reach, centre + reach];
  }
  if (method === "agresti-coull") {
    const many = n + z * z;
    const centre = (successes + (z * z) / 2) / many;
    const reach = z * Math.sqrt((centre * (1 - centre)) / many);
    return [centre - reach, centre + reach];
  }
  if (method === "jeffreys") {
    const posterior = beta(successes + 0.5, n - successes + 0.5);
    return [posterior.quantile(half), posterior.quantile(1 - half)];
  }
  return [
    successes === 0 ? 0 : beta(successes, n - successes + 1).quantile(half),
    successes === n ? 1 : beta(successes + 1, n - successes).quantile(1 - half),
  ];
}

/**
 * Returns the lower bound of the true share when all n passed: (1 − level)^(1/n), one-sided exact, of which 1 − 3/n is the rule of three (Hanley and Lippman-Hand 1983).
 * So many failures as 1 minus it may still be there. Agrees with R's binom.test(n, n, alternative = "greater"). Assumes independent trials.
 */
export function allPassedBound(n: number, options: { readonly level?: number | undefined } = {}): number {
  requireCount("n", n, 1);
  const { level = 0.95 } = options;
  requireLevel("level", level);
  return (1 - level) ** (1 / n);
}

/**
 * Returns how often an interval covers the true share `p` at this n: Σ of the binomial chances of all counts whose interval holds p (Brown, Cai and DasGupta 2001). Agrees with the sum by SciPy's
 * binom. Assumes independent trials. Cost: n intervals.
 */
export function exactCoverage(
  interval: (successes: number, n: number) => readonly [number, number],
  options: { readonly n: number; readonly p: number },
): number {
  requireCount("n", options.n, 1);
  requireShare("p", options.p);
  const counts = binomial(options.n, options.p);
  let covered = 0;
  for (let k = 0; k <= options.n; k++) {
    const [lower, upper] = interval(k, options.n);
    if (lower <= options.p && options.p <= upper) covered += counts.pdf(k);
  }
  return covered;
}
