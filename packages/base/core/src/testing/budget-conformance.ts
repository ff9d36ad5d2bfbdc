import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Budget, Reservation, Spend } from "../budget.ts";
import type { Clock } from "../clock.ts";
import { seededRandom } from "../random.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

/** Makes a budget of which nothing is spent yet, that goes by the given clock. */
export type MakeBudget = (limit: Spend, options: { readonly clock: Clock }) => Promise<Budget> | Budget;

/** Returns what every Budget promises, as cases to run one by one in any test framework. */
export function budgetConformance(make: MakeBudget): readonly ConformanceCase[] {
  const on = (limit: Spend, check: (budget: Budget, clock: FakeClock) => Promise<void>) => async (): Promise<void> => {
    const clock = fakeClock();
    await check(await make(limit, { clock }), clock);
  };
  return [
    {
      name: "begins with the whole limit left, in the fields that it names",
      run: on({ calls: 3, microDollars: 500 }, async (budget) => deepEqual(await budget.left(), { calls: 3, microDollars: 500 })),
    },
    {
      name: "takes what is reserved and gives back what was not used",
      run: on({ tokens: 100 }, async (budget) => {
        const reservation = await granted(budget, { tokens: 60 });
        deepEqual(await budget.left(), { tokens: 40 });
        await reservation.settle({ tokens: 10 });
        deepEqual(await budget.left(), { tokens: 90 });
      }),
    },
    {
      name: "grants exactly what is left, and not one more",
      run: on({ calls: 2 }, async (budget) => {
        deepEqual(await budget.reserve({ calls: 3 }), { granted: false, left: { calls: 2 } });
        await granted(budget, { calls: 2 });
        deepEqual(await budget.reserve({ calls: 1 }), { granted: false, left: { calls: 0 } });
      }),
    },
    {
      name: "refuses where any one field is short, and then takes nothing",
      run: on({ calls: 5, ms: 10 }, async (budget) => {
        equal((await budget.reserve({ calls: 1, ms: 11 })).granted, false);
        deepEqual(await budget.left(), { calls: 5, ms: 10 });
      }),
    },
    {
      name: "does not limit what the limit does not name",
      run: on({ calls: 1 }, async (budget) => {
        await (await granted(budget, { tokens: 1e12 })).settle({ tokens: 1e12 });
        deepEqual(await budget.left(), { calls: 1 });
      }),
    },
    {
      name: "books nothing for what is released",
      run: on({ calls: 1 }, async (budget) => {
        await (await granted(budget, { calls: 1 })).release();
        deepEqual(await budget.left(), { calls: 1 });
      }),
    },
    {
      name: "counts the first of settle and release, once",
      run: on({ calls: 10 }, async (budget) => {
        const settled = await granted(budget, { calls: 4 });
        await settled.settle({ calls: 2 });
        await settled.settle({ calls: 4 });
        await settled.release();
        deepEqual(await budget.left(), { calls: 8 });
        const released = await granted(budget, { calls: 4 });
        await released.release();
        await released.settle({ calls: 4 });
        deepEqual(await budget.left(), { calls: 8 });
      }),
    },
    {
      name: "books also what was used above the reservation, and says 0 left, not less",
      run: on({ tokens: 10 }, async (budget) => {
        await (await granted(budget, { tokens: 5 })).settle({ tokens: 15 });
        deepEqual(await budget.left(), { tokens: 0 });
        equal((await budget.reserve({ tokens: 1 })).granted, false);
        equal((await budget.reserve({ tokens: 0 })).granted, true);
      }),
    },
    {
      name: "books a reservation in full once it has expired, also when it is released later",
      run: on({ calls: 10 }, async (budget, clock) => {
        const reservation = await granted(budget, { calls: 4 }, 1_000);
        clock.advance(1_000);
        deepEqual(await budget.left(), { calls: 6 });
        await reservation.release();
        deepEqual(await budget.left(), { calls: 6 });
      }),
    },
    {
      name: "books what was used where it is settled after it expired",
      run: on({ calls: 10 }, async (budget, clock) => {
        const reservation = await granted(budget, { calls: 4 }, 1_000);
        clock.advance(5_000);
        await reservation.settle({ calls: 1 });
        deepEqual(await budget.left(), { calls: 9 });
      }),
    },
    {
      name: "refuses with a RangeError to reserve or settle less than nothing",
      run: on({ calls: 10 }, async (budget) => {
        await rejects(budget.reserve({ calls: -1 }), RangeError);
        await rejects(budget.reserve({ calls: Number.NaN }), RangeError);
        const reservation = await granted(budget, { calls: 1 });
        await rejects(reservation.settle({ calls: -5 }), RangeError);
        deepEqual(await budget.left(), { calls: 9 });
      }),
    },
    {
      name: "grants nothing of a budget of 0",
      run: on({ microDollars: 0 }, async (budget) => equal((await budget.reserve({ microDollars: 1 })).granted, false)),
    },
    { name: "is never overspent by reservations, in whatever order they are made and ended", run: neverOverspent(make) },
  ];
}

function neverOverspent(make: MakeBudget): () => Promise<void> {
  return async () => {
    for (let seed = 0; seed < 5; seed++) {
      const random = seededRandom(seed);
      const clock = fakeClock();
      const limit = { tokens: 100, calls: 12 };
      const budget = await make(limit, { clock });
      const used = { tokens: 0, calls: 0 };
      const spender = async (): Promise<void> => {
        for (let turn = 0; turn < 6; turn++) {
          const worst = { tokens: Math.floor(random.next() * 30), calls: 1 };
          const reservation = await budget.reserve(worst, { ttlMs: 50 });
          if (!reservation.granted) continue;
          const tokens = Math.floor(random.next() * (worst.tokens + 1));
          const fate = random.next();
          if (fate < 0.2) {
            // Killed while it worked: it may have spent everything.
            clock.advance(60);
            used.tokens += worst.tokens;
            used.calls += 1;
          } else if (fate < 0.4) await reservation.release();
          else {
            used.tokens += tokens;
            used.calls += 1;
            await reservation.settle({ tokens, calls: 1 });
          }
          ok(used.tokens <= limit.tokens && used.calls <= limit.calls, `overspent: ${JSON.stringify(used)} of ${JSON.stringify(limit)}`);
        }
      };
      await Promise.all(Array.from({ length: 8 }, spender));
      const left = await budget.left();
      ok(
        (left.tokens ?? 0) <= limit.tokens - used.tokens && (left.calls ?? 0) <= limit.calls - used.calls,
        "more is left than was not used",
      );
    }
  };
}

async function granted(budget: Budget, worstCase: Spend, ttlMs?: number): Promise<Extract<Reservation, { granted: true }>> {
  const reservation = await budget.reserve(worstCase, { ttlMs });
  if (!reservation.granted)
    throw new Error(`The budget refused ${JSON.stringify(worstCase)} with ${JSON.stringify(reservation.left)} left.`);
  return reservation;
}
