import { requireSameLength } from "../internal/ratings.ts";
import { requireFinite, requireLevel, requireShare } from "../internal/require.ts";
import { mcnemar } from "../paired/mcnemar.ts";

export interface MissingnessInput {
  /** Scores in the same order of items; null is missing. */
  readonly champion: readonly (number | null)[];
  readonly candidate: readonly (number | null)[];
}

export interface MissingnessOptions {
  /** Largest share of items without a score in either arm. @default 0.05 */
  readonly limit?: number | undefined;
  /** Confidence with which the arms must differ to be told so. @default 0.95 */
  readonly level?: number | undefined;
}

export interface Missingness {
  /** "too-many" comes before "differs"; only "fine" may pass a gate. */
  readonly kind: "fine" | "too-many" | "differs";
  readonly champion: { readonly missing: number; readonly share: number };
  readonly candidate: { readonly missing: number; readonly share: number };
  /** Items missing in one arm only. */
  readonly onlyChampion: number;
  readonly onlyCandidate: number;
  /** Exact McNemar test that an item is as likely to be missing in either arm. */
  readonly pValue: number;
}

/**
 * Returns whether missing scores forbid a comparison: more than `limit` of an arm's items, or clearly more in one arm (exact McNemar test, 1947, of the items missing in one
 * arm only, as statsmodels; assumes independent items). Few missing items cannot be told to differ: read `missingBounds` too. No missing item gives p = 1.
 * @throws TypeError for NaN; RangeError for unequal lengths or no item
 */
export function missingness({ champion, candidate }: MissingnessInput, options: MissingnessOptions = {}): Missingness {
  const { limit = 0.05, level = 0.95 } = options;
  requireLevel("level", level);
  requireShare("limit", limit);
  requireSameLength("champion and candidate", champion, candidate);
  if (champion.length === 0) throw new RangeError("champion and candidate must hold at least 1 item.");
  for (const [name, scores] of [["champion", champion] as const, ["candidate", candidate] as const])
    scores.forEach((score, i) => {
      if (score !== null) requireFinite(`${name}[${i}]`, score);
    });
  const n = champion.length;
  const count = (test: (i: number) => boolean): number => champion.reduce<number>((sum, _, i) => sum + (test(i) ? 1 : 0), 0);
  const gone = (list: readonly (number | null)[], i: number): boolean => (list[i] ?? null) === null;
  const onlyChampion = count((i) => gone(champion, i) && !gone(candidate, i));
  const onlyCandidate = count((i) => gone(candidate, i) && !gone(champion, i));
  const both = count((i) => gone(champion, i) && gone(candidate, i));
  const [first, second] = [onlyChampion + both, onlyCandidate + both];
  const { pValue } = mcnemar({ wins: onlyChampion, losses: onlyCandidate });
  return {
    kind: Math.max(first, second) / n > limit ? "too-many" : pValue <= 1 - level ? "differs" : "fine",
    champion: { missing: first, share: first / n },
    candidate: { missing: second, share: second / n },
    onlyChampion,
    onlyCandidate,
    pValue,
  };
}
