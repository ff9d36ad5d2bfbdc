import { bestAssignment } from "../../metrics/best-assignment.ts";
import type { AcceptedCall } from "./accepted-call.ts";
import { type CallIssue, type CheckCallOptions, checkCall } from "./check-call.ts";
import { type GivenCall, readCall } from "./given-call.ts";

/**
 * How calls are compared with the accepted ones. `unordered`: the same number, each matched (the leaderboard's parallel sets; with one, its simple
 * ones). `strict`: that, in order. `in-order`: every accepted one comes, in order, among others. `superset`: every accepted one comes, in any
 * order, among others. `subset`: nothing comes but accepted ones, each at most once.
 */
export type CallOrder = "unordered" | "strict" | "in-order" | "superset" | "subset";

export interface MatchCallsOptions extends CheckCallOptions {
  /** @default "unordered" */
  readonly order?: CallOrder | undefined;
  /** `ignored`: only names count. @default "checked" */
  readonly arguments?: "checked" | "ignored" | undefined;
}

export interface CallMatch {
  readonly matches: boolean;
  /** Most pairs of given and accepted calls that match, each used once; in order for `strict` and `in-order`. */
  readonly matched: number;
  readonly given: number;
  readonly accepted: number;
  /** 2 · matched / (given + accepted); 1 where there are none. */
  readonly f1: number;
  /** For each accepted call without a partner: what is wrong with the given call that comes nearest; null where none is left. */
  readonly issues: readonly { readonly accepted: string; readonly issue: CallIssue | null }[];
}

/**
 * Returns how calls compare with the accepted ones. No accepted call: it matches where none was made (the leaderboard's irrelevance set). The pairing is the
 * largest there is, where the leaderboard takes the first that fits: it never fails a set of calls for the order in which they came.
 */
export function matchCalls(given: readonly GivenCall[], accepted: readonly AcceptedCall[], options: MatchCallsOptions = {}): CallMatch {
  const { order = "unordered" } = options;
  const names = options.arguments === "ignored";
  const table = accepted.map((one) => given.map((call) => (names ? nameIssue(call, one, options) : checkCall(call, one, options))));
  const ordered = order === "strict" || order === "in-order";
  const pairs = ordered ? longestInOrder(table, order === "strict") : largest(table);
  const taken = new Set(pairs.map(([, j]) => j));
  const partnered = new Set(pairs.map(([i]) => i));
  const issues = accepted.flatMap(({ name }, i) => {
    if (partnered.has(i)) return [];
    const left = (table[i] ?? []).filter((_, j) => !taken.has(j));
    const nearest = left.find((issue) => issue !== null && issue.kind !== "name") ?? left[0] ?? null;
    return [{ accepted: name, issue: nearest }];
  });
  const matched = pairs.length;
  const allAccepted = matched === accepted.length;
  const allGiven = matched === given.length;
  const total = given.length + accepted.length;
  return {
    matches: (order === "subset" || allAccepted) && (order === "superset" || order === "in-order" || allGiven),
    matched,
    given: given.length,
    accepted: accepted.length,
    f1: total === 0 ? 1 : (2 * matched) / total,
    issues,
  };
}

type IssueTable = readonly (readonly (CallIssue | null)[])[];

function nameIssue(call: GivenCall, { name }: AcceptedCall, { underscores = false }: CheckCallOptions): CallIssue | null {
  const wanted = underscores ? name.replaceAll(".", "_") : name;
  const given = readCall(call).name;
  return given === wanted ? null : { kind: "name", message: `"${given}" was called, not "${wanted}".` };
}

function largest(table: IssueTable): (readonly [number, number])[] {
  const { pairs } = bestAssignment(table.map((row) => row.map((issue) => (issue === null ? 1 : 0))));
  return pairs.filter(([i, j]) => table[i]?.[j] === null);
}

/** The longest common subsequence; with `aligned`, the pairs of one place. */
function longestInOrder(table: IssueTable, aligned: boolean): (readonly [number, number])[] {
  const width = table[0]?.length ?? 0;
  if (aligned) return table.flatMap((row, i) => (i < width && row[i] === null ? [[i, i] as const] : []));
  const lengths = Array.from({ length: table.length + 1 }, () => new Array<number>(width + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = table.length - 1; i >= 0; i--) {
    for (let j = width - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = table[i]?.[j] === null ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < table.length && j < width) {
    if (table[i]?.[j] === null) pairs.push([i++, j++]);
    else if (at(i + 1, j) > at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
