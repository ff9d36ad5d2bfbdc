import { binomial } from "../distributions/binomial.ts";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { solve } from "../distributions/solve.ts";
import { requireCount, requireLevel, requireShare } from "../internal/require.ts";
import { leastDiscordant } from "../paired/mcnemar.ts";
import { type Certainty, reach } from "./sample-size.ts";

/**
 * Returns the pairs, not rounded, that McNemar's test needs when the candidate alone is right in `wins` and the champion alone in `losses` of all pairs:
 * n = (z_{1−α/2}√p_d + z_{1−β}√(p_d − δ²))²/δ² (Connor 1987), and no fewer than hold as many that differ as the exact test needs (`leastDiscordant`), which the formula forgets where nearly
 * all differ one way. No tool of those compared with has it; checked against the formula in NumPy. Assumes independent pairs.
 */
export function mcnemarItems(shares: { readonly wins: number; readonly losses: number }, options: Certainty = {}): number {
  const { level = 0.95, power = 0.8 } = options;
  requireShare("wins", shares.wins);
  requireShare("losses", shares.losses);
  requireLevel("level", level);
  requireLevel("power", power);
  const discordant = shares.wins + shares.losses;
  const effect = shares.wins - shares.losses;
  if (discordant > 1 || effect === 0)
    throw new RangeError(`wins and losses must differ and add up to at most 1, got ${shares.wins} and ${shares.losses}.`);
  const spread = Math.sqrt(Math.max(0, discordant - effect * effect));
  const needed = (normalQuantile((1 + level) / 2) * Math.sqrt(discordant) + normalQuantile(power) * spread) ** 2 / (effect * effect);
  return Math.max(needed, leastDiscordant(level) / discordant);
}

/**
 * Returns the smallest |wins − losses| share that McNemar's test finds on n pairs of which a share `discordant` differs: its inverse, assumptions as `mcnemarItems`.
 * Infinity where no difference that large can be: it would exceed `discordant`, or fewer pairs differ than the exact test needs.
 */
export function mcnemarDetectable(input: { readonly n: number; readonly discordant: number }, options: Certainty = {}): number {
  const { n, discordant } = input;
  requireCount("n", n);
  requireShare("discordant", discordant);
  const z = reach(options);
  if (n * discordant < leastDiscordant(options.level ?? 0.95)) return Number.POSITIVE_INFINITY;
  const off = (effect: number): number => n - mcnemarItems({ wins: (discordant + effect) / 2, losses: (discordant - effect) / 2 }, options);
  // Without the smaller spread under the alternative it would be z·√(p_d/n), so it is at most that.
  const highest = Math.min(discordant, z * Math.sqrt(discordant / n) * 1.000001);
  return off(highest) < 0 ? Number.POSITIVE_INFINITY : solve(off, [highest * 1e-6, highest]);
}

/**
 * Returns the items of each arm, not rounded, that tell two independent shares apart by the arcsine effect size h = 2·asin√a − 2·asin√b (Cohen 1988, chapter 6), both tails
 * counted: R's pwr.2p.test and statsmodels' NormalIndPower. Assumes independent samples; paired answers need fewer: `mcnemarItems`.
 */
export function twoProportionItems(shares: { readonly a: number; readonly b: number }, options: Certainty = {}): number {
  requireShare("a", shares.a);
  requireShare("b", shares.b);
  const h = 2 * Math.asin(Math.sqrt(shares.a)) - 2 * Math.asin(Math.sqrt(shares.b));
  if (h === 0) throw new RangeError("a and b must differ: no number of items tells equal shares apart.");
  const { level = 0.95, power = 0.8 } = options;
  const guess = 2 * (reach(options) / h) ** 2;
  const z = normalQuantile((1 + level) / 2);
  const off = (n: number): number => {
    const shift = Math.abs(h) * Math.sqrt(n / 2);
    return normalSurvival(z - shift) + normalSurvival(z + shift) - power;
  };
  return off(guess / 2) >= 0 ? guess : solve(off, [guess / 2, guess * 2]);
}

/**
 * Returns the power of the exact two-sided sign (McNemar) test at so many discordant pairs, of which the candidate truly wins `winShare`: P(W ≤ c) + P(W ≥ n − c) with c the largest count whose two fair
 * tails are at most 1 − level (Dixon and Mood 1946). Agrees with the sums of R's pbinom and SciPy's binom. Assumes independent pairs. 0 with too few to reach the level.
 */
export function signTestPower(
  input: { readonly discordant: number; readonly winShare: number },
  options: { readonly level?: number | undefined } = {},
): number {
  const { level = 0.95 } = options;
  requireCount("discordant", input.discordant);
  requireShare("winShare", input.winShare);
  if (input.discordant < leastDiscordant(level)) return 0;
  const half = binomial(input.discordant, 0.5);
  const truth = binomial(input.discordant, input.winShare);
  // The largest count whose two tails are together at most α.
  let most = half.quantile((1 - level) / 2);
  while (most >= 0 && 2 * half.cdf(most) > 1 - level) most -= 1;
  return truth.cdf(most) + truth.survival(input.discordant - most - 1);
}
