import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineTask } from "@pawl/core";
import { loadDataset } from "@pawl/data";
import { expect, it } from "vitest";
import { z } from "zod";

const ROWS = 1_000_000;

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
