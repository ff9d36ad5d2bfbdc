import { type Budget, isPawlError, SPEND_FIELDS, type Spend } from "@pawl/core";
import { reserveAll } from "@pawl/policy";

/** Returns a budget that takes from all of the given ones or from none; `left` is the least, field by field. */
export function jointBudget(name: string, budgets: readonly Budget[]): Budget {
  const left = async (): Promise<Spend> => {
    const out: { -readonly [K in keyof Spend]: number } = {};
    for (const budget of budgets) {
      const one = await budget.left();
      for (const field of SPEND_FIELDS) {
        const value = one[field];
        if (value !== undefined) out[field] = Math.min(value, out[field] ?? Number.POSITIVE_INFINITY);
      }
    }
    return out;
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
