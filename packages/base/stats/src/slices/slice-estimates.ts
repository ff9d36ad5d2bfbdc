import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { moments } from "../internal/moments.ts";
import { requireCount, requireLevel, requireNumbers, requireRange } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { timesUnit, unitOf } from "../internal/unit.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";

export interface SlicedScore {
  readonly slice: string;
  readonly score: number;
  readonly cluster?: string | undefined;
}

export interface SliceOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Lowest and highest possible score. */
  readonly range?: readonly [number, number] | undefined;
  /** Items (or clusters) under which a slice has no estimate of its own. @default 10 */
  readonly least?: number | undefined;
}

export interface SliceEstimate {
  readonly slice: string;
  readonly n: number;
  /** Null under the least number of items: "too few to tell". */
  readonly estimate: Estimate | null;
  /** Pulled towards the mean of all slices by how little it says of itself; null where the estimate is, with under four slices, and where none varies. */
  readonly shrunk: Estimate | null;
}

export interface SliceEstimates {
  /** In order of first appearance. */
  readonly slices: readonly SliceEstimate[];
  /** τ²: variance of the slices' true means, at least 0, Infinity beyond the largest number; null with under four slices to tell from. */
  readonly betweenVariance: number | null;
}

/**
 * Returns the mean score of each slice, and shrunk towards each other. Intervals as `meanEstimate` (Wilson for zeros and ones in a range of 0..1); they are one by one:
 * of twenty slices one misses at 95 %. Shrinking: empirical Bayes with normal errors, τ² by DerSimonian and Laird (1986), θ_k = (τ²y_k + v_kμ)/(τ² + v_k), its variance
 * by Morris (1983), which counts that μ is estimated. τ² agrees with statsmodels' combine_effects ("dl"); no tool has the rest, whose coverage the tests simulate. Variances of single items are pooled over slices, so that a slice without variation has an error too; a cluster counts as one item there, which is on the safe side. Assumes
 * that slices differ as draws from one normal distribution would; a slice known to be apart should be read unshrunk. No items give no slices.
 * @throws TypeError for NaN; RangeError for a score off the range or clusters of some items only
 */
export function sliceEstimates(items: readonly SlicedScore[], options: SliceOptions = {}): SliceEstimates {
  const { level = 0.95, range, least = 10 } = options;
  requireLevel("level", level);
  requireCount("least", least, 1);
  requireNumbers(
    "score",
    items.map(({ score }) => score),
    0,
  );
  if (range !== undefined) requireRange("range", range);
  const off = range && items.find(({ score }) => score < range[0] || score > range[1]);
  if (off !== undefined && range !== undefined) throw new RangeError(`score must lie in ${range[0]}..${range[1]}, got ${off.score}.`);
  const named = items.filter(({ cluster }) => cluster !== undefined).length;
  if (named !== 0 && named !== items.length) throw new RangeError("Clusters must be named for every item or for none.");
  const unit = unitOf(
    items.map(({ score }) => score),
    range ?? [],
  );
  if (unit !== 1) {
    const scaled = items.map((item) => ({ ...item, score: item.score / unit }));
    return inOwnUnit(sliceEstimates(scaled, { ...options, range: range && [range[0] / unit, range[1] / unit] }), unit);
  }
  const groups = Map.groupBy(items, ({ slice }) => slice);
  const raw = [...groups].map(([slice, members]) => {
    const scores = members.map(({ score }) => score);
    const clusters = named === 0 ? undefined : members.map(({ cluster }) => cluster ?? "");
    const units = clusters === undefined ? scores.length : new Set(clusters).size;
    return { slice, scores, units, estimate: units < Math.max(least, 2) ? null : sliceMean(scores, { level, range, clusters }), clusters };
  });
  const told = raw.filter(({ estimate }) => estimate !== null);
  const shrunk = told.length < 4 ? null : shrink(told, level);
  return {
    slices: raw.map(({ slice, scores, estimate }) => {
      const found = shrunk?.of.get(slice) ?? null;
      // Without any variation there is no error to weigh with.
      const own = found === null || found.interval[0] === found.interval[1] ? null : found;
      const cut =
        range === undefined || own === null
          ? own
          : { ...own, interval: [Math.max(range[0], own.interval[0]), Math.min(range[1], own.interval[1])] as const };
      return { slice, n: scores.length, estimate, shrunk: cut };
    }),
    betweenVariance: shrunk?.betweenVariance ?? null,
  };
}

