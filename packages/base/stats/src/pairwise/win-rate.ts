import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { tangoInterval } from "../paired/tango.ts";

/** 1 a win, ½ a tie, 0 a loss, of which each other number is refused; null where there is no verdict. */
export type PairwiseScore = number | null;

export interface WinRate {
  /** Wins and half the ties over all verdicts; null without any, or with all in one cluster. */
  readonly rate: Estimate | null;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  readonly missing: number;
}

/**
 * Returns the win rate with ties counted half, (wins + ties/2)/n. Wilson's (1927) interval without ties (statsmodels), with them Tango's (1998) score interval of wins − losses, halved, of which Wilson's is
 * the case without ties; clustered t where items cluster. Assumes independent items, or clusters. @throws TypeError for another score; RangeError for clusters of another length
 */
export function winRate(
  scores: readonly PairwiseScore[],
  options: { readonly level?: number | undefined; readonly clusters?: readonly string[] | undefined } = {},
): WinRate {
  const { level = 0.95, clusters } = options;
  requireLevel("level", level);
  if (clusters !== undefined) requireSameLength("scores and clusters", scores, clusters);
  const given = scores.flatMap((score: unknown, i) => {
    if (score === null) return [];
    if (score !== 0 && score !== 0.5 && score !== 1) throw new TypeError(`scores[${i}] must be 1, 0.5, 0 or null, got ${String(score)}.`);
    return [{ score, cluster: clusters?.[i] ?? "" }];
  });
  const values = given.map(({ score }) => score);
  const names = clusters && given.map(({ cluster }) => cluster);
  const count = (of: number): number => values.filter((value) => value === of).length;
  const decided = values.flatMap((value) => (value === 0 ? [0 as const] : value === 1 ? [1 as const] : []));
  const alone = names !== undefined && names.length > 1 && new Set(names).size < 2;
  return {
    rate:
      values.length === 0 || alone
        ? null
        : decided.length === values.length
          ? shareEstimate(decided, { level, clusters: names })
          : names !== undefined && new Set(names).size < values.length
            ? meanEstimate(values, { level, range: [0, 1], clusters: names })
            : halved(tangoInterval({ wins: count(1), losses: count(0), n: values.length }, { level })),
    wins: count(1),
    ties: count(0.5),
    losses: count(0),
    missing: scores.length - given.length,
  };
}

/** A difference of shares −1..1 as a rate 0..1. */
function halved({ value, interval, ...rest }: Estimate): Estimate {
  return { ...rest, value: (1 + value) / 2, interval: [(1 + interval[0]) / 2, (1 + interval[1]) / 2] };
}
