import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reservation, Spend } from "./budget.ts";
import { DEFAULT_TTL_MS, memoryBudget } from "./memory-budget.ts";
import { budgetConformance } from "./testing/budget-conformance.ts";
import { fakeClock } from "./testing/fake-clock.ts";

describe("memoryBudget is a Budget", () => {
  for (const { name, run } of budgetConformance((limit, options) => memoryBudget("b", limit, options))) it(name, run);
});

it("refuses a limit that is none", () => {
  expect(() => memoryBudget("b", { calls: -1 })).toThrow(RangeError);
  expect(() => memoryBudget("b", { tokens: Number.NaN })).toThrow(RangeError);
});

it("lets a reservation stand for ten minutes unless told otherwise", async () => {
  const clock = fakeClock();
  const budget = memoryBudget("b", { calls: 1 }, { clock });
  const reservation = await budget.reserve({ calls: 1 });
  clock.advance(DEFAULT_TTL_MS - 1);
  if (reservation.granted) await reservation.release();
  expect(await budget.left()).toEqual({ calls: 1 });
});

it("never grants more than is left, and has everything back once all is released", async () => {
  const step = fc.record({ tokens: fc.nat(60), end: fc.constantFrom("settle", "release", "later") });
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.array(step), async (tokens, steps) => {
      const budget = memoryBudget("b", { tokens });
      const open: Extract<Reservation, { granted: true }>[] = [];
      let booked = 0;
      let held = 0;
      for (const { tokens: wanted, end } of steps) {
        const reservation = await budget.reserve({ tokens: wanted });
        expect(reservation.granted).toBe(booked + held + wanted <= tokens);
        if (!reservation.granted) continue;
        const actual: Spend = { tokens: Math.floor(wanted / 2) };
        if (end === "settle") await reservation.settle(actual);
        else if (end === "release") await reservation.release();
        else open.push(reservation);
        booked += end === "settle" ? Math.floor(wanted / 2) : 0;
        held += end === "later" ? wanted : 0;
        expect(await budget.left()).toEqual({ tokens: tokens - booked - held });
      }
      for (const reservation of open) await reservation.release();
      expect(await budget.left()).toEqual({ tokens: tokens - booked });
    }),
    { seed: 8 },
  );
});