function inOwnUnit({ slices, betweenVariance }: SliceEstimates, unit: number): SliceEstimates {
  const back = (estimate: Estimate | null): Estimate | null => (estimate === null ? null : timesUnit(estimate, unit));
  return {
    slices: slices.map((one) => ({ ...one, estimate: back(one.estimate), shrunk: back(one.shrunk) })),
    betweenVariance: betweenVariance === null ? null : betweenVariance * unit * unit,
  };
}

interface MeanInput {
  readonly level: number;
  readonly range: readonly [number, number] | undefined;
  readonly clusters: readonly string[] | undefined;
}

function sliceMean(scores: readonly number[], { level, range, clusters }: MeanInput): Estimate {
  const hits = scores.flatMap((score) => (score === 0 ? [0 as const] : score === 1 ? [1 as const] : []));
  const binary = range?.[0] === 0 && range[1] === 1 && hits.length === scores.length;
  return (binary ? shareEstimate(hits, { level, clusters }) : null) ?? meanEstimate(scores, { level, range, clusters });
}

interface Told {
  readonly slice: string;
  readonly scores: readonly number[];
  readonly units: number;
}

function shrink(slices: readonly Told[], level: number): { readonly of: ReadonlyMap<string, Estimate>; readonly betweenVariance: number } {
  const each = slices.map(({ scores }) => moments(scores));
  const freedom = each.reduce((sum, { n }) => sum + n - 1, 0);
  const pooled = each.reduce((sum, { n, variance }) => sum + variance * (n - 1), 0) / freedom;
  const errors = slices.map(({ units }) => pooled / units);
  const count = slices.length;
  const weighted = (between: number): { readonly mean: number; readonly total: number } => {
    const weights = errors.map((error) => 1 / Math.max(Number.MIN_VALUE, error + between));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { mean: weights.reduce((sum, weight, k) => sum + (weight / total) * (each[k]?.mean ?? 0), 0), total };
  };
  const same = each.every(({ mean }) => mean === each[0]?.mean);
  let between = 0;
  if (pooled === 0) between = same ? 0 : moments(each.map(({ mean }) => mean)).variance;
  else {
    const { mean, total } = weighted(0);
    const q = errors.reduce((sum, error, k) => sum + ((each[k]?.mean ?? 0) - mean) ** 2 / error, 0);
    const squares = errors.reduce((sum, error) => sum + 1 / error ** 2, 0);
    between = Math.max(0, (q - (count - 1)) / (total - squares / total));
  }
  const { mean, total } =
    pooled === 0 ? { mean: moments(each.map((one) => one.mean)).mean, total: Number.POSITIVE_INFINITY } : weighted(between);
  const z = normalQuantile((1 + level) / 2);
  const of = new Map(
    slices.map(({ slice, scores }, k) => {
      const error = errors[k] ?? 0;
      const y = each[k]?.mean ?? 0;
      const pull = error === 0 ? 0 : (error / (error + between)) * ((count - 3) / (count - 1));
      const value = y + pull * (mean - y);
      // Morris: error kept, error of μ, and error of the pull itself.
      const variance = error * (1 - pull) + pull ** 2 / total + ((2 * pull ** 2) / (count - 3)) * (y - mean) ** 2;
      const reach = z * Math.sqrt(variance);
      return [
        slice,
        { value, interval: [value - reach, value + reach], level, n: scores.length, method: "empirical Bayes (Morris)" } as const,
      ] as const;
    }),
  );
  return { of, betweenVariance: between };
}
