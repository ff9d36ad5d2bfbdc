import { join } from "node:path";
import { defineTask, type Example } from "@pawl/core";
import { leakCheck, loadDataset, logisticRegression, majority, nearestNeighbour, takePerClass } from "@pawl/data";
import { BANKING_INTENTS } from "@pawl/support-desk/banking77";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { publicData } from "./public-data.ts";

type Row = Example<string, string>;

async function banking77(data: string): Promise<{ readonly train: readonly Row[]; readonly test: readonly Row[] }> {
  const task = defineTask({ name: "banking77", input: z.string(), output: z.string() });
  const path = { train: join(data, "banking77", "train.csv"), test: join(data, "banking77", "test.csv") };
  const dataset = await loadDataset({ task, path, map: { input: "text", expected: "category" } });
  const intents: ReadonlySet<string | undefined> = new Set(BANKING_INTENTS);
  const train: Row[] = [];
  for await (const row of dataset.read("train")) if (intents.has(row.expected)) train.push(row);
  const test: Row[] = [];
  for await (const row of dataset.unseal("the published comparison")) if (intents.has(row.expected)) test.push(row);
  return { train: takePerClass(train, { count: 50, label: ({ expected }) => expected ?? "", seed: 1 }), test };
}

describe.skipIf(publicData === null)("the baselines on twelve BANKING77 intents, 50 rows each", async () => {
  // A group that is skipped is run to see its tests.
  const { train, test } = publicData === null ? { train: [], test: [] } : await banking77(publicData);
  const accuracy = (run: (input: string) => string): number =>
    test.filter(({ input, expected }) => run(input) === expected).length / test.length;

  it("are trained on 600 rows and tested on 480", () => {
    expect([train.length, test.length]).toEqual([600, 480]);
  });

  it("reach .97 by logistic regression, within two seconds", () => {
    const started = performance.now();
    const learnt = logisticRegression(train);
    expect(performance.now() - started).toBeLessThan(2_000);
    console.log(
      `BANKING77, twelve intents: logistic regression ${accuracy(learnt).toFixed(3)}, nearest neighbour ${accuracy(nearestNeighbour(train)).toFixed(3)}`,
    );
    expect(accuracy(learnt)).toBeGreaterThanOrEqual(0.97);
  });

  it("reach .90 by the nearest neighbour, and a twelfth by the majority", () => {
    expect(accuracy(nearestNeighbour(train))).toBeGreaterThanOrEqual(0.9);
    expect(accuracy(majority(train))).toBeCloseTo(1 / 12, 6);
  });

  it("would be helped by test rows that are nearly training rows, which the leak check finds", () => {
    const { leaks } = leakCheck({ train, test });
    expect(leaks.length).toBeGreaterThan(0);
    expect(leaks.every(({ kind }) => kind === "near" || kind === "exact")).toBe(true);
    console.log(
      `BANKING77, twelve intents: ${new Set(leaks.map(({ b }) => b.id)).size} of 480 test rows have a near duplicate among the 600 training rows`,
    );
  });
});
