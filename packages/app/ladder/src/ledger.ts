import { addSpend, type Budget, type Clock, leftOf, memoryBudget, type Reservation, type Spend } from "@pawl/core";

/** A budget that also knows what was spent in fields that it does not cap. */
export interface Ledger extends Budget {
  readonly limit: Spend;
  readonly spent: () => Spend;
  /** What is neither booked nor reserved, without waiting. */
  readonly available: () => Spend;
}

export const NOTHING: Required<Spend> = { microDollars: 0, tokens: 0, calls: 0, ms: 0 };

/** Returns a ledger of this process over a hard limit. What a rung books on it (training, indexing) is in `spent` too. */
export function createLedger(name: string, limit: Spend, options: { readonly clock?: Clock | undefined } = {}): Ledger {
  const inner = memoryBudget(name, limit, options);
  const open = new Set<Spend>();
  let spent: Spend = NOTHING;
  const available = (): Spend => {
    let taken = spent;
    for (const held of open) taken = addSpend(taken, held);
    return leftOf(limit, taken);
  };
  const reserve = async (worstCase: Spend, reserveOptions?: { readonly ttlMs?: number | undefined }): Promise<Reservation> => {
    const given = await inner.reserve(worstCase, reserveOptions);
    if (!given.granted) return given;
    const held = { ...worstCase };
    open.add(held);
    return {
      granted: true,
      settle: async (actual) => {
        if (open.delete(held)) spent = addSpend(spent, actual);
        await given.settle(actual);
      },
      release: async () => {
        open.delete(held);
        await given.release();
      },
    };
  };
  return { name, limit, reserve, left: inner.left, spent: () => spent, available };
}

/** Returns the difference, field by field, all four fields named. */
export function minusSpend(a: Spend, b: Spend): Required<Spend> {
  return {
    microDollars: (a.microDollars ?? 0) - (b.microDollars ?? 0),
    tokens: (a.tokens ?? 0) - (b.tokens ?? 0),
    calls: (a.calls ?? 0) - (b.calls ?? 0),
    ms: (a.ms ?? 0) - (b.ms ?? 0),
  };
}

/** Returns a spend multiplied, whole numbers rounded up except milliseconds. */
export function timesSpend(spend: Spend, factor: number): Spend {
  const out: { -readonly [K in keyof Spend]: number } = {};
  if (spend.microDollars !== undefined) out.microDollars = Math.ceil(spend.microDollars * factor);
  if (spend.tokens !== undefined) out.tokens = Math.ceil(spend.tokens * factor);
  if (spend.calls !== undefined) out.calls = Math.ceil(spend.calls * factor);
  if (spend.ms !== undefined) out.ms = spend.ms * factor;
  return out;
}

/** Returns the field-by-field larger of two. */
export function dearest(a: Spend, b: Spend): Required<Spend> {
  return {
    microDollars: Math.max(a.microDollars ?? 0, b.microDollars ?? 0),
    tokens: Math.max(a.tokens ?? 0, b.tokens ?? 0),
    calls: Math.max(a.calls ?? 0, b.calls ?? 0),
    ms: Math.max(a.ms ?? 0, b.ms ?? 0),
  };
}

/** Returns how many times `cost` fits into `limit`, a whole number; Infinity where no field of the limit is touched. */
export function timesAffordable(limit: Spend, cost: Spend): number {
  const counts = (["microDollars", "tokens", "calls", "ms"] as const).map((field) => {
    const cap = limit[field];
    const each = cost[field] ?? 0;
    return cap === undefined || each <= 0 ? Number.POSITIVE_INFINITY : Math.floor(cap / each);
  });
  return Math.min(...counts);
}
