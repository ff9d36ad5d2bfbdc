import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { clusterSums } from "../intervals/clusters.ts";
import { mcnemar } from "../paired/mcnemar.ts";
import { signFlipTest } from "../paired/sign-flip.ts";

/** Which of the two shown texts a judge preferred, by its place. */
export type Preference = "first" | "second" | "tie";

/** One comparison judged in both orders; null where the judge gave no verdict. */
export interface BothOrders {
  /** With A shown first. */
  readonly ab: Preference | null;
  /** With B shown first. */
  readonly ba: Preference | null;
}

export interface PositionConsistency {
  /** Share of comparisons with the same winner (or a tie) in both orders; null without any. */
  readonly consistency: Estimate | null;
  /** Comparisons in which the text shown first won both times, and the one shown second. */
  readonly firstFavoured: number;
  readonly secondFavoured: number;
  /** Exact McNemar test that first and second are favoured alike; sign flips of whole clusters where items cluster. */
  readonly pValue: number;
  /** A's score for each comparison: 1 or 0 when it wins or loses in both orders, else ½; null where an order is missing. */
  readonly scores: readonly (1 | 0.5 | 0 | null)[];
  readonly n: number;
  readonly missing: number;
}

/**
 * Returns what is left of pairwise verdicts when the order is swapped: a win counts only if it survives (Zheng et al. 2023, MT-Bench). A tie in one order and a win in the other is inconsistent but
 * favours no position. Wilson's interval, clustered where given; the test is statsmodels' exact McNemar, or flips the signs of clusters. Assumes independent comparisons, or clusters. Nothing judged
 * gives null and p = 1. @throws RangeError for clusters of another length
 */
export function positionConsistency(
  comparisons: readonly BothOrders[],
  options: { readonly level?: number | undefined; readonly clusters?: readonly string[] | undefined } = {},
): PositionConsistency {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  if (clusters !== undefined) requireSameLength("comparisons and clusters", comparisons, clusters);
  const winner = (preference: Preference, first: 1 | 0): 1 | 0.5 | 0 =>
    preference === "tie" ? 0.5 : preference === "first" ? first : first === 1 ? 0 : 1;
  const judged = comparisons.flatMap(({ ab, ba }, i) =>
    ab === null || ba === null ? [] : [{ ab, ba, same: winner(ab, 1) === winner(ba, 0), cluster: clusters?.[i] ?? "" }],
  );
  const firstFavoured = judged.filter(({ ab, ba }) => ab === "first" && ba === "first").length;
  const secondFavoured = judged.filter(({ ab, ba }) => ab === "second" && ba === "second").length;
  const names = judged.map(({ cluster }) => cluster);
  const clustered = clusters !== undefined && new Set(names).size < names.length;
  const favours = judged.map(({ ab, ba }) => (ab !== ba || ab === "tie" ? 0 : ab === "first" ? 1 : -1));
  return {
    consistency: shareEstimate(
      judged.map(({ same }) => (same ? 1 : 0)),
      { level, clusters: clusters && names },
    ),
    firstFavoured,
    secondFavoured,
    pValue: clustered
      ? signFlipTest(clusterSums(favours, names).sums).pValue
      : mcnemar({ wins: firstFavoured, losses: secondFavoured }).pValue,
    scores: comparisons.map(({ ab, ba }) => {
      if (ab === null || ba === null) return null;
      const [one, other] = [winner(ab, 1), winner(ba, 0)];
      return one === other ? one : 0.5;
    }),
    n: judged.length,
    missing: comparisons.length - judged.length,
  };
}
