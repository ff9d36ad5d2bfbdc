import type { Spend } from "./budget.ts";

/** The four kinds of spending a budget can cap. */
export const SPEND_FIELDS: readonly (keyof Spend)[] = ["microDollars", "tokens", "calls", "ms"];

/** Returns the sum, field by field; a field that neither names stays out. */
export function addSpend(a: Spend, b: Spend): Spend {
  const sum: { -readonly [K in keyof Spend]: number } = {};
  for (const field of SPEND_FIELDS) {
    if (a[field] !== undefined || b[field] !== undefined) sum[field] = (a[field] ?? 0) + (b[field] ?? 0);
  }
  return sum;
}

/** Returns what of a limit is left, at least 0, in the fields that the limit names. */
export function leftOf(limit: Spend, taken: Spend): Spend {
  const left: { -readonly [K in keyof Spend]: number } = {};
  for (const field of SPEND_FIELDS) {
    const cap = limit[field];
    if (cap !== undefined) left[field] = Math.max(0, cap - (taken[field] ?? 0));
  }
  return left;
}

/** Whether `wanted` asks for more than is left in any field that `left` names. A field that it does not name has no cap. */
export function exceeds(wanted: Spend, left: Spend): boolean {
  return SPEND_FIELDS.some((field) => {
    const cap = left[field];
    return cap !== undefined && (wanted[field] ?? 0) > cap;
  });
}
