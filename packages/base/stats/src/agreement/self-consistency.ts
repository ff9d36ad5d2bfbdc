import type { Estimate } from "@pawl/core";
import { type Rating, ratingKey, requireRatings, requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { inUnits, unitOf } from "../internal/unit.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import type { AgreementOptions } from "./binary-agreement.ts";

export interface SelfConsistency {
  /** Chance that two readings of one item agree: mean over items of the share of equal pairs. */
  readonly agreement: Estimate;
  /** 1 − agreement: the noise floor. An effect of a bias probe under it is not one. */
  readonly flipRate: Estimate;
  /** Share of items with the same rating every time. */
  readonly unanimous: Estimate | null;
  /** Root of the mean variance within an item, in the score's unit: the noise floor of scores; null for texts and booleans. */
  readonly withinSd: number | null;
  /** Items read at least twice. */
  readonly items: number;
  /** Readings of these items. */
  readonly readings: number;
}

/**
 * Returns how far a judge agrees with itself over repeated readings of the same items, `repeats[item]` being its ratings of one; null readings and items read once do
 * not count. Agreement of an item read m times, c_k times with rating k: Σc_k(c_k − 1)/(m(m − 1)), Fleiss' P_i (1971); withinSd = √(mean s_i²) (Bland and Altman 1996), the root of R's aov
 * residual mean square. Agreement takes t over items (clustered where given) cut to 0..1, bets where all items agree alike; unanimous Wilson. Null without an item read twice.
 * Assumes that nothing but chance differs between readings. @throws TypeError for NaN; RangeError for clusters of another length
 */
export function selfConsistency(repeats: readonly (readonly Rating[])[], options: AgreementOptions = {}): SelfConsistency | null {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  if (clusters !== undefined) requireSameLength("repeats and clusters", repeats, clusters);
  const items = repeats.flatMap((readings, i) => {
    requireRatings(`repeats[${i}]`, readings);
    const given = readings.filter((reading) => reading !== null);
    return given.length < 2 ? [] : [{ given, cluster: clusters?.[i] ?? "" }];
  });
  if (items.length === 0) return null;
  const shares = items.map(({ given }) => equalPairs(given));
  const names = clusters && items.map(({ cluster }) => cluster);
  const alone = names !== undefined && new Set(names).size < 2;
  const mean = meanEstimate(shares, { level, range: [0, 1], clusters: alone ? undefined : names });
  // One cluster says nothing of others.
  const agreement: Estimate = alone ? { ...mean, interval: [0, 1], method: "one cluster" } : mean;
  const numeric = items.flatMap(({ given }) => {
    const numbers = given.filter((reading) => typeof reading === "number");
    return numbers.length === given.length ? [numbers] : [];
  });
  const unit = unitOf(...numeric);
  const variances = numeric.map((numbers) => variance(inUnits(numbers, unit)));
  return {
    agreement,
    flipRate: { ...agreement, value: 1 - agreement.value, interval: [1 - agreement.interval[1], 1 - agreement.interval[0]] },
    unanimous: shareEstimate(
      shares.map((share) => (share === 1 ? 1 : 0)),
      { level, clusters: names },
    ),
    withinSd:
      variances.length < items.length ? null : Math.sqrt(variances.reduce((sum, value) => sum + value / variances.length, 0)) * unit,
    items: items.length,
    readings: items.reduce((sum, { given }) => sum + given.length, 0),
  };
}

function equalPairs(given: readonly Rating[]): number {
  const counts = new Map<string, number>();
  for (const reading of given) counts.set(ratingKey(reading), (counts.get(ratingKey(reading)) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0) / (given.length * (given.length - 1));
}

function variance(numbers: readonly number[]): number {
  const mean = numbers.reduce((sum, value) => sum + value / numbers.length, 0);
  return numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1);
}
