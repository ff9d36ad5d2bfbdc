import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapInOrder } from "./map-in-order.ts";

const never = new AbortController().signal;

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of source) out.push(item);
  return out;
}

describe("mapInOrder", () => {
  it("yields in the order of the items whatever the order of completion, within its bounds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        async (scheduler, size, concurrency, more) => {
          const lookAhead = concurrency + more;
          let running = 0;
          let most = 0;
          let begun = 0;
          const out: number[] = [];
          let widest = 0;
          const work = async (item: number): Promise<number> => {
            most = Math.max(most, ++running);
            widest = Math.max(widest, ++begun - out.length);
            await scheduler.schedule(Promise.resolve());
            running--;
            return item;
          };
          const reading = (async () => {
            const items = Array.from({ length: size }, (_, i) => i);
            for await (const item of mapInOrder(items, work, { concurrency, lookAhead, abortSignal: never })) out.push(item);
          })();
          await scheduler.waitFor(reading);
          expect(out).toEqual(Array.from({ length: size }, (_, i) => i));
          expect(most).toBeLessThanOrEqual(concurrency);
          expect(widest).toBeLessThanOrEqual(lookAhead);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  });

  it("begins nothing before it is asked for at a concurrency of 1", async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => {
      begun.push(item);
      return item;
    };
    for await (const item of mapInOrder([0, 1, 2, 3], work, { concurrency: 1, lookAhead: 1, abortSignal: never })) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      expect(begun.at(-1)).toBe(item);
      if (item === 2) break;
    }
    expect(begun).toEqual([0, 1, 2]);
  });

  it("yields what comes before a failure, then throws it and begins nothing more", async () => {
    const seen: number[] = [];
    let begun = 0;
    const work = async (item: number): Promise<number> => {
      begun++;
      if (item === 3) throw new RangeError("three");
      return item;
    };
    const reading = (async () => {
      const items = Array.from({ length: 50 }, (_, i) => i);
      for await (const item of mapInOrder(items, work, { concurrency: 2, lookAhead: 8, abortSignal: never })) seen.push(item);
    })();
    await expect(reading).rejects.toThrow("three");
    expect(seen).toEqual([0, 1, 2]);
    expect(begun).toBeLessThanOrEqual(5);
  });

  it("throws the signal's reason at once, without waiting for work that goes on for ever", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const forever = (): Promise<number> => new Promise(() => {});
    const reading = collect(mapInOrder([1, 2], forever, { concurrency: 2, lookAhead: 2, abortSignal: stop.signal }));
    setImmediate(() => stop.abort(reason));
    await expect(reading).rejects.toBe(reason);
  });
});
