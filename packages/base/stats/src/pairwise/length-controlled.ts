import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { moments } from "../internal/moments.ts";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel, requireNumbers } from "../internal/require.ts";
import { clusterSums } from "../intervals/clusters.ts";

export interface LengthControlledOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each comparison. */
  readonly clusters?: readonly string[] | undefined;
}

export interface LengthControlled {
  /** Win rate of equally long answers. */
  readonly rate: Estimate;
  /** Plain mean of the scores. */
  readonly raw: number;
  /** Log-odds that a difference far above the usual one (tanh = 1) adds: how much the judge likes length. */
  readonly lengthEffect: Estimate;
}

/** Normal prior on both terms with variance 4, the weight of one comparison: it keeps them finite where length alone decides every verdict. */
const RIDGE = 0.25;

/**
 * Returns the win rate that is left at equal lengths: logistic regression of the score (ties ½) on tanh(length difference / its sd) (Dubois et al., 2404.04475, without
 * their term for an item's difficulty), read at 0: logit P = a + b·tanh(Δ/sd), rate = 1/(1 + e^−a). Agrees with
 * scikit-learn's LogisticRegression(C=4, fit_intercept=False) on (1, tanh) where nothing is tied. `lengthDifferences` are length of the answer scored − length of the other, in any unit. Interval: sandwich errors,
 * by cluster where given, or those of the model where they are larger (near 0 and 1 residuals hardly vary), on the logit scale; a small ridge on both terms keeps them finite. Assumes that length acts alike on all items and quality does not
 * come with length: where better answers are longer, some of what they earn is taken away. Equal lengths give no length effect and nearly the plain rate.
 * @throws TypeError for NaN; RangeError for a score off 0..1, under two comparisons or unequal lengths
 */
export function lengthControlledRate(
  input: { readonly scores: readonly number[]; readonly lengthDifferences: readonly number[] },
  options: LengthControlledOptions = {},
): LengthControlled {
  const { scores, lengthDifferences } = input;
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  requireNumbers("scores", scores, 2);
  requireNumbers("lengthDifferences", lengthDifferences, 2);
  requireSameLength("scores and lengthDifferences", scores, lengthDifferences);
  if (clusters !== undefined) requireSameLength("scores and clusters", scores, clusters);
  const off = scores.find((score) => score < 0 || score > 1);
  if (off !== undefined) throw new RangeError(`scores must lie in 0..1, got ${off}.`);
  const n = scores.length;
  const { sd } = moments(lengthDifferences);
  const x = lengthDifferences.map((difference) => (sd === 0 ? 0 : Math.tanh(difference / sd)));
  const sigma = (t: number): number => 1 / (1 + Math.exp(-t));
  let [intercept, slope] = [0, 0];
  let inverse = { aa: 1, ab: 0, bb: 1 };
  for (let round = 0; round < 100; round++) {
    let [ga, gb, aa, ab, bb] = [-RIDGE * intercept, -RIDGE * slope, RIDGE, 0, RIDGE];
    for (let i = 0; i < n; i++) {
      const p = sigma(intercept + slope * (x[i] ?? 0));
      const rest = (scores[i] ?? 0) - p;
      const weight = p * (1 - p);
      ga += rest;
      gb += rest * (x[i] ?? 0);
      aa += weight;
      ab += weight * (x[i] ?? 0);
      bb += weight * (x[i] ?? 0) ** 2;
    }
    const determinant = aa * bb - ab * ab;
    inverse = { aa: bb / determinant, ab: -ab / determinant, bb: aa / determinant };
    const step = [inverse.aa * ga + inverse.ab * gb, inverse.ab * ga + inverse.bb * gb] as const;
    // Half steps where a full one would leap: the likelihood is concave, but flat far out.
    const scale = Math.min(1, 2 / Math.max(Math.abs(step[0]), Math.abs(step[1]), 1e-300));
    intercept += scale * step[0];
    slope += scale * step[1];
    if (Math.max(Math.abs(step[0]), Math.abs(step[1])) < 1e-10) break;
  }
  const names = clusters ?? scores.map((_, i) => `${i}`);
  const residuals = scores.map((score, i) => score - sigma(intercept + slope * (x[i] ?? 0)));
  const first = clusterSums(residuals, names).sums;
  const second = clusterSums(
    residuals.map((rest, i) => rest * (x[i] ?? 0)),
    names,
  ).sums;
  const units = first.length;
  const reach = (row: readonly [number, number], model: number): number => {
    const squares = first.reduce((sum, a, c) => sum + (row[0] * a + row[1] * (second[c] ?? 0)) ** 2, 0);
    const sandwich = units < 2 ? Number.POSITIVE_INFINITY : (squares * units) / (units - 1);
    return normalQuantile((1 + level) / 2) * Math.sqrt(Math.max(sandwich, model));
  };
  const [ra, rb] = [reach([inverse.aa, inverse.ab], inverse.aa), reach([inverse.ab, inverse.bb], inverse.bb)];
  const method = `logistic, sandwich or model${clusters === undefined ? "" : ", clusters"}`;
  return {
    rate: { value: sigma(intercept), interval: [sigma(intercept - ra), sigma(intercept + ra)], level, n, method },
    raw: moments(scores).mean,
    lengthEffect: { value: slope, interval: [slope - rb, slope + rb], level, n, method },
  };
}
