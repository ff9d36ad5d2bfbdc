import type { Estimate } from "@pawl/core";
import { fisherF } from "../distributions/fisher-f.ts";
import { moments } from "../internal/moments.ts";
import { requireCount, requireDifference, requireLevel, requireNumbers } from "../internal/require.ts";
import { timesUnit, unitOf } from "../internal/unit.ts";
import { clusteredError } from "../intervals/clusters.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { type Group, opposingEvidence } from "./opposing-evidence.ts";

export interface SlicedPair {
  readonly slice: string;
  /** Null is missing. */
  readonly champion: number | null;
  readonly candidate: number | null;
  /** Named for every pair or for none. */
  readonly cluster?: string | undefined;
}

export interface SliceEffectsOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Completed pairs (or their clusters) under which a slice is not looked at. @default 10 */
  readonly least?: number | undefined;
}

export interface SliceEffect {
  readonly slice: string;
  /** Mean of candidate − champion over completed pairs; null under the least number of them. */
  readonly effect: Estimate | null;
  /** Completed pairs. */
  readonly n: number;
}

export interface SliceEffects {
  readonly slices: readonly SliceEffect[];
  /** Mean of all completed candidate scores − mean of all completed champion scores, as a naive table shows it; null when an arm has none. */
  readonly pooled: number | null;
  /** Mean over completed pairs; null under two, or two clusters. */
  readonly paired: Estimate | null;
  /** Cochran's Q, its p-value by Welch's F, that all slices looked at have the same effect; null with under two. */
  readonly heterogeneity: { readonly q: number; readonly df: number; readonly pValue: number; readonly iSquared: number } | null;
  /**
   * "simpson": every slice looked at points against the pooled difference, and together they show it. "reversal": one slice shows it by itself, or all together do though not each
   * points so. "interaction": effects differ by Cochran's Q, in size only. Where no slice has an effect, any of these comes with probability at most 1 − level.
   */
  readonly warning: "none" | "interaction" | "reversal" | "simpson";
  /** Slices that are shown to point against the pooled difference, by themselves or together; none without such a warning. */
  readonly against: readonly string[];
}

/**
 * Returns the paired effect in each slice and whether the pooled one can be trusted for all of them. The pooled difference is that of the two arms' means over what each
 * completed: with pairs missing unevenly it can point against every slice (Simpson 1951). Intervals: t over pairs, clustered where clusters are named. Heterogeneity: Q = Σ(d_k − d̄)²/v_k with
 * d̄ weighted by 1/v_k (Cochran 1954), I² = max(0, (Q − df)/Q); p by Welch's F (1951), as χ² takes the estimated variances for known and calls too much different in
 * small slices. Q and I² agree with statsmodels' combine_effects, p with R's oneway.test and statsmodels' anova_oneway. Assumes independent pairs (or clusters) and means near normal. Variances are the slices' own; slices without variance take the pooled one. Slices under `least` are listed without an effect and not warned of. An effect of exactly 0 points nowhere.
 * Warnings share 1 − level: with scores missing, half goes to all slices together (Stouffer's mean of one-sided p-values turned normal), a quarter to each slice by itself (Bonferroni), a quarter to Q;
 * with none missing the pooled difference cannot point against all slices, and the latter two take half each. One-sided p-values: exact of yes/no scores (McNemar), else t.
 * @throws TypeError for NaN; RangeError for clusters of some pairs only and for differences that overflow
 */
