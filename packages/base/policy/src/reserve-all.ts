import { type Budget, type Ms, PawlError, type Reservation, SPEND_FIELDS, type Spend } from "@pawl/core";
import type { WorstCase } from "./worst-case.ts";

/** A reservation that was granted, on every budget asked. */
export type Granted = Extract<Reservation, { readonly granted: true }>;

export interface ReserveOptions {
  /** How long it stands unsettled before it is booked in full. @default the budget's own */
  readonly ttlMs?: Ms | undefined;
}

/**
 * Returns one reservation on all budgets, or none: what was granted before a refusal is released. Budgets are asked in the order given;
 * give every caller the same order, else two calls may refuse each other what one of them could have had.
 * @throws PawlError `use.over-budget` (facts `budget`, `needed`, `left`) where a budget refuses; `use.no-bound` (facts `budget`, `field`)
 * where a budget caps something that the worst case has no bound for.
 */
export async function reserveAll(budgets: readonly Budget[], worstCase: WorstCase, options: ReserveOptions = {}): Promise<Granted> {
  const needed = boundedPart(worstCase);
  const granted: Granted[] = [];
  try {
    for (const budget of budgets) {
      await refuseUnbounded(budget, worstCase);
      const reservation = await budget.reserve(needed, { ttlMs: options.ttlMs });
      if (!reservation.granted) throw overBudget(budget.name, needed, reservation.left);
      granted.push(reservation);
    }
  } catch (error) {
    await Promise.allSettled(granted.map((reservation) => reservation.release()));
    throw error;
  }
  return {
    granted: true,
    settle: (actual) => all(granted.map((reservation) => reservation.settle(actual))),
    release: () => all(granted.map((reservation) => reservation.release())),
  };
}

/** Returns what of a worst case is known: what is settled where nobody can say what was used. */
export function boundedPart(worstCase: WorstCase): Spend {
  const known: { -readonly [K in keyof Spend]: number } = {};
  for (const field of SPEND_FIELDS) {
    const value = worstCase[field];
    if (value !== undefined && value !== null) known[field] = value;
  }
  return known;
}

async function refuseUnbounded(budget: Budget, worstCase: WorstCase): Promise<void> {
  if (!SPEND_FIELDS.some((field) => worstCase[field] === null)) return;
  const left = await budget.left();
  for (const field of SPEND_FIELDS) {
    if (worstCase[field] === null && left[field] !== undefined) {
      throw new PawlError(
        "use.no-bound",
        `Budget "${budget.name}" caps ${field}, and this call has no upper bound on it, so the cap could not be kept. ${REMEDY[field]} The call was not made.`,
        { facts: { billed: false, budget: budget.name, field } },
      );
    }
  }
}

const REMEDY: { readonly [K in keyof Spend]-?: string } = {
  microDollars: "Give the model its prices, and `maxTokens` or the size of its context.",
  tokens: "Set `sampling.maxTokens`, or give the model the size of its context.",
  calls: "Say how many calls it takes.",
  ms: "Give the call a deadline.",
};

function overBudget(budget: string, needed: Spend, left: Spend): PawlError {
  return new PawlError(
    "use.over-budget",
    `Budget "${budget}" cannot pay for this call: it may need ${JSON.stringify(needed)} and ${JSON.stringify(left)} is left. Raise the budget, or lower \`maxTokens\` or the prompt. The call was not made.`,
    { facts: { billed: false, budget, needed, left } },
  );
}

async function all(writes: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) if (result.status === "rejected") throw result.reason;
}
