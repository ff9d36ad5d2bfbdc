import type { Estimate } from "@pawl/core";
import { tQuantile } from "../distributions/student-t.ts";
import { type Rating, ratingsIn, requireRows, requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { clusterSums } from "../intervals/clusters.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import type { AgreementOptions } from "./binary-agreement.ts";
import { placesOf } from "./confusion-matrix.ts";

export interface RatersOptions extends AgreementOptions {
  /** All that a rater may give; a category that never occurs counts too. @default those that occur */
  readonly categories?: readonly Exclude<Rating, null>[] | undefined;
}

interface Coefficient {
  readonly name: string;
  /** Chance agreement of a category's shares, and what one rating of category k adds to it for its item. */
  readonly expected: (shares: Float64Array) => { readonly total: number; readonly per: (k: number) => number };
}

/**
 * Returns (Pa − Pe)/(1 − Pe) for any number of raters with gaps, its error by linearisation over items (Gwet 2008, as irrCAC computes it), t with n − 1
 * degrees of freedom, or over clusters.
 */
function chanceCorrected(rows: readonly (readonly Rating[])[], { name, expected }: Coefficient, options: RatersOptions): Estimate | null {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  requireRows("ratings", rows);
  if (clusters !== undefined) requireSameLength("ratings and clusters", rows, clusters);
  const categories = options.categories ?? ratingsIn(rows.flat());
  const place = placesOf(categories);
  const q = categories.length;
  const rated = rows.flatMap((row, i) => {
    const given = row.flatMap((rating) => (rating === null ? [] : [place(rating)]));
    return given.length === 0 ? [] : [{ given, cluster: clusters?.[i] ?? `${i}` }];
  });
  const n = rated.length;
  const several = rated.filter(({ given }) => given.length > 1).length;
  if (several === 0 || q < 2) return null;
  const shares = new Float64Array(q);
  for (const { given } of rated) for (const k of given) shares[k] = (shares[k] ?? 0) + 1 / (given.length * n);
  const agreements = rated.map(({ given }) => pairAgreement(given));
  const pa = agreements.reduce((sum, agreement) => sum + agreement, 0) / several;
  const { total: pe, per } = expected(shares);
  if (1 - pe < 1e-12) return null;
  const value = (pa - pe) / (1 - pe);
  const influence = rated.map(({ given }, i) => {
    const own = given.length > 1 ? (n / several) * (((agreements[i] ?? 0) - pe) / (1 - pe)) : 0;
    const chance = given.reduce((sum, k) => sum + per(k), 0) / given.length;
    return own - (2 * (1 - value) * (chance - pe)) / (1 - pe);
  });
  const { sums } = clusterSums(
    influence,
    rated.map(({ cluster }) => cluster),
    value,
  );
  const units = sums.length;
  const perfect = pa === 1;
  const method = `${name}${units < n ? ", clusters" : ""}${perfect ? ", no disagreement seen" : ""}`;
  if (perfect) {
    const low = (proportionEstimate({ successes: units, n: units }, { level }).interval[0] - pe) / (1 - pe);
    return { value, interval: [Math.max(-1, low), 1], level, n: several, method };
  }
  if (units < 2) return { value, interval: [-1, 1], level, n: several, method: `${method}, one unit` };
  const squares = sums.reduce((sum, unit) => sum + unit * unit, 0);
  const reach = (tQuantile((1 + level) / 2, units - 1) * Math.sqrt((squares * units) / (units - 1))) / n;
  if (reach < 1e-9) {
    // All items differ alike: the error is zero, the doubt is not. Wilson's bounds of the agreement seen.
    const [low, high] = proportionEstimate({ successes: Math.round(pa * units), n: units }, { level }).interval;
    const end = (share: number): number => Math.min(1, Math.max(-1, (share - pe) / (1 - pe)));
    return {
      value,
      interval: [Math.min(value, end(low)), Math.max(value, end(high))],
      level,
      n: several,
      method: `${method}, no variance seen`,
    };
  }
  return { value, interval: [Math.max(-1, value - reach), Math.min(1, value + reach)], level, n: several, method };
}

/** Share of equal pairs among an item's ratings; 0 for a single rating. */
function pairAgreement(given: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const k of given) counts.set(k, (counts.get(k) ?? 0) + 1);
  const equal = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return given.length < 2 ? 0 : equal / (given.length * (given.length - 1));
}

const sumOf = (shares: Float64Array, term: (share: number) => number): number => shares.reduce((sum, share) => sum + term(share), 0);

/**
 * Returns Gwet's AC1 of two or more raters (2008): Pe = Σπ(1 − π)/(q − 1), which does not fall with lopsided prevalence as κ does. `ratings[item][rater]`, null
 * for none. Agrees with irrCAC's `gwet.ac1.raw`. Assumes independent items (or clusters) and raters who do not see each other's ratings. Null without an item rated twice or with a single category; give `categories` where one may not occur.
 * Intervals: linearisation over items, t, cut to −1..1 (over whole clusters where given); without disagreement Wilson's bound of the agreement.
 * @throws RangeError for rows of unequal length or a rating not among `categories`; TypeError for NaN
 */
export function gwetAc1(ratings: readonly (readonly Rating[])[], options: RatersOptions = {}): Estimate | null {
  const expected: Coefficient["expected"] = (shares) => ({
    total: sumOf(shares, (share) => share * (1 - share)) / (shares.length - 1),
    per: (k) => (1 - (shares[k] ?? 0)) / (shares.length - 1),
  });
  return chanceCorrected(ratings, { name: "Gwet AC1", expected }, options);
}

/**
 * Returns Fleiss' κ (1971) of two or more raters, who need not be the same for each item: Pe = Σπ². `ratings[item][rater]`, null for none; with gaps as
 * irrCAC's `fleiss.kappa.raw`. Agrees with statsmodels' `fleiss_kappa`. Assumptions, null, intervals and errors as `gwetAc1`, and null when all ratings are the same.
 */
export function fleissKappa(ratings: readonly (readonly Rating[])[], options: RatersOptions = {}): Estimate | null {
  const expected: Coefficient["expected"] = (shares) => ({ total: sumOf(shares, (share) => share * share), per: (k) => shares[k] ?? 0 });
  return chanceCorrected(ratings, { name: "Fleiss κ", expected }, options);
}

/**
 * Returns Randolph's free-marginal κ (2005): Pe = 1/q, so it asks for all `categories`. Agrees with statsmodels' `fleiss_kappa(method="randolph")`. Assumptions, null,
 * intervals and errors as `gwetAc1`.
 */
export function randolphKappa(ratings: readonly (readonly Rating[])[], options: RatersOptions = {}): Estimate | null {
  const expected: Coefficient["expected"] = (shares) => ({ total: 1 / shares.length, per: () => 1 / shares.length });
  return chanceCorrected(ratings, { name: "Randolph κ", expected }, options);
}
