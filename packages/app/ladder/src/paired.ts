import type { Estimate, Verdict } from "@pawl/core";
import { meanEstimate, pairedVerdict, proportionEstimate } from "@pawl/stats";
import { gain, type Metric, withJudgeNotes } from "./metric.ts";
import { createPairs } from "./pairs.ts";

/** What a pairing needs of a case. */
export type Shared = { readonly id: string; readonly score: number | null; readonly cluster?: string | undefined };

export type SharedPair = {
  readonly id: string;
  readonly cluster: string | undefined;
  readonly champion: number | null;
  readonly candidate: number | null;
};

/** Returns the examples that both answered, in the champion's order. */
export function sharedCases(champion: readonly Shared[], candidate: readonly Shared[]): readonly SharedPair[] {
  const answers = new Map(candidate.map((one) => [one.id, one.score]));
  return champion.flatMap(({ id, score, cluster }) => {
    const other = answers.get(id);
    return other === undefined ? [] : [{ id, cluster, champion: score, candidate: other }];
  });
}

/** Returns the paired differences that are known, in the good direction. */
export function gains(metric: Metric, pairs: readonly SharedPair[]): readonly number[] {
  return pairs.flatMap(({ champion, candidate }) => (champion === null || candidate === null ? [] : [gain(metric, champion, candidate)]));
}

/** Standard deviation of a paired difference that is planned with while too few are known: what was seen on real tasks, rounded up. */
export const ASSUMED_SPREAD: { readonly binary: number; readonly share: number } = { binary: 0.5, share: 0.35 };

/** Returns the standard deviation of the differences; where fewer than eight are known or all are equal, what is assumed for the scale (1 for a real one). */
export function spread(differences: readonly number[], metric: Pick<Metric, "scale">): number {
  const n = differences.length;
  const assumed = metric.scale === "real" ? 1 : ASSUMED_SPREAD[metric.scale];
  if (n < 8) return assumed;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const sd = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1));
  return sd > 0 ? sd : assumed;
}

export interface FixedVerdictOptions {
  readonly level: number;
  readonly minimumUsefulEffect: number;
  readonly seed: number;
}

/** Returns the verdict of one look at pairs whose number was fixed before. */
export function fixedVerdict(metric: Metric, pairs: readonly SharedPair[], options: FixedVerdictOptions): Verdict {
  const verdict = pairedVerdict({ ...options, pairs, metric: metric.name, scale: metric.scale, direction: metric.direction });
  return withJudgeNotes(verdict, metric);
}

/** Returns the verdict on pairs whose number a race decided: by a sequence that holds at every look. */
export function sequenceVerdict(metric: Metric, pairs: readonly SharedPair[], options: Omit<FixedVerdictOptions, "seed">): Verdict {
  const sequence = createPairs({ metric, ...options });
  for (const { champion, candidate } of pairs) sequence.add({ score: champion }, { score: candidate });
  return sequence.verdict();
}

export function meanScore(cases: readonly Shared[]): number | null {
  const scores = cases.flatMap(({ score }) => (score === null ? [] : [score]));
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Returns the estimate of the mean score; null where nothing was scored, or a single unbounded score. */
export function scoreEstimate(metric: Pick<Metric, "scale">, cases: readonly Shared[], level: number): Estimate | null {
  const scores = cases.flatMap(({ score }) => (score === null ? [] : [score]));
  if (scores.length === 0) return null;
  if (metric.scale === "binary")
    return proportionEstimate({ successes: scores.filter((score) => score === 1).length, n: scores.length }, { level });
  if (metric.scale === "share") return meanEstimate(scores, { level, range: [0, 1] });
  return scores.length < 2 ? null : meanEstimate(scores, { level });
}
