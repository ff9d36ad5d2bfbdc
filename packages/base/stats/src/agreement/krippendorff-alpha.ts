import type { Estimate } from "@pawl/core";
import { type Rating, ratingsIn, requireRows, requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { resampledEstimate } from "../internal/resampled-estimate.ts";
import { inUnits, unitOf } from "../internal/unit.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import type { AgreementOptions } from "./binary-agreement.ts";
import { placesOf } from "./confusion-matrix.ts";

export type AlphaLevel = "nominal" | "ordinal" | "interval" | "ratio";

export interface AlphaOptions extends AgreementOptions {
  /** How far two ratings are apart. Interval and ratio need numbers. @default "nominal" */
  readonly metric?: AlphaLevel | undefined;
  /** Order of texts, for "ordinal". @default those that occur, numbers upwards */
  readonly categories?: readonly Exclude<Rating, null>[] | undefined;
  /** @default 2000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

/**
 * Returns Krippendorff's α of any number of raters with gaps: 1 − Do/De over pairs within items. `ratings[item][rater]`, null for none; items rated once do not count.
 * Distances squared: nominal 0 or 1; ordinal the ranks between; interval a − b; ratio (a − b)/(a + b) (Krippendorff 2011). Agrees with his published values and NLTK. Assumes independent items (or clusters).
 * Interval: bootstrap over items or clusters, BCa from ten on; without any disagreement Wilson's bound of the agreement, what was not seen being as far apart as any two ratings are.
 * Null without an item rated twice, or when all ratings are the same: α is then undefined, not 1.
 * @throws TypeError for NaN or texts on a numeric metric; RangeError for rows of unequal length, a rating under 0 on "ratio", or texts on "ordinal" without `categories`
 */
export function krippendorffAlpha(ratings: readonly (readonly Rating[])[], options: AlphaOptions = {}): Estimate | null {
  const { level = 0.95, metric = "nominal", clusters, resamples = 2000, seed } = options;
  requireLevel("level", level);
  requireRows("ratings", ratings);
  if (clusters !== undefined) requireSameLength("ratings and clusters", ratings, clusters);
  const categories = options.categories ?? ratingsIn(ratings.flat());
  const numbers = categories.map((category) => (typeof category === "number" ? category : Number.NaN));
  if ((metric === "interval" || metric === "ratio") && numbers.some(Number.isNaN))
    throw new TypeError(`The metric "${metric}" needs numbers as ratings.`);
  if (metric === "ratio" && numbers.some((number) => number < 0)) throw new RangeError('The metric "ratio" needs ratings of at least 0.');
  if (metric === "ordinal" && options.categories === undefined && numbers.some(Number.isNaN))
    throw new RangeError('The metric "ordinal" needs `categories` in their order where ratings are texts.');
  const place = placesOf(categories);
  const kept = ratings.flatMap((row, i) => {
    const given = row.flatMap((rating) => (rating === null ? [] : [place(rating)]));
    return given.length < 2 ? [] : [{ given, cluster: clusters?.[i] ?? "" }];
  });
  if (kept.length === 0) return null;
  const units = kept.map(({ given }) => Uint32Array.from(given));
  const alpha = alphaOf(units, { metric, numbers });
  const name = `Krippendorff α, ${metric}`;
  const names = clusters === undefined ? undefined : kept.map(({ cluster }) => cluster);
  const estimate = resampledEstimate(alpha, { n: units.length, level, name, clusters: names, resamples, seed });
  if (estimate === null || estimate.value < 1) return estimate;
  const independent = names === undefined ? units.length : new Set(names).size;
  const missed = 1 - proportionEstimate({ successes: independent, n: independent }, { level }).interval[0];
  // Unseen items may differ as far as any two ratings do.
  const low = Math.max(-1, 1 - missed * farOverExpected(units, { metric, numbers }));
  return { ...estimate, interval: [low, 1], method: `${name}, no disagreement seen` };
}

/** Returns the numbers about 0 and no larger than 1, which changes no α: from their middle for interval, where the zero has no meaning. */
function scaled(numbers: readonly number[], metric: AlphaLevel): Float64Array {
  if (metric === "nominal" || metric === "ordinal") return new Float64Array(numbers.length);
  const small = inUnits(numbers, unitOf(numbers));
  const [low, high] = small.reduce(
    ([least, most], number) => [Math.min(least, number), Math.max(most, number)],
    [small[0] ?? 0, small[0] ?? 0],
  );
  const middle = metric === "interval" ? low / 2 + high / 2 : 0;
  return Float64Array.from(small, (number) => (number - middle) / (Math.max(Math.abs(high - middle), Math.abs(low - middle)) || 1));
}

/** Returns the largest squared distance of two ratings over the mean one among all ratings together; the cost is the square of the categories that occur. */
function farOverExpected(
  units: readonly Uint32Array[],
  { metric, numbers }: { readonly metric: AlphaLevel; readonly numbers: readonly number[] },
): number {
  const counts = new Map<number, number>();
  for (const unit of units) for (const k of unit) counts.set(k, (counts.get(k) ?? 0) + 1);
  const values = scaled(numbers, metric);
  let n = 0;
  for (const [k, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (metric === "ordinal") values[k] = n + count / 2;
    n += count;
  }
  let [far, sum] = [0, 0];
  for (const [k, count] of counts)
    for (const [l, other] of counts) {
      if (k === l) continue;
      const [a, b] = [values[k] ?? 0, values[l] ?? 0];
      const squared = metric === "nominal" ? 1 : metric === "ratio" ? ((a - b) / (a + b)) ** 2 : (a - b) ** 2;
      far = Math.max(far, squared);
      sum += count * other * squared;
    }
  return (far * n * (n - 1)) / sum;
}

/**
 * Returns α = 1 − (n − 1)·Σ_u δ²(pairs in u)/(m_u − 1) / Σ δ²(all pairs), as a function of the units drawn. Ordinal is interval on the mid-ranks of all ratings,
 * so that only the ratio metric costs the square of the number of categories.
 */
function alphaOf(
  units: readonly Uint32Array[],
  { metric, numbers }: { readonly metric: AlphaLevel; readonly numbers: readonly number[] },
): (positions: Uint32Array) => number | null {
  const q = numbers.length;
  const counts = new Float64Array(q);
  const values = scaled(numbers, metric);
  const squaredRatio = (a: number, b: number): number => (a === b ? 0 : ((a - b) / (a + b)) ** 2);
  /** Σ over ordered pairs of the weighted categories. */
  const pairs = (weights: Float64Array | Map<number, number>): number => {
    let [size, sum, squares, distance] = [0, 0, 0, 0];
    weights.forEach((weight, k) => {
      const value = metric === "nominal" ? 0 : (values[k] ?? 0);
      size += weight;
      sum += weight * value;
      squares += metric === "nominal" ? weight * weight : weight * value * value;
      if (metric === "ratio" && weight > 0)
        weights.forEach((other, l) => {
          distance += weight * other * squaredRatio(value, values[l] ?? 0);
        });
    });
    if (metric === "nominal") return size * size - squares;
    return metric === "ratio" ? distance : 2 * (size * squares - sum * sum);
  };
  const own = units.map((unit) => {
    const given = new Map<number, number>();
    for (const k of unit) given.set(k, (given.get(k) ?? 0) + 1);
    return given;
  });
  const fixed = metric === "ordinal" ? null : Float64Array.from(own, pairs);
  return (positions) => {
    counts.fill(0);
    let n = 0;
    for (const at of positions) {
      const unit = units[at];
      if (unit === undefined) continue;
      for (const k of unit) counts[k] = (counts[k] ?? 0) + 1;
      n += unit.length;
    }
    if (metric === "ordinal") {
      let below = 0;
      for (let k = 0; k < q; k++) {
        const count = counts[k] ?? 0;
        // Centred, so that sums of squares lose no digits.
        values[k] = below + count / 2 - n / 2;
        below += count;
      }
    }
    let seen = 0;
    for (const at of positions) seen += (fixed?.[at] ?? pairs(own[at] ?? new Map())) / ((units[at]?.length ?? 2) - 1);
    const all = pairs(counts);
    return all <= 1e-12 * n * n ? null : 1 - ((n - 1) * seen) / all;
  };
}
