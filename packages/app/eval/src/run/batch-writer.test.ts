import { describe, expect, it } from "vitest";
import { batchWriter } from "./batch-writer.ts";

describe("batchWriter", () => {
  it("writes all that came in one turn, and while a write was under way, at once and in order", async () => {
    const written: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const writer = batchWriter<number>(async (items) => {
      written.push([...items]);
      if (written.length === 1) await gate.promise;
    });
    const first = [writer.add(1), writer.add(2)];
    await new Promise<void>((resolve) => setImmediate(resolve));
    const second = [writer.add(3), writer.add(4)];
    gate.resolve();
    await Promise.all([...first, ...second]);
    expect(written).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("resolves an add only once its write has", async () => {
    const gate = Promise.withResolvers<void>();
    const writer = batchWriter<number>(() => gate.promise);
    let acknowledged = false;
    const added = writer.add(1).then(() => {
      acknowledged = true;
    });
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(acknowledged).toBe(false);
    gate.resolve();
    await added;
    expect(acknowledged).toBe(true);
  });

  it("fails every add after a failed write, and drain too", async () => {
    let writes = 0;
    const full = new Error("disk full");
    const writer = batchWriter<number>(async () => {
      writes++;
      throw full;
    });
    await expect(writer.add(1)).rejects.toBe(full);
    await expect(writer.add(2)).rejects.toBe(full);
    await expect(writer.drain()).rejects.toBe(full);
    expect(writes).toBe(1);
  });

  it("goes on writing after it was drained", async () => {
    const written: number[] = [];
    const writer = batchWriter<number>(async (items) => {
      written.push(...items);
    });
    await writer.drain();
    await writer.add(1);
    const later = writer.drain().then(() => writer.add(2));
    await writer.add(3);
    await later;
    expect(written).toEqual([1, 3, 2]);
  });

  it("drains at once what waits for its turn", async () => {
    const written: number[] = [];
    const writer = batchWriter<number>(async (items) => {
      written.push(...items);
    });
    void writer.add(1);
    await writer.drain();
    expect(written).toEqual([1]);
  });
});
