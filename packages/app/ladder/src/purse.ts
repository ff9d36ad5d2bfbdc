import type { Budget, Reservation, Spend } from "@pawl/core";

/** Returns a budget that takes from all of the given ones or from none; `left` is the least, field by field. */
export function jointBudget(name: string, budgets: readonly Budget[]): Budget {
  return {
    name,
    reserve: async (worstCase, options): Promise<Reservation> => {
      const granted: Extract<Reservation, { granted: true }>[] = [];
      for (const budget of budgets) {
        const one = await budget.reserve(worstCase, options);
        if (!one.granted) {
          for (const earlier of granted) await earlier.release();
          return one;
        }
        granted.push(one);
      }
      return {
        granted: true,
        settle: async (actual) => {
          for (const one of granted) await one.settle(actual);
        },
        release: async () => {
          for (const one of granted) await one.release();
        },
      };
    },
    left: async () => {
      const out: { -readonly [K in keyof Spend]: number } = {};
      for (const budget of budgets) {
        const left = await budget.left();
        for (const field of ["microDollars", "tokens", "calls", "ms"] as const) {
          const value = left[field];
          if (value !== undefined) out[field] = Math.min(value, out[field] ?? Number.POSITIVE_INFINITY);
        }
      }
      return out;
    },
  };
}
