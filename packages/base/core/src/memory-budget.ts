import type { Budget, Reservation, Spend } from "./budget.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Ms } from "./scalars.ts";
import { addSpend, exceeds, leftOf, SPEND_FIELDS } from "./spend.ts";

/** How long an unsettled reservation stands, unless the caller says otherwise: longer than any one call takes. */
export const DEFAULT_TTL_MS: Ms = 10 * 60_000;

/**
 * Returns a budget of this process: reserve the worst case, settle what was used. What the limit does not name is not limited.
 * A reservation that expires is booked in full. Never overspent by reservations: a grant leaves booked + reserved within the limit.
 * @throws RangeError where a limit, or later what is reserved or settled, is negative or not a number.
 */
export function memoryBudget(name: string, limit: Spend, options: { readonly clock?: Clock | undefined } = {}): Budget {
  checkSpend(name, limit);
  return budgetWithin(name, () => limit, options.clock ?? systemClock);
}

/** @throws RangeError where a part is negative or not a number: it would give back what others spent. */
export function checkSpend(name: string, spend: Spend): void {
  for (const field of SPEND_FIELDS) {
    const value = spend[field];
    if (value !== undefined && !(value >= 0)) throw new RangeError(`Budget "${name}": ${field} is a number of at least 0; got ${value}.`);
  }
}

/** Returns a budget of this process whose limit may change under it. */
export function budgetWithin(name: string, limitNow: () => Spend, clock: Clock): Budget {
  // Expired reservations stay: booked in full and reserved are the same to whoever asks what is left.
  const reserved = new Map<symbol, { readonly spend: Spend; readonly expiresAt: Ms }>();
  let booked: Spend = {};

  const left = (): Spend => {
    let taken = booked;
    for (const { spend } of reserved.values()) taken = addSpend(taken, spend);
    return leftOf(limitNow(), taken);
  };
  const reserve = (worstCase: Spend, ttlMs: Ms): Reservation => {
    checkSpend(name, worstCase);
    const available = left();
    if (exceeds(worstCase, available)) return { granted: false, left: available };
    const key = Symbol(name);
    const expiresAt = clock.now() + ttlMs;
    reserved.set(key, { spend: worstCase, expiresAt });
    return {
      granted: true,
      settle: async (actual) => {
        checkSpend(name, actual);
        if (reserved.delete(key)) booked = addSpend(booked, actual);
      },
      release: async () => {
        if (clock.now() < expiresAt) reserved.delete(key);
      },
    };
  };
  return {
    name,
    reserve: async (worstCase, reserveOptions) => reserve(worstCase, reserveOptions?.ttlMs ?? DEFAULT_TTL_MS),
    left: async () => left(),
  };
}
