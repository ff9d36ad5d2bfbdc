import { tQuantile } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { clusteredError, clusterSums } from "../intervals/clusters.ts";
import { skewnessCorrectedInterval } from "../intervals/skewness-corrected.ts";
import { leastDiscordant, mcnemar } from "../paired/mcnemar.ts";
import { signFlipTest } from "../paired/sign-flip.ts";
import { tangoInterval } from "../paired/tango.ts";
import { bettingInterval } from "../sequential/betting-interval.ts";
import type { ScoreScale } from "./pairs.ts";

/** Below this many bounded differences t is wrong for skewed ones (measured: up to 16 % false alarms at n = 20), so they take the betting interval. */
const LEAST_FOR_T = 50;

export interface EffectInterval {
  readonly effect: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Standard deviation that a mean of n such differences has, times √n; null where it cannot be told. */
  readonly spread: number | null;
  readonly method: string;
  readonly notes: readonly string[];
}

export interface EffectIntervalOptions {
  readonly scale: ScoreScale;
  readonly level: number;
  /** Of one difference; undefined when unbounded. */
  readonly range: readonly [number, number] | undefined;
  readonly seed: number | string;
}

/** Returns the interval of the mean difference by the method that holds for its scale, size and clusters. */
export function effectInterval(
  differences: readonly number[],
  clusters: readonly string[],
  options: EffectIntervalOptions,
): EffectInterval {
  const { level, range, scale, seed } = options;
  const { n, mean, sd, constant } = moments(differences);
  const none = { effect: n === 0 ? null : mean, lower: range?.[0] ?? null, upper: range?.[1] ?? null, spread: null };
  if (n === 0)
    return { ...none, lower: null, upper: null, method: "none", notes: ["No pair has both scores, so nothing can be compared."] };
  const clustered = new Set(clusters).size < n;
  if (clustered) return clusteredInterval(differences, clusters, options);
  if (constant && range === undefined) {
    const note =
      n === 1
        ? "One pair of an unbounded score says nothing about the spread."
        : "All differences are equal and the score is unbounded, so their spread cannot be told.";
    return { ...none, method: "none", notes: [note] };
  }
  if (range !== undefined && (constant || (scale !== "binary" && n < LEAST_FOR_T))) {
    const { interval, method } = bettingInterval(differences, { range, level, seed });
    const notes = constant ? ["All differences are equal, so the interval comes from bets on bounded values and not from a variance."] : [];
    return {
      effect: mean,
      lower: interval[0],
      upper: interval[1],
      spread: constant ? null : sd,
      method: `paired, ${method}`,
      notes,
    };
  }
  if (scale === "binary") return binaryInterval(differences, level);
  if (range !== undefined) {
    const { interval, method } = skewnessCorrectedInterval(differences, { level });
    return {
      effect: mean,
      lower: Math.max(range[0], interval[0]),
      upper: Math.min(range[1], interval[1]),
      spread: sd,
      method: `paired, ${method}`,
      notes: [],
    };
  }
  const reach = tQuantile((1 + level) / 2, n - 1) * (sd / Math.sqrt(n));
  return { effect: mean, lower: mean - reach, upper: mean + reach, spread: sd, method: "paired t", notes: [] };
}

function binaryInterval(differences: readonly number[], level: number): EffectInterval {
  const n = differences.length;
  const wins = differences.filter((d) => d > 0).length;
  const losses = differences.filter((d) => d < 0).length;
  const { value, interval, method } = tangoInterval({ wins, losses, n }, { level });
  const least = leastDiscordant(level);
  const discordant = wins + losses;
  const tooFew = discordant < least;
  const unproven = tooFew || mcnemar({ wins, losses }, { method: "mid-p" }).pValue > 1 - level;
  const excludes = interval[0] > 0 || interval[1] < 0;
  const why = tooFew
    ? `Only ${discordant} pairs differ and this level takes at least ${least}, so the interval was widened to include 0.`
    : "The mid-p McNemar test does not confirm the difference, so the interval was widened to include 0.";
  return {
    effect: value,
    lower: unproven ? Math.min(0, interval[0]) : interval[0],
    upper: unproven ? Math.max(0, interval[1]) : interval[1],
    spread: Math.sqrt(Math.max(0, discordant / n - value * value)),
    method: `paired, ${method}, mid-p McNemar`,
    notes: unproven && excludes ? [why] : [],
  };
}

function clusteredInterval(differences: readonly number[], clusters: readonly string[], options: EffectIntervalOptions): EffectInterval {
  const { level, range, seed } = options;
  const { n, mean } = moments(differences);
  const count = new Set(clusters).size;
  const few = count < 10 ? [`There are only ${count} clusters; under ten the interval is rough.`] : [];
  const none = { effect: mean, lower: range?.[0] ?? null, upper: range?.[1] ?? null, spread: null, method: "none" };
  if (count < 2) return { ...none, notes: ["All pairs are in one cluster, so their spread cannot be told."] };
  const { standardError } = clusteredError(differences, clusters);
  const { sums, sizes } = clusterSums(differences, clusters);
  if (standardError <= 1e-15 * Math.abs(mean)) {
    if (range === undefined)
      return { ...none, notes: [...few, "All clusters say the same and the score is unbounded, so their spread cannot be told."] };
    const means = sums.map((sum, c) => Math.min(range[1], Math.max(range[0], sum / (sizes[c] ?? 1))));
    const { interval, method } = bettingInterval(means, { range, level, seed });
    const note = "All clusters say the same, so the interval comes from bets on bounded values and not from a variance.";
    return { ...none, lower: interval[0], upper: interval[1], method: `paired, clustered, ${method}`, notes: [...few, note] };
  }
  const reach = tQuantile((1 + level) / 2, count - 1) * standardError;
  const lower = Math.max(range?.[0] ?? Number.NEGATIVE_INFINITY, mean - reach);
  const upper = Math.min(range?.[1] ?? Number.POSITIVE_INFINITY, mean + reach);
  const excludes = lower > 0 || upper < 0;
  const unproven = excludes && !surelyConfirmed(sums, 1 - level) && signFlipTest(sums, { seed }).pValue > 1 - level;
  const note = "Flipping the signs of whole clusters does not confirm the difference, so the interval was widened to include 0.";
  return {
    effect: mean,
    lower: unproven ? Math.min(0, lower) : lower,
    upper: unproven ? Math.max(0, upper) : upper,
    spread: standardError * Math.sqrt(n),
    method: "paired, clustered t (CR1), sign flips of clusters",
    notes: unproven ? [...few, note] : few,
  };
}

/**
 * Whether flipping signs confirms the sums without being tried: P(|Σ±s| ≥ |Σs|) ≤ 2·exp(−(Σs)²/(2Σs²)) (Hoeffding 1963, theorem 2), a tenth of the level here, so
 * that drawn flips could not say otherwise. Spares 10,000 flips of very many clusters.
 */
function surelyConfirmed(sums: readonly number[], alpha: number): boolean {
  const scale = sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0) || 1;
  let sum = 0;
  let squares = 0;
  for (const one of sums) {
    sum += one / scale;
    squares += (one / scale) ** 2;
  }
  return 2 * Math.exp(-(sum * sum) / (2 * squares)) <= alpha / 10;
}
