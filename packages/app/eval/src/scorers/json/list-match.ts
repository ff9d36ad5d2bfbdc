import { canonicalJson, nfc, type Scorer } from "@pawl/core";
import { bestAssignment } from "../../metrics/best-assignment.ts";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "../code-scorer.ts";
import { jsonLikeness } from "./json-likeness.ts";

/** How alike two members are, in 0..1; the name and version stand for the code in the scorer's hash. */
export interface ListSimilarity<T> {
  readonly name: string;
  readonly of: (given: T, expected: T) => number;
}

export interface ListMatch {
  readonly pairs: readonly { readonly given: number; readonly expected: number; readonly similarity: number }[];
  /** Sum of the similarities over the number given; 1 for none given and none expected. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Returns the best pairing of the members of two lists, whatever their order: the one whose similarities sum to most, each member used once;
 * pairs of similarity 0 are none. Precision and recall are that sum over the number given and expected. F1 is 2·sum / (given + expected), 1 for two empty lists.
 * @throws RangeError for a similarity off 0..1
 */
export function matchLists<T>(given: readonly T[], expected: readonly T[], similarity: (given: T, expected: T) => number): ListMatch {
  const table = given.map((left) =>
    expected.map((right) => {
      const value = similarity(left, right);
      if (value >= 0 && value <= 1) return value;
      throw new RangeError(`A similarity lies in 0..1; got ${value}.`);
    }),
  );
  return matchIn(table, given.length, expected.length);
}

function matchIn(table: readonly (readonly number[])[], given: number, expected: number): ListMatch {
  const pairs = bestAssignment(table)
    .pairs.map(([i, j]) => ({ given: i, expected: j, similarity: table[i]?.[j] ?? 0 }))
    .filter((pair) => pair.similarity > 0);
  const sum = pairs.reduce((total, pair) => total + pair.similarity, 0);
  const none = given + expected === 0;
  const share = (whole: number): number => (none ? 1 : whole === 0 ? 0 : Math.min(1, sum / whole));
  return { pairs, precision: share(given), recall: share(expected), f1: share((given + expected) / 2) };
}

/**
 * Returns a scorer of lists by `matchLists`: its F1, the best over the accepted answers. Members are alike where they are equal as canonical JSON; by
 * `json` as far as their fields are (the share of `jsonDifference`); or as the similarity says. The detail holds precision, recall and the members without a partner.
 */
export function listMatch<T = unknown>(
  options: { readonly similarity?: ListSimilarity<T> | "json" | undefined } = {},
): Scorer<unknown, readonly T[], readonly T[], "list-match"> {
  const { similarity } = options;
  const match = (given: readonly T[], expected: readonly T[]): ListMatch => {
    if (similarity === undefined) return matchLists(given.map(written), expected.map(written), (a, b) => (a === b ? 1 : 0));
    if (similarity === "json") return matchIn(jsonLikeness(given, expected), given.length, expected.length);
    return matchLists(given, expected, similarity.of);
  };
  return {
    name: "list-match",
    hash: scorerHash("list-match", 1, { similarity: typeof similarity === "string" ? `pawl.${similarity}/1` : similarity?.name }),
    direction: "higher",
    scale: "share",
    score: ({ example, output }) => {
      const answers = acceptedAnswers(example);
      if (answers === null) return NO_ANSWER;
      const all = answers.map((answer) => ({ answer, match: match(output, answer) }));
      const { answer, match: best } = all.reduce((a, b) => (b.match.f1 > a.match.f1 ? b : a));
      const { f1, pairs, precision, recall } = best;
      const unmatched = (length: number, side: "given" | "expected"): number[] =>
        Array.from({ length }, (_, i) => i).filter((i) => !pairs.some((pair) => pair[side] === i));
      const detail = { precision, recall, extra: unmatched(output.length, "given"), missing: unmatched(answer.length, "expected") };
      return { kind: "score", value: f1, detail };
    },
  };
}

/** A member as a text that equal members share: written once, not once for each pair. */
function written(member: unknown): string {
  return canonicalJson(nfc(member));
}
