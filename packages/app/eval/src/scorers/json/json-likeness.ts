import { canonicalJson, type Json, nfc } from "@pawl/core";

/** A JSON value taken apart once, to be compared with many others. */
type Part =
  | { readonly members: null; readonly leaf: Json; readonly leaves: 1 }
  | { readonly members: ReadonlyMap<string, Part>; readonly list: boolean; readonly leaves: number };

/**
 * Returns how alike each value of a list is with each of another, by rows: the shares of `jsonDifference`. Each value is taken apart once, so that 200 with
 * 200 take tens of milliseconds.
 */
export function jsonLikeness(given: readonly unknown[], expected: readonly unknown[]): number[][] {
  const wanted = expected.map(partsOf);
  return given.map(partsOf).map((left) =>
    wanted.map((right) => {
      const found = { same: 0, lost: 0 };
      count(left, right, found);
      return found.same / (found.same + found.lost);
    }),
  );
}

function partsOf(value: unknown): Part {
  const json: Json = JSON.parse(canonicalJson(nfc(value ?? null)));
  return partOf(json);
}

function partOf(value: Json): Part {
  if (typeof value !== "object" || value === null) return { members: null, leaf: value, leaves: 1 };
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((member: Json, i) => [String(i), member] as const)
    : Object.entries(value);
  const members = new Map(entries.map(([key, member]) => [key, partOf(member)]));
  let leaves = 0;
  for (const member of members.values()) leaves += member.leaves;
  return { members, list: Array.isArray(value), leaves: Math.max(1, leaves) };
}

/** Adds the leaves that two values share and do not share. */
function count(a: Part, b: Part, found: { same: number; lost: number }): void {
  if (a.members === null || b.members === null || a.list !== b.list || a.members.size === 0 || b.members.size === 0) {
    if (closedAndEqual(a, b)) found.same++;
    else found.lost += Math.max(a.leaves, b.leaves);
    return;
  }
  let met = 0;
  for (const [key, right] of b.members) {
    const left = a.members.get(key);
    if (left === undefined) found.lost += right.leaves;
    else {
      met += left.leaves;
      count(left, right, found);
    }
  }
  found.lost += a.leaves - met;
}

function closedAndEqual(a: Part, b: Part): boolean {
  if (a.members === null || b.members === null) return a.members === null && b.members === null && a.leaf === b.leaf;
  return a.list === b.list && a.members.size === 0 && b.members.size === 0;
}
