import { requireLevel, requireNumbers } from "../internal/require.ts";

export type JuryRule = "majority" | "mean" | "median";

export interface JuryOptions {
  /** "majority" takes the commonest vote, "mean" and "median" the scores. @default "majority" */
  readonly rule?: JuryRule | undefined;
  /** Least share of the votes cast for the majority, or least share of judges who voted at all; under it the jury abstains. @default a tie or no vote only */
  readonly abstainUnder?: number | undefined;
}

export interface JuryVerdict {
  /** Null when the jury abstains: no vote, a tie of the majority, or under `abstainUnder`. */
  readonly value: number | null;
  /** Majority: share of the votes cast that went to the commonest. Else: share of judges that voted. 0 without votes. */
  readonly support: number;
  /** Votes cast. */
  readonly votes: number;
}

/**
 * Returns what several judges say of one item; null votes are judges that gave none. The median of an even number is the mean of the middle two.
 * Majority: the v with the most #{votes = v} (Condorcet 1785); mean Σv/n; median as NumPy's. Assumes judges who err independently and rather less than half of the time, else more judges do not help:
 * `errorCorrelation`. Take yes/no votes as 1 and 0. No votes abstain. @throws TypeError for NaN; RangeError for a threshold off 0..1
 */
export function juryVerdict(votes: readonly (number | null)[], options: JuryOptions = {}): JuryVerdict {
  const { rule = "majority", abstainUnder = 0 } = options;
  if (abstainUnder !== 0 && abstainUnder !== 1) requireLevel("abstainUnder", abstainUnder);
  const cast = votes.filter((vote) => vote !== null).sort((a, b) => a - b);
  requireNumbers("votes", cast, 0);
  const n = cast.length;
  if (n === 0) return { value: null, support: 0, votes: 0 };
  if (rule !== "majority") {
    const support = n / votes.length;
    const value = rule === "mean" ? cast.reduce((sum, vote) => sum + vote / n, 0) : middle(cast[(n - 1) >> 1] ?? 0, cast[n >> 1] ?? 0);
    return { value: support < abstainUnder ? null : value, support, votes: n };
  }
  const counts = new Map<number, number>();
  for (const vote of cast) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  const support = most / n;
  return { value: winners.length > 1 || support < abstainUnder ? null : (winners[0]?.[0] ?? null), support, votes: n };
}

/** Halved first only where the sum overflows: halves of the tiniest numbers lose a digit. */
function middle(a: number, b: number): number {
  return Number.isFinite(a + b) ? (a + b) / 2 : a / 2 + b / 2;
}
