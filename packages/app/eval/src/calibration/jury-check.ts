import type { Score, Unscored } from "@pawl/core";
import { errorCorrelation, meanEstimate } from "@pawl/stats";
import { juryVotes } from "../judge/jury-votes.ts";
import type { JuryCheck } from "./judge-check.ts";

export interface JuryCheckInput {
  /** First readings of the items, null for none. */
  readonly scores: readonly (Score | Unscored | null)[];
  /** What people say together of each. */
  readonly truth: readonly (number | null)[];
  readonly clusters: readonly string[] | undefined;
  readonly level: number;
}

/** Returns how the jurors of a jury err together, from the votes in its scores; null where no score has any. */
export function juryCheck({ clusters, level, scores, truth }: JuryCheckInput): JuryCheck | null {
  const { jurors, rows, votes } = juryVotes(scores.map((score) => score ?? { kind: "unscored", reason: "" }));
  if (jurors.length < 2) return null;
  const said = rows.map((row) => truth[row] ?? null);
  const names = clusters === undefined ? undefined : rows.map((row) => clusters[row] ?? "");
  const found = errorCorrelation(votes, said, { level, ...(names === undefined ? {} : { clusters: names }) });
  return {
    jurors,
    agreement: jurors.map((_, juror) => {
      const known = votes.flatMap((row, i) => {
        const [vote, human] = [row[juror] ?? null, said[i] ?? null];
        return vote === null || human === null ? [] : [{ equal: 1 - Math.abs(vote - human), cluster: names?.[i] ?? `item ${i}` }];
      });
      const separate = new Set(known.map(({ cluster }) => cluster)).size;
      if (separate < 2 || known.some(({ equal }) => equal < 0)) return null;
      return meanEstimate(
        known.map(({ equal }) => equal),
        { level, range: [0, 1], clusters: known.map(({ cluster }) => cluster) },
      );
    }),
    pairs: found.pairs,
    errorCorrelation: found.mean,
    effectiveJudges: found.effectiveJudges,
  };
}
