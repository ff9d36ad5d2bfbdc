import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";

/** A yes/no verdict: 1 or true passes; null is missing. */
export type BinaryRating = 0 | 1 | boolean | null;

export interface BinaryAgreement {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Share of the items humans passed that the judge passes; null without any. */
  readonly sensitivity: Estimate | null;
  /** Share of the items humans failed that the judge fails; null without any. */
  readonly specificity: Estimate | null;
  /** Share of equal verdicts; null without items. */
  readonly agreement: Estimate | null;
  /** Share of items that humans passed; agreement and κ cannot be read without it. */
  readonly prevalence: Estimate | null;
  /** Share of items that the judge passed. */
  readonly judgedShare: Estimate | null;
  readonly n: number;
  /** Items that one of the two did not rate; left out. */
  readonly missing: number;
}

export interface AgreementOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Returns the confusion counts of a yes/no judge against humans, with its sensitivity TP/(TP + FN) and specificity TN/(TN + FP) (Yerushalmy 1947). Wilson intervals, which agree with
 * statsmodels, clustered t where items cluster; null where a share has no items, or all of them in one cluster. Assumes the human verdicts are right: see `humanCeiling`.
 * @throws TypeError for anything but 0, 1, a boolean or null; RangeError for unequal lengths
 */
export function binaryAgreement(
  ratings: { readonly judge: readonly BinaryRating[]; readonly human: readonly BinaryRating[] },
  options: AgreementOptions = {},
): BinaryAgreement {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  requireSameLength("judge and human", ratings.judge, ratings.human);
  if (clusters !== undefined) requireSameLength("judge and clusters", ratings.judge, clusters);
  const judge = ratings.judge.map((rating, i) => verdict(`judge[${i}]`, rating));
  const human = ratings.human.map((rating, i) => verdict(`human[${i}]`, rating));
  const rated = judge.flatMap((said, i) => {
    const truth = human[i] ?? null;
    return said === null || truth === null ? [] : [{ said, truth, cluster: clusters?.[i] ?? "" }];
  });
  const share = (of: typeof rated, hit: (item: (typeof rated)[number]) => boolean): Estimate | null =>
    shareEstimate(
      of.map((item) => (hit(item) ? 1 : 0)),
      { level, clusters: clusters && of.map(({ cluster }) => cluster) },
    );
  const passed = rated.filter(({ truth }) => truth === 1);
  const failed = rated.filter(({ truth }) => truth === 0);
  const truePositives = passed.filter(({ said }) => said === 1).length;
  const trueNegatives = failed.filter(({ said }) => said === 0).length;
  return {
    truePositives,
    falsePositives: failed.length - trueNegatives,
    trueNegatives,
    falseNegatives: passed.length - truePositives,
    sensitivity: share(passed, ({ said }) => said === 1),
    specificity: share(failed, ({ said }) => said === 0),
    agreement: share(rated, ({ said, truth }) => said === truth),
    prevalence: share(rated, ({ truth }) => truth === 1),
    judgedShare: share(rated, ({ said }) => said === 1),
    n: rated.length,
    missing: judge.length - rated.length,
  };
}

function verdict(name: string, rating: BinaryRating): 0 | 1 | null {
  if (rating === null || rating === 0 || rating === 1) return rating;
  if (typeof rating !== "boolean") throw new TypeError(`${name} must be 0, 1, true, false or null, got ${String(rating)}.`);
  return rating ? 1 : 0;
}
