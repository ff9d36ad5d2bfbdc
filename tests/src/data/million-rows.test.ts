import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineTask } from "@pawl/core";
import { importExamples, loadDataset } from "@pawl/data";
import { expect, it } from "vitest";
import { z } from "zod";

const ROWS = 1_000_000;
const CSV_ROWS = 200_000;

it("a CSV becomes examples with a heap that stays flat", { timeout: 60_000 }, async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const used = (): { readonly heapUsed: number; readonly arrayBuffers: number } => {
    collectGarbage();
    return process.memoryUsage();
  };
  const folder = await mkdtemp(join(tmpdir(), "pawl-import-"));
  try {
    const [from, to] = [join(folder, "m.csv"), join(folder, "m.jsonl")];
    const file = await open(from, "w");
    await file.write("text,label\n");
    for (let i = 0; i < CSV_ROWS; i += 10_000) {
      const line = (k: number): string => `"message ${i + k}, as it came",${k % 2 === 0 ? "claim" : "where"}\n`;
      await file.write(Array.from({ length: 10_000 }, (_, k) => line(k)).join(""));
    }
    await file.close();
    const before = used();
    let [heap, ids, looks] = [0, 0, 0];
    const looking = setInterval(() => {
      const now = used();
      heap = Math.max(heap, now.heapUsed - before.heapUsed);
      ids = Math.max(ids, now.arrayBuffers - before.arrayBuffers);
      looks++;
    }, 400);
    const { count } = await importExamples({ from, to, map: { input: { message: "text" }, expected: "label" } }).finally(() =>
      clearInterval(looking),
    );
    expect(count).toBe(CSV_ROWS);
    expect(looks).toBeGreaterThanOrEqual(3);
    // Measured: 5.3 MB at 2·10⁴ rows, 5.6 at 2·10⁵ and 5.7 at 10⁶.
    expect(heap).toBeLessThan(12e6);
    // The ids alone are kept, as 12 bytes a place.
    expect(ids).toBeLessThan(10e6);
    console.log(`2·10⁵ rows of CSV: heap grown by ${(heap / 1e6).toFixed(1)} MB, beside it ${(ids / 1e6).toFixed(1)} MB`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("a file of a million rows loads and reads with a heap that stays flat", { timeout: 180_000 }, async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const used = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const folder = await mkdtemp(join(tmpdir(), "pawl-million-"));
  try {
    const path = join(folder, "m.jsonl");
    const file = await open(path, "w");
    for (let i = 0; i < ROWS; i += 10_000) {
      const line = (k: number): string =>
        `{"input":{"message":"message ${i + k}"},"expected":{"intent":"${k % 2 === 0 ? "claim" : "where"}"}}\n`;
      await file.write(Array.from({ length: 10_000 }, (_, k) => line(k)).join(""));
    }
    await file.close();
    const output = z.object({ intent: z.enum(["claim", "where"]) });
    const task = defineTask({ name: "million", input: z.object({ message: z.string() }), output });
    const before = used();
    const started = performance.now();
    const dataset = await loadDataset({ task, path });
    const seconds = (performance.now() - started) / 1000;
    expect(dataset.splits.dev.size).toBe(ROWS);
    expect(used() - before).toBeLessThan(8e6);
    let read = 0;
    let most = 0;
    for await (const { input } of dataset.read("dev")) {
      if (input.message === "message 100000" || input.message === "message 200000") most = Math.max(most, used());
      if (++read === 200_002) break;
    }
    expect(most - before).toBeLessThan(12e6);
    console.log(`10⁶ rows: loaded in ${seconds.toFixed(1)} s, heap grown by ${((most - before) / 1e6).toFixed(1)} MB`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
