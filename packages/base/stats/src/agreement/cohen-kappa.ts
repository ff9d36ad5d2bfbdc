import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { type Rating, requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { resampledEstimate } from "../internal/resampled-estimate.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { proportionEstimate } from "../intervals/proportion.ts";
import type { AgreementOptions } from "./binary-agreement.ts";
import { confusionMatrix, placesOf } from "./confusion-matrix.ts";

export interface KappaOptions extends AgreementOptions {
  /** Credit for a near miss, by the distance of the categories' places. @default "none" */
  readonly weights?: "none" | "linear" | "quadratic" | undefined;
  /** In their order; needed for weights where a category may not occur. @default those that occur, numbers upwards */
  readonly categories?: readonly Exclude<Rating, null>[] | undefined;
  /** Only with clusters. @default 2000 */
  readonly resamples?: number | undefined;
  /** Only with clusters. @default 0 */
  readonly seed?: number | string | undefined;
}

export interface KappaEstimate extends Estimate {
  /** Large-sample error of Fleiss, Cohen and Everitt (1969); 0 for perfect agreement. */
  readonly standardError: number;
  /** Weighted agreement seen. */
  readonly observed: number;
  /** Weighted agreement of independent raters with the same habits. */
  readonly expected: number;
}

/**
 * Returns Cohen's κ of two raters, plain or weighted: (Po − Pe)/(1 − Pe) with weights 1 − (|i − j|/(k − 1))^1 or ². Agrees with statsmodels' `cohens_kappa`.
 * Interval: normal, Fleiss, Cohen and Everitt (1969), cut to −1..1; perfect agreement takes Wilson's lower bound of Po instead of a width of zero; clusters are
 * resampled whole. Rough under some 30 items. Assumes independent items (or clusters), rated by the same two. κ falls with lopsided prevalence at equal agreement: read it beside `gwetAc1`.
 * Items one rater left out (null) are not counted. Null without items or when both raters give a single, same category to all (Pe = 1).
 * @throws RangeError for unequal lengths or a rating not among `categories`; TypeError for NaN
 */
export function cohenKappa(a: readonly Rating[], b: readonly Rating[], options: KappaOptions = {}): KappaEstimate | null {
  const { level = 0.95, weights = "none", clusters, resamples = 2000, seed } = options;
  requireLevel("level", level);
  const { counts, categories, n } = confusionMatrix(a, b, options);
  const k = categories.length;
  const weight = weightBetween(weights, k);
  const found = kappaOf(counts, weight);
  if (found === null) return null;
  const { kappa, observed, expected, standardError } = found;
  const base = { standardError, observed, expected };
  const method = weights === "none" ? "Cohen κ" : `Cohen κ, ${weights} weights`;
  if (clusters !== undefined) requireSameLength("a and clusters", a, clusters);
  const kept = a.flatMap((rating, i) => (rating === null || b[i] === null ? [] : [i]));
  const names = clusters && sharedClusters(kept.map((i) => clusters[i] ?? ""));
  if (names !== undefined) {
    const place = placesOf(categories);
    const cells = Uint32Array.from(kept, (i) => place(a[i] ?? null) * k + place(b[i] ?? null));
    const statistic = (positions: Uint32Array): number | null => {
      const table = categories.map(() => categories.map(() => 0));
      for (const at of positions) {
        const cell = cells[at] ?? 0;
        const row = table[Math.floor(cell / k)];
        if (row !== undefined) row[cell % k] = (row[cell % k] ?? 0) + 1;
      }
      return kappaOf(table, weight)?.kappa ?? null;
    };
    const estimate = resampledEstimate(statistic, { n, level, name: method, clusters: names, resamples, seed });
    if (estimate === null) return null;
    const units = new Set(names).size;
    if (observed < 1 || units < 2) return { ...estimate, ...base };
    return {
      ...estimate,
      interval: [perfectBound(units, { expected, level }), 1],
      method: `${method}, no disagreement seen, clusters`,
      ...base,
    };
  }
  const reach = normalQuantile((1 + level) / 2) * standardError;
  const sure = observed === 1;
  if (!sure && standardError < 1e-9) {
    // All differ, or one says the same of all: the error is zero, the doubt is not.
    const ends =
      apartEnds({ observed, expected, n, level }) ??
      constantEnds(counts, { weight, unseen: 1 - ((1 - level) / 2) ** (1 / n) }) ??
      agreementEnds({ observed, expected, n, level });
    return {
      value: kappa,
      interval: [Math.min(kappa, ends[0]), Math.max(kappa, ends[1])],
      level,
      n,
      method: `${method}, no variance seen`,
      ...base,
    };
  }
  return {
    value: kappa,
    interval: [sure ? perfectBound(n, { expected, level }) : Math.max(-1, kappa - reach), Math.min(1, sure ? 1 : kappa + reach)],
    level,
    n,
    method: sure ? `${method}, no disagreement seen` : method,
    ...base,
  };
}

/**
 * κ where one rater says the same of all n items: that rater may say something else as often as 0 of n leaves possible (1 − (α/2)^(1/n), exact binomial), at worst where
 * both agree now, at best as the other rater says. Null where both vary.
 */
function constantEnds(
  counts: readonly (readonly number[])[],
  { unseen, weight }: { readonly unseen: number; readonly weight: (i: number, j: number) => number },
): readonly [number, number] | null {
  const column = counts.findIndex((_, j) => counts.every((row) => row.every((count, at) => at === j || count === 0)));
  const said = column >= 0 ? counts.map((row) => row[column] ?? 0) : null;
  const row = counts.findIndex((_, i) => counts.every((other, at) => at === i || other.every((count) => count === 0)));
  const [constant, shares] = said !== null ? [column, said] : row >= 0 ? [row, counts[row] ?? []] : [-1, []];
  if (constant < 0) return null;
  const n = shares.reduce((sum, count) => sum + count, 0);
  const least = shares.map((_, i) => i).reduce((far, i) => (weight(constant, i) < weight(constant, far) ? i : far), constant);
  const moved = (amountOf: (i: number) => number, target: (i: number) => number): number => {
    const table = shares.map(() => shares.map(() => 0));
    let left = unseen * n;
    for (const [i, count] of shares.entries()) {
      const part = Math.min(left, amountOf(i));
      left -= part;
      const cells = table[i];
      if (cells === undefined) continue;
      cells[constant] = (cells[constant] ?? 0) + count - part;
      cells[target(i)] = (cells[target(i)] ?? 0) + part;
    }
    return kappaOf(table, weight)?.kappa ?? 0;
  };
  return [
    moved(
      (i) => (i === constant ? (shares[i] ?? 0) : 0),
      () => least,
    ),
    moved(
      (i) => (i === constant ? 0 : (shares[i] ?? 0)),
      (i) => i,
    ),
  ];
}

/** κ where each rater always says one thing, and not the same: they may agree as often as Wilson's bound of 0 of n leaves possible, or as often by chance. Null else. */
function apartEnds({
  expected,
  level,
  n,
  observed,
}: {
  readonly observed: number;
  readonly expected: number;
  readonly n: number;
  readonly level: number;
}): readonly [number, number] | null {
  if (observed > 0 || expected > 0) return null;
  const [, most] = proportionEstimate({ successes: 0, n }, { level }).interval;
  return [Math.max(-1, -most / (1 - most)), most];
}

/** κ at Wilson's bounds of the agreement. */
function agreementEnds(seen: {
  readonly observed: number;
  readonly expected: number;
  readonly n: number;
  readonly level: number;
}): readonly [number, number] {
  const { expected, level, n, observed } = seen;
  const [low, high] = proportionEstimate({ successes: Math.round(observed * n), n }, { level }).interval;
  const end = (share: number): number => Math.min(1, Math.max(-1, (share - expected) / (1 - expected)));
  return [end(low), end(high)];
}

/** κ at Wilson's lower bound of the agreement, all of so many units having agreed. */
function perfectBound(units: number, { expected, level }: { readonly expected: number; readonly level: number }): number {
  const [low] = proportionEstimate({ successes: units, n: units }, { level }).interval;
  return Math.max(-1, (low - expected) / (1 - expected));
}

function weightBetween(weights: "none" | "linear" | "quadratic", k: number): (i: number, j: number) => number {
  if (weights === "none") return (i, j) => (i === j ? 1 : 0);
  const power = weights === "linear" ? 1 : 2;
  return (i, j) => 1 - (Math.abs(i - j) / Math.max(1, k - 1)) ** power;
}

interface Kappa {
  readonly kappa: number;
  readonly observed: number;
  readonly expected: number;
  readonly standardError: number;
}

function kappaOf(counts: readonly (readonly number[])[], weight: (i: number, j: number) => number): Kappa | null {
  const n = counts.reduce((sum, row) => sum + row.reduce((inner, count) => inner + count, 0), 0);
  if (n === 0) return null;
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0) / n);
  const columns = counts.map((_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0) / n);
  const rowWeight = counts.map((_, i) => columns.reduce((sum, share, j) => sum + share * weight(i, j), 0));
  const columnWeight = counts.map((_, j) => rows.reduce((sum, share, i) => sum + share * weight(i, j), 0));
  let agreed = 0;
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      agreed += count * weight(i, j);
    });
  });
  const observed = agreed / n;
  const expected = rows.reduce((sum, share, i) => sum + share * (rowWeight[i] ?? 0), 0);
  if (1 - expected < 1e-12) return null;
  const kappa = (observed - expected) / (1 - expected);
  let squares = 0;
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      squares += (count / n) * (weight(i, j) - ((rowWeight[i] ?? 0) + (columnWeight[j] ?? 0)) * (1 - kappa)) ** 2;
    });
  });
  const variance = (squares - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  return { kappa, observed, expected, standardError: observed === 1 ? 0 : Math.sqrt(Math.max(0, variance)) };
}
