import type { Score, Unscored } from "@pawl/core";

/** The votes of a jury over many cases. */
export interface JuryVotes {
  /** By name and model, in the jury's order. */
  readonly jurors: readonly string[];
  /** One row a case that was scored, one column a juror; null where a juror cast no vote. */
  readonly votes: readonly (readonly (number | null)[])[];
  /** Which of the given scores each row is of. */
  readonly rows: readonly number[];
}

/** Returns the votes kept in a jury's scores, as `errorCorrelation` and `juryInfluence` of `@pawl/stats` take them. Scores without votes are left out. */
export function juryVotes(scores: readonly (Score | Unscored)[]): JuryVotes {
  let jurors: readonly string[] = [];
  const votes: (number | null)[][] = [];
  const rows: number[] = [];
  for (const [index, score] of scores.entries()) {
    const found = score.kind === "score" ? votesOf(score.detail) : null;
    if (found === null) continue;
    jurors = found.map(({ juror }) => juror);
    votes.push(found.map(({ value }) => value));
    rows.push(index);
  }
  return { jurors, votes, rows };
}

function votesOf(detail: unknown): { readonly juror: string; readonly value: number | null }[] | null {
  const votes = fieldOf(detail, "votes");
  if (!Array.isArray(votes)) return null;
  return votes.map((vote: unknown) => {
    const value = fieldOf(vote, "value");
    return {
      juror: `${String(fieldOf(vote, "judge"))} (${String(fieldOf(vote, "model"))})`,
      value: typeof value === "number" ? value : null,
    };
  });
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
}
