import { expect, it } from "vitest";
import { sequencePool } from "./sequence-pool.ts";

const sequence = (...contextTokens: number[]) => ({ contextTokens });

it("lends the sequence that holds most of the prompt", async () => {
  const kept = sequence(1, 2, 3, 4);
  const pool = sequencePool([sequence(), kept], { mostWaiting: 1 });
  using lease = await pool.lease([1, 2, 3, 9]);
  expect(lease.sequence).toBe(kept);
});

it("spares a long context that shares little", async () => {
  const empty = sequence();
  const pool = sequencePool([sequence(1, 2, 3, 4, 5, 6, 7, 8), empty], { mostWaiting: 1 });
  using lease = await pool.lease([1, 9]);
  expect(lease.sequence).toBe(empty);
});

it("serves waiting calls in the order they came, and refuses too many", async () => {
  const pool = sequencePool([sequence()], { mostWaiting: 2 });
  const order: number[] = [];
  const first = await pool.lease([]);
  const call = async (number: number): Promise<void> => {
    using _lease = await pool.lease([]);
    order.push(number);
  };
  const calls = [call(1), call(2)];
  await expect(pool.lease([])).rejects.toMatchObject({ code: "service.queue-full", retryable: true });
  first[Symbol.dispose]();
  await Promise.all(calls);
  expect(order).toEqual([1, 2]);
});

it("lets a waiting call leave with the signal's own reason", async () => {
  const pool = sequencePool([sequence()], { mostWaiting: 2 });
  const first = await pool.lease([]);
  const stop = new AbortController();
  const waiting = pool.lease([], stop.signal);
  const reason = new Error("enough");
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(pool.waiting()).toBe(0);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  using again = await pool.lease([]);
  expect(again.sequence).toBe(first.sequence);
});

it("drains: waits for those that run and refuses the rest", async () => {
  const pool = sequencePool([sequence()], { mostWaiting: 2 });
  const first = await pool.lease([]);
  const reason = new Error("closed");
  const waiting = pool.lease([]);
  let drained = false;
  const draining = pool.drain(reason).then(() => {
    drained = true;
  });
  await expect(waiting).rejects.toBe(reason);
  await expect(pool.lease([])).rejects.toBe(reason);
  expect(drained).toBe(false);
  first[Symbol.dispose]();
  await draining;
});
