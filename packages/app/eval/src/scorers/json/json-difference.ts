import { canonicalJson, type Json, nfc, type Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "../code-scorer.ts";

export interface JsonDifference {
  /** JSON Pointers (RFC 6901) of what is expected and not given. */
  readonly missing: readonly string[];
  /** Of what is given and not expected. */
  readonly extra: readonly string[];
  readonly different: readonly { readonly path: string; readonly given: Json; readonly expected: Json }[];
  /** Leaves that are equal. */
  readonly same: number;
  /** same / (same + missing + extra + different), in leaves; 1 for two that are equal and have no leaf. */
  readonly share: number;
}

/**
 * Returns how two JSON values differ, leaf by leaf. A leaf is a text, number, boolean, null or an empty object or list; members of lists are compared by their
 * place; texts after NFC. An object against a list or a leaf is one difference, and weighs as much as the larger side has leaves. A member that is
 * undefined is not there; null is a value.
 */
export function jsonDifference(given: unknown, expected: unknown): JsonDifference {
  const missing: string[] = [];
  const extra: string[] = [];
  const different: { readonly path: string; readonly given: Json; readonly expected: Json }[] = [];
  let same = 0;
  let lost = 0;
  const walk = (left: Json, right: Json, path: string): void => {
    const [a, b] = [membersOf(left), membersOf(right)];
    if (a === null || b === null || Array.isArray(left) !== Array.isArray(right) || (a.size === 0) !== (b.size === 0)) {
      if (canonicalJson(left) === canonicalJson(right)) same++;
      else {
        different.push({ path, given: left, expected: right });
        lost += Math.max(leavesIn(left), leavesIn(right));
      }
      return;
    }
    if (a.size === 0) {
      same++;
      return;
    }
    for (const [key, wanted] of b) {
      const there = a.get(key);
      const at = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (there !== undefined) walk(there, wanted, at);
      else {
        missing.push(at);
        lost += leavesIn(wanted);
      }
    }
    for (const [key, more] of a) {
      if (b.has(key)) continue;
      extra.push(`${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      lost += leavesIn(more);
    }
  };
  walk(plain(given), plain(expected), "");
  return { missing, extra, different, same, share: same / (same + lost) };
}

/** Returns a scorer of `jsonDifference`'s share, the best over the accepted answers; its detail holds what is missing, extra and different (the first 20 of each). */
export function jsonSimilarity(): Scorer<unknown, unknown, unknown, "json-similarity"> {
  return {
    name: "json-similarity",
    hash: scorerHash("json-similarity", 1, {}),
    direction: "higher",
    scale: "share",
    score: ({ example, output }) => {
      const answers = acceptedAnswers(example);
      if (answers === null) return NO_ANSWER;
      const best = answers.map((answer) => jsonDifference(output, answer)).reduce((a, b) => (b.share > a.share ? b : a));
      const { different, extra, missing, same, share } = best;
      const detail: Json = { missing: missing.slice(0, 20), extra: extra.slice(0, 20), different: different.slice(0, 20), same };
      return { kind: "score", value: share, detail };
    },
  };
}

function plain(value: unknown): Json {
  const json: Json = JSON.parse(canonicalJson(nfc(value ?? null)));
  return json;
}

function membersOf(value: Json): ReadonlyMap<string, Json> | null {
  if (typeof value !== "object" || value === null) return null;
  return new Map(Array.isArray(value) ? value.map((member: Json, i) => [String(i), member]) : Object.entries(value));
}

function leavesIn(value: Json): number {
  const members = membersOf(value);
  if (members === null || members.size === 0) return 1;
  let leaves = 0;
  for (const member of members.values()) leaves += leavesIn(member);
  return leaves;
}
