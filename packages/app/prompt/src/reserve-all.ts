import type { Budget, Ms, Spend } from "@pawl/core";

export type AllReserved =
  | { readonly granted: true; readonly settle: (actual: Spend) => Promise<void>; readonly release: () => Promise<void> }
  | { readonly granted: false; readonly budget: string; readonly left: Spend };

/** Returns one reservation in all budgets, or the first that refuses; what was reserved before it is then released. */
export async function reserveAll(
  budgets: readonly Budget[],
  worstCase: Spend,
  options: { readonly ttlMs?: Ms | undefined } = {},
): Promise<AllReserved> {
  const held: { readonly settle: (actual: Spend) => Promise<void>; readonly release: () => Promise<void> }[] = [];
  const release = async (): Promise<void> => {
    for (const one of held) await one.release();
  };
  for (const budget of budgets) {
    try {
      const reservation = await budget.reserve(worstCase, options);
      if (!reservation.granted) {
        await release();
        return { granted: false, budget: budget.name, left: reservation.left };
      }
      held.push(reservation);
    } catch (error) {
      await release();
      throw error;
    }
  }
  return {
    granted: true,
    release,
    settle: async (actual) => {
      for (const one of held) await one.settle(actual);
    },
  };
}
