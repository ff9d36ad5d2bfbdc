import {
  clusteredError,
  itemsNeeded,
  leastDiscordant,
  type Pair,
  pairedVerdict,
  proportionEstimate,
  smallestDetectable,
} from "@pawl/stats";
import type { MetricFacts } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { unitOf } from "../summary/unit-of.ts";
import { type Check, kindOf } from "./metric-check.ts";

/** One metric's pairs with what is asked of them. */
export interface Scored {
  readonly metric: string;
  readonly pairs: readonly Pair[];
  readonly scale: MetricFacts["scale"];
  readonly direction: MetricFacts["direction"];
  readonly margin: number;
  /** Of a real scale, where its ends are known. */
  readonly range?: readonly [number, number] | undefined;
}

/**
 * Returns whether the candidate is no worse than the baseline by more than the margin, at a level. Missing scores are also taken at their worst and
 * best: where those disagree the answer is inconclusive. With fewer differing items than the level's test needs (six at .95) no
 * approximation is trusted: a pass of a binary metric then takes an exact upper bound of the share of losses below the margin.
 * @throws RangeError for a margin of 1 or more on a binary or share scale
 */
export function scoredCheck(scored: Scored, level: number): Check {
  const { pairs, scale } = scored;
  requireMargin(scored);
  const found = endCheck(scored, pairs, level);
  const missing = pairs.filter(isMissing).length;
  if (missing === 0) return found;
  const said = `${missing} of ${pairs.length} pairs ${missing === 1 ? "is" : "are"} missing`;
  if (scale === "real")
    return { ...found, kind: "inconclusive", notes: [`${said} and a real scale has no ends to bound them by.`, ...found.notes] };
  const low = worstValue(scored);
  const filled = (candidate: number, champion: number): Check["kind"] =>
    endCheck(
      scored,
      pairs.map((pair) => ({ ...pair, champion: pair.champion ?? champion, candidate: pair.candidate ?? candidate })),
      level,
    ).kind;
  const [worst, best] = [filled(low, 1 - low), filled(1 - low, low)];
  if (worst === found.kind && best === found.kind)
    return { ...found, notes: [`${said}; at their worst and at their best the answer is the same.`, ...found.notes] };
  const note = `${said}: ${found.kind} on the completed pairs, ${worst} with the missing at their worst, ${best} at their best.`;
  return { ...found, kind: "inconclusive", notes: [note, ...found.notes] };
}

/** @throws RangeError for a margin of 1 or more on a binary or share scale */
export function requireMargin({ margin, metric, scale }: Pick<Scored, "margin" | "metric" | "scale">): void {
  if (scale !== "real" && margin >= 1)
    throw new RangeError(
      `The margin of "${metric}" must be below 1: nothing could be worse by more on a scale from 0 to 1; got ${margin}.`,
    );
}

function endCheck({ metric, scale, direction, margin, range }: Scored, pairs: readonly Pair[], level: number): Check {
  const { effect, interval, method, n, notes } = pairedVerdict({
    pairs,
    metric,
    scale,
    direction,
    minimumUsefulEffect: margin,
    level,
    range,
  });
  // What would decide a comparison is not what decides a gate.
  const said = notes.filter((note) => !/would decide it|are missing|is missing/.test(note));
  const given: Check = { kind: kindOf(interval, margin), effect, interval, method, n, notes: said };
  if (scale === "real" || n === 0 || clustersOf(pairs) !== undefined) return given;
  const sign = direction === "higher" ? 1 : -1;
  const known = pairs.filter((pair) => !isMissing(pair)).map((pair) => differenceOf(pair, sign));
  const discordant = known.filter((difference) => difference !== 0).length;
  const least = leastDiscordant(level);
  if (discordant >= least || (scale === "share" && discordant > 0)) return given;
  // The mean difference is at least minus the share of items that lose.
  const losses = known.filter((difference) => difference < 0).length;
  const bound = proportionEstimate({ successes: losses, n }, { level, method: "clopper-pearson" }).interval[1];
  const enough = bound < margin;
  const note = `${discordant === 0 ? "No item differs" : `Only ${discordant} of ${n} items differ`}, fewer than the ${least} that a test needs; the exact bound on the share of losses is ${bound.toFixed(3)}, ${enough ? "below" : "not below"} the margin of ${margin}.`;
  return {
    kind: enough ? "pass" : "inconclusive",
    effect,
    interval: [-bound, interval[1]],
    method: "paired, exact bound on losses",
    n,
    notes: [note],
  };
}

/**
 * Returns the smallest difference in means that the pairs would show with a power of .8; null under two pairs, and where scores from 0 to 1 cannot differ
 * by so much. Items that never differed are taken to differ as often as three in n.
 */
export function detectableDifference({ pairs, scale }: Scored, level: number): number | null {
  const { n, sd } = spreadOf(pairs);
  const least = scale === "real" ? 0 : Math.min(1, Math.sqrt(3 / Math.max(1, n)));
  const spread = Math.max(sd, least);
  if (n < 2 || spread === 0) return null;
  const found = smallestDetectable({ n, sd: spread }, { level });
  return found <= (scale === "real" ? Number.MAX_VALUE : 1) ? found : null;
}

/** Returns the items at which the present effect and spread would decide with a power of .8; null where the effect lies at the margin or the spread is not known. */
export function neededItems(scored: Scored, level: number): number | null {
  const { pairs, direction, margin, scale } = scored;
  const { n, sd, mean } = spreadOf(pairs);
  if (n < 2) return null;
  const distance = Math.abs((direction === "higher" ? mean : -mean) + margin);
  const spread = Math.max(sd, scale === "real" ? 0 : Math.sqrt(3 / n));
  if (distance < 1e-12 || spread === 0) return null;
  return Math.max(n + 1, itemsNeeded({ effect: distance, sd: spread }, { level }));
}

/** Returns the clusters of the completed pairs; undefined where each pair stands alone. */
function clustersOf(pairs: readonly Pair[]): readonly string[] | undefined {
  const clusters = pairs.filter((pair) => !isMissing(pair)).map(unitOf);
  return new Set(clusters).size === clusters.length ? undefined : clusters;
}

function spreadOf(pairs: readonly Pair[]): { readonly n: number; readonly sd: number; readonly mean: number } {
  const differences = pairs.filter((pair) => !isMissing(pair)).map((pair) => differenceOf(pair, 1));
  const n = differences.length;
  const mean = n === 0 ? 0 : differences.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { n, sd: 0, mean };
  const clusters = clustersOf(pairs);
  if (clusters !== undefined && new Set(clusters).size > 1) {
    return { n, mean, sd: clusteredError(differences, clusters).standardError * Math.sqrt(n) };
  }
  return { n, mean, sd: Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)) };
}

function isMissing(pair: Pair): boolean {
  return pair.champion === null || pair.candidate === null;
}

function differenceOf({ champion, candidate }: Pair, sign: number): number {
  return sign * ((candidate ?? 0) - (champion ?? 0));
}
