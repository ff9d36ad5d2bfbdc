import { join } from "node:path";
import { defineTask, type Example } from "@pawl/core";
import { loadDataset, nearestNeighbour, takePerClass } from "@pawl/data";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { publicData } from "./public-data.ts";

const output = z.object({ intent: z.string(), slots: z.record(z.string(), z.string()) });
type Row = Example<string, z.infer<typeof output>>;

async function snips(data: string): Promise<{ readonly pool: readonly Row[]; readonly test: readonly Row[] }> {
  const task = defineTask({ name: "snips", input: z.string(), output });
  const path = { train: join(data, "snips", "train.jsonl"), test: join(data, "snips", "test.jsonl") };
  const dataset = await loadDataset({ task, path, map: ({ text, intent, slots }) => ({ input: text, expected: { intent, slots } }) });
  const [train, test]: [Row[], Row[]] = [[], []];
  for await (const row of dataset.read("train")) train.push(row);
  for await (const row of dataset.unseal("the published comparison")) test.push(row);
  return { pool: takePerClass(train, { count: 50, label: ({ expected }) => expected?.intent ?? "", seed: 1 }), test };
}

describe.skipIf(publicData === null)("SNIPS as structured output", async () => {
  // A group that is skipped is run to see its tests.
  const { pool, test } = publicData === null ? { pool: [], test: [] } : await snips(publicData);

  it("loads by a function from its rows to ours", () => {
    expect([pool.length, test.length]).toEqual([350, 700]);
  });

  it("is answered by the nearest neighbour's whole ticket: the intent mostly, the slots hardly", () => {
    const nearest = nearestNeighbour(pool);
    const answers = test.map(({ input }) => nearest(input));
    const share = (right: (i: number) => boolean): number => test.filter((_, i) => right(i)).length / test.length;
    const intents = share((i) => answers[i]?.intent === test[i]?.expected?.intent);
    const exact = share((i) => JSON.stringify(answers[i]) === JSON.stringify(test[i]?.expected));
    console.log(`SNIPS, nearest neighbour of 350, n = 700: intent ${intents.toFixed(3)}, exact ${exact.toFixed(3)}`);
    expect(intents).toBeGreaterThan(0.85);
    expect(exact).toBeLessThan(0.1);
  });
});