export function sliceEffects(pairs: readonly SlicedPair[], options: SliceEffectsOptions = {}): SliceEffects {
  const { level = 0.95, least = 10 } = options;
  requireLevel("level", level);
  requireCount("least", least, 2);
  const arms = (["champion", "candidate"] as const).map((arm) => {
    const given = pairs.flatMap((pair) => (pair[arm] === null ? [] : [pair[arm]]));
    requireNumbers(arm, given, 0);
    return given;
  });
  const [champion, candidate] = arms;
  const named = pairs.filter(({ cluster }) => cluster !== undefined).length;
  if (named !== 0 && named !== pairs.length) throw new RangeError("Clusters must be named for every pair or for none.");
  const unit = unitOf(...arms);
  if (unit !== 1)
    return inOwnUnit(
      sliceEffects(
        pairs.map((pair) => overUnit(pair, unit)),
        options,
      ),
      unit,
    );
  const differences = pairs.flatMap(({ slice, champion: before, candidate: after, cluster }, i) =>
    before === null || after === null ? [] : [{ slice, difference: after - before, cluster: cluster ?? `pair ${i}` }],
  );
  const groups = Map.groupBy(differences, ({ slice }) => slice);
  const slices = [...new Set(pairs.map(({ slice }) => slice))].map((slice) => {
    const own = groupOf(groups.get(slice) ?? []);
    return { slice, effect: own.units < least ? null : effectOf(own, level), n: own.values.length, own };
  });
  const looked = slices.filter(({ effect }) => effect !== null);
  const heterogeneity = cochran(looked.map(({ own }) => own));
  const all = groupOf(differences);
  const bare = champion === undefined || candidate === undefined || champion.length === 0 || candidate.length === 0;
  const pooled = bare ? null : moments(candidate).mean - moments(champion).mean;
  const direction = Math.sign(pooled ?? 0);
  const { together, each } = opposingEvidence(
    looked.map(({ own }) => own),
    -direction,
  );
  const alpha = direction === 0 ? 0 : 1 - level;
  const gaps = differences.length < pairs.length;
  const opposed = looked.filter(({ effect }) => Math.sign(effect?.value ?? 0) === -direction);
  const shown = gaps && together <= alpha / 2;
  const clear = looked.filter((_, i) => (each[i] ?? 1) <= alpha / (gaps ? 4 : 2));
  const unlike = heterogeneity !== null && heterogeneity.pValue <= (1 - level) / (gaps ? 4 : 2);
  const against = shown ? opposed : clear;
  const warning =
    shown && looked.length > 1 && opposed.length === looked.length
      ? "simpson"
      : against.length > 0
        ? "reversal"
        : unlike
          ? "interaction"
          : "none";
  return {
    slices: slices.map(({ slice, effect, n }) => ({ slice, effect, n })),
    pooled,
    paired: all.units < 2 ? null : effectOf(all, level),
    heterogeneity,
    warning,
    against: against.map(({ slice }) => slice),
  };
}

function overUnit(pair: SlicedPair, unit: number): SlicedPair {
  const { champion, candidate } = pair;
  if (champion !== null && candidate !== null) requireDifference(candidate - champion);
  return { ...pair, champion: champion === null ? null : champion / unit, candidate: candidate === null ? null : candidate / unit };
}

function inOwnUnit(found: SliceEffects, unit: number): SliceEffects {
  const back = (estimate: Estimate | null): Estimate | null => (estimate === null ? null : timesUnit(estimate, unit));
  const pooled = found.pooled === null ? null : found.pooled * unit;
  requireDifference(pooled ?? 0);
  return {
    ...found,
    pooled,
    paired: back(found.paired),
    slices: found.slices.map((one) => ({ ...one, effect: back(one.effect) })),
  };
}

function groupOf(pairs: readonly { readonly difference: number; readonly cluster: string }[]): Group {
  const clusters = pairs.map(({ cluster }) => cluster);
  return { values: pairs.map(({ difference }) => difference), clusters, units: new Set(clusters).size };
}

function effectOf({ values, clusters }: Group, level: number): Estimate {
  return meanEstimate(values, { level, clusters });
}

function cochran(groups: readonly Group[]): SliceEffects["heterogeneity"] {
  const df = groups.length - 1;
  if (df < 1) return null;
  const each = groups.map(({ values, clusters, units }) => {
    const { mean, variance, n } = moments(values);
    return { mean, units, spread: units < n ? units * clusteredError(values, clusters).standardError ** 2 : variance };
  });
  const freedom = each.reduce((sum, { units }) => sum + units - 1, 0);
  const pooled = each.reduce((sum, { units, spread }) => sum + spread * (units - 1), 0) / freedom;
  if (pooled === 0) {
    const same = each.every(({ mean }) => mean === each[0]?.mean);
    return { q: same ? 0 : Number.POSITIVE_INFINITY, df, pValue: same ? 1 : 0, iSquared: same ? 0 : 1 };
  }
  const weights = each.map(({ units, spread }) => units / (spread === 0 ? pooled : spread));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = each.reduce((sum, one, k) => sum + (one.mean * (weights[k] ?? 0)) / total, 0);
  const q = each.reduce((sum, one, k) => sum + (weights[k] ?? 0) * (one.mean - mean) ** 2, 0);
  const k = df + 1;
  const lack = weights.reduce((sum, weight, i) => sum + (1 - weight / total) ** 2 / ((each[i]?.units ?? 2) - 1), 0);
  const f = q / df / (1 + ((2 * (k - 2)) / (k * k - 1)) * lack);
  return { q, df, pValue: fisherF(df, (k * k - 1) / (3 * lack)).survival(f), iSquared: q === 0 ? 0 : Math.max(0, (q - df) / q) };
}
