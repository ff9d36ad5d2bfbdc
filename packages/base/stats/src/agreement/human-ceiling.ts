import type { Estimate } from "@pawl/core";
import { type Rating, requireNumberRows, requireRows, requireSameLength } from "../internal/ratings.ts";
import { requireCount, requireLevel } from "../internal/require.ts";
import { resampledEstimate } from "../internal/resampled-estimate.ts";
import type { AgreementOptions } from "./binary-agreement.ts";
import { type CeilingMeasure, codes, consensus, similarity } from "./ceiling-measure.ts";

export interface CeilingOptions extends AgreementOptions {
  /** "exact": share of equal ratings; "kappa": Cohen's; or a correlation of numbers. @default "exact" */
  readonly measure?: CeilingMeasure | undefined;
  /** The judge's rating of each item: how near it comes is given beside the raters' own agreement. */
  readonly judge?: readonly Rating[] | undefined;
  /** @default 2000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

export interface HumanCeiling {
  /** Mean over pairs of raters, of the items both rated. */
  readonly pairwise: Estimate | null;
  /** Mean over raters of each against what the others say together. */
  readonly leaveOneOut: Estimate | null;
  /** Each rater against what the others say together, in the order of the columns. */
  readonly raters: readonly (number | null)[];
  /** The judge against the same rest groups, so that it stands on equal terms with a rater; null without a judge. */
  readonly judge: Estimate | null;
  /** judge − leaveOneOut, of the same resamples: an interval above or around 0 says that the judge is as good as one more rater. */
  readonly difference: Estimate | null;
}

/**
 * Returns how well human raters agree with each other: no judge can be shown to do better than that. `ratings[item][rater]`, null for none.
 * Pairwise = mean s(r_i, r_j) over pairs i < j, leaveOneOut = mean s(r_i, what the others say) over raters (Nili et al. 2014, PLoS Comput. Biol. 10, the lower noise ceiling); s by `measure`. No tool has it;
 * checked against NumPy's corrcoef of the same columns.
 * The others speak together by majority ("exact", "kappa"; tied items do not count) or by mean ("pearson", "spearman"). Every value is a mean over pairs or raters
 * that have one; intervals: bootstrap over items or clusters, BCa from ten on. Assumes raters who did not see each other's ratings. A value is null when no pair
 * or rater defines it (one rater, no common items, ratings that do not vary for κ and correlations).
 * @throws TypeError for NaN, or texts with a correlation; RangeError for rows of unequal length or no item
 */
export function humanCeiling(ratings: readonly (readonly Rating[])[], options: CeilingOptions = {}): HumanCeiling {
  const { level = 0.95, measure = "exact", judge, clusters, resamples = 2000, seed } = options;
  requireLevel("level", level);
  requireRows("ratings", ratings);
  requireCount("the number of items", ratings.length, 1);
  const all = judge === undefined ? ratings.map((row) => [...row]) : ratings.map((row, i) => [...row, judge[i] ?? null]);
  if (judge !== undefined) requireSameLength("ratings and judge", ratings, judge);
  requireRows("judge", all);
  if (clusters !== undefined) requireSameLength("ratings and clusters", ratings, clusters);
  if (measure === "pearson" || measure === "spearman") requireNumberRows("ratings", all);
  const columns = codes(all);
  const raters = columns.slice(0, ratings[0]?.length ?? 0);
  const judged = judge === undefined ? undefined : columns[raters.length];
  const rests = raters.map((_, left) =>
    consensus(
      raters.filter((__, other) => other !== left),
      measure,
    ),
  );
  const mean = (values: readonly (number | null)[]): number | null => {
    const defined = values.filter((value) => value !== null);
    return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value / defined.length, 0);
  };
  const against = (column: Float64Array, rest: Float64Array, at: Uint32Array): number | null => similarity(measure, [column, rest], at);
  const pairs = raters.flatMap((a, i) => raters.slice(i + 1).map((b) => [a, b] as const));
  const leftOut = (at: Uint32Array): (number | null)[] => raters.map((rater, i) => against(rater, rests[i] ?? rater, at));
  const byJudge = (at: Uint32Array): number | null => (judged === undefined ? null : mean(rests.map((rest) => against(judged, rest, at))));
  const share: readonly [number, number] = measure === "exact" ? [0, 1] : [-1, 1];
  const estimate = (name: string, statistic: (at: Uint32Array) => number | null, range = share): Estimate | null =>
    resampledEstimate(statistic, { n: ratings.length, level, name: `${name}, ${measure}`, range, clusters, resamples, seed });
  return {
    pairwise: estimate("pairs of raters", (at) => mean(pairs.map(([a, b]) => against(a, b, at)))),
    leaveOneOut: estimate("rater against the rest", (at) => mean(leftOut(at))),
    raters: leftOut(Uint32Array.from(ratings, (_, i) => i)),
    judge: estimate("judge against the rest", byJudge),
    difference: estimate(
      "judge − rater against the rest",
      (at) => {
        const [own, human] = [byJudge(at), mean(leftOut(at))];
        return own === null || human === null ? null : own - human;
      },
      measure === "exact" ? [-1, 1] : [-2, 2],
    ),
  };
}
