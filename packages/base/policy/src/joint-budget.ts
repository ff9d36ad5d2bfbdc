import { type Budget, isPawlError, SPEND_FIELDS, type Spend } from "@pawl/core";
import { reserveAll } from "./reserve-all.ts";

/**
 * Returns a budget that takes from all of the given ones or from none, asked in the order given; `left` is the least of theirs, field by field.
 * Of no budgets: one without a limit.
 */
export function jointBudget(name: string, budgets: readonly Budget[]): Budget {
  const left = async (): Promise<Spend> => {
    const least: { -readonly [K in keyof Spend]: number } = {};
    for (const one of await Promise.all(budgets.map((budget) => budget.left()))) {
      for (const field of SPEND_FIELDS) {
        const value = one[field];
        if (value !== undefined) least[field] = Math.min(value, least[field] ?? Number.POSITIVE_INFINITY);
      }
    }
    return least;
  };
  return {
    name,
    left,
    reserve: async (worstCase, options) => {
      try {
        return await reserveAll(budgets, worstCase, { ttlMs: options?.ttlMs });
      } catch (error) {
        if (isPawlError(error, "use.over-budget")) return { granted: false, left: await left() };
        throw error;
      }
    },
  };
}
