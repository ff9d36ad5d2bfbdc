import { join } from "node:path";
import { memoryBudget, type Reservation } from "@pawl/core";
import { fakeClock } from "@pawl/core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Child, startChild } from "./internal/child.fixture.ts";
import { temporaryFolder } from "./internal/temporary-folder.fixture.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** Starts spenders and lets them go together once all are ready. */
async function spendersOf(path: string, limit: number, seeds: readonly string[]): Promise<readonly Child[]> {
  const spenders = seeds.map((seed) => startChild("./spender.fixture.ts", path, seed, String(limit)));
  await Promise.all(spenders.map(({ said }) => said(1)));
  for (const { go } of spenders) go();
  return spenders;
}

/** The amounts that each said. */
function spentBy(spenders: readonly Child[]): readonly (readonly number[])[] {
  return spenders.map(({ lines }) => lines().slice(1).map(Number));
}

const sumOf = (amounts: readonly (readonly number[])[]): number => amounts.flat().reduce((sum, amount) => sum + amount, 0);

it("is spent by four processes to the last token and not one more", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const limit = 20_000;
  const spenders = await spendersOf(path, limit, ["1", "2", "3", "4"]);
  expect(await Promise.all(spenders.map(({ ended }) => ended()))).toEqual([0, 0, 0, 0]);
  expect(sumOf(spentBy(spenders))).toBe(limit);
  expect(spentBy(spenders).filter((amounts) => amounts.length > 0).length).toBeGreaterThan(1);
  await using store = sqliteStore({ path });
  expect(await (await store.budgets.open("shared", { tokens: limit })).left()).toEqual({ tokens: 0 });
});

it("counts what a killed process had reserved as spent", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const limit = 1_000_000;
  const spenders = await spendersOf(path, limit, ["5", "6"]);
  await Promise.all(spenders.map(({ said }) => said(20)));
  await Promise.all(spenders.map(({ kill }) => kill()));
  await using store = sqliteStore({ path });
  const left = (await (await store.budgets.open("shared", { tokens: limit })).left()).tokens ?? 0;
  expect(left).toBeLessThanOrEqual(limit - sumOf(spentBy(spenders)));
});

const amount = fc.record({ tokens: fc.integer({ min: 0, max: 40 }), calls: fc.integer({ min: 0, max: 3 }) });
const command = fc.oneof(
  fc.record({ kind: fc.constant("reserve" as const), by: fc.integer({ min: 0, max: 1 }), amount, ttlMs: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant("settle" as const), which: fc.nat(), amount }),
  fc.record({ kind: fc.constant("release" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 60 }) }),
);

it("grants and refuses, through two connections in any order, just what the budget in memory does", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const clock = fakeClock();
  await using first = sqliteStore({ path, clock });
  await using second = sqliteStore({ path, clock });
  let names = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
      const limit = { tokens: 100, calls: 8 };
      const name = `b${++names}`;
      const shared = [await first.budgets.open(name, limit), await second.budgets.open(name, limit)] as const;
      const model = memoryBudget(name, limit, { clock });
      const made: (readonly [Reservation, Reservation])[] = [];
      for (const step of commands) {
        if (step.kind === "wait") clock.advance(step.ms);
        else if (step.kind === "reserve") {
          const options = { ttlMs: step.ttlMs };
          const pair = [
            await shared[step.by === 0 ? 0 : 1].reserve(step.amount, options),
            await model.reserve(step.amount, options),
          ] as const;
          expect(pair[0].granted).toBe(pair[1].granted);
          made.push(pair);
        } else {
          for (const reservation of made.at(step.which % Math.max(1, made.length)) ?? []) {
            if (reservation.granted) await (step.kind === "settle" ? reservation.settle(step.amount) : reservation.release());
          }
        }
        expect(await shared[0].left()).toEqual(await model.left());
      }
    }),
    { seed: 8, numRuns: 60 },
  );
});

it("is never overspent when two connections reserve and settle at the same time", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  await using first = sqliteStore({ path });
  await using second = sqliteStore({ path });
  let names = 0;
  const task = fc.record({
    by: fc.integer({ min: 0, max: 1 }),
    worst: fc.integer({ min: 1, max: 30 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { minLength: 5, maxLength: 40 }), async (tasks) => {
      const name = `b${++names}`;
      const budgets = [await first.budgets.open(name, { tokens: 100 }), await second.budgets.open(name, { tokens: 100 })] as const;
      let outstanding = 0;
      await Promise.all(
        tasks.map(async ({ by, worst, share }) => {
          const reservation = await budgets[by === 0 ? 0 : 1].reserve({ tokens: worst });
          if (!reservation.granted) return;
          outstanding += worst;
          expect(outstanding).toBeLessThanOrEqual(100);
          const used = Math.floor(share * worst);
          // Given back only once it is settled, as far as anybody else may know.
          await reservation.settle({ tokens: used });
          outstanding -= worst - used;
        }),
      );
      expect((await budgets[0].left()).tokens).toBe(100 - outstanding);
    }),
    { seed: 9, numRuns: 40 },
  );
});
