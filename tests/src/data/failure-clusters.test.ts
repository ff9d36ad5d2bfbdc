import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { canonicalJson } from "@pawl/core";
import { clusterFailures, diagnoseExamples, type FailureClusters, nearestNeighbour, sealedLeakCheck } from "@pawl/data";
import { describe, expect, it } from "vitest";
import { publicData } from "./public-data.ts";

type Row = { readonly id: string; readonly input: string; readonly expected: { readonly intent: string; readonly slots: unknown } };

async function snips(split: "train" | "test"): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const line of createInterface({ input: createReadStream(join(publicData ?? "", "snips", `${split}.jsonl`)) })) {
    const { text, intent, slots }: { text: string; intent: string; slots: unknown } = JSON.parse(line);
    rows.push({ id: `${split}-${rows.length + 1}`, input: text, expected: { intent, slots } });
  }
  return rows;
}

/** How many of the clustered failures stand with the most frequent intent of their cluster. */
function purity({ clusters }: FailureClusters, intents: ReadonlyMap<string, string>): number {
  const right = clusters.map(({ ids }) => {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(intents.get(id) ?? "", (counts.get(intents.get(id) ?? "") ?? 0) + 1);
    return Math.max(...counts.values());
  });
  return right.reduce((sum, count) => sum + count, 0) / clusters.reduce((sum, { count }) => sum + count, 0);
}

describe.skipIf(publicData === null)("what the nearest neighbour gets wrong of SNIPS", async () => {
  const [train, test] = publicData === null ? [[], []] : await Promise.all([snips("train"), snips("test")]);
  const pool = train.filter((_, i) => i % 40 === 0);
  const answer = pool.length === 0 ? () => null : nearestNeighbour(pool);
  const failures = test
    .map((row) => ({ ...row, output: answer(row.input) }))
    .filter(({ output, expected }) => canonicalJson(output) !== canonicalJson(expected));
  const intents = new Map(failures.map(({ id, expected }) => [id, expected.intent]));

  it("falls into clusters of like requests, found by their words alone", () => {
    const found = clusterFailures(failures.map(({ id, input }) => ({ id, input })));
    console.log(
      `SNIPS, words alone: ${found.clusters.length} clusters of ${found.failures} failures, ${found.other.count} others, purity by intent ${purity(found, intents).toFixed(3)}`,
    );
    expect(purity(found, intents)).toBeGreaterThan(0.9);
    expect(found.other.count).toBeLessThan(found.failures / 4);
  });

  it("falls into clusters by wrong field and words, each labelled, few left over", () => {
    const found = clusterFailures(failures);
    console.log(`SNIPS: ${found.sentence}`);
    expect(found.clusters.length).toBeGreaterThan(8);
    expect(found.clusters.length).toBeLessThan(40);
    expect(found.other.count).toBeLessThan(found.failures / 8);
    expect(purity(found, intents)).toBeGreaterThan(0.75);
    const playlist = found.clusters.find(({ kind }) => kind === "wrong field slots.playlist");
    expect(playlist?.terms.join(" ")).toMatch(/playlist/);
  });

  it("counts what repeats and contradicts, and what of test stands in train", async () => {
    const { duplicates, contradictory } = diagnoseExamples(test);
    const leaks = await sealedLeakCheck({ sealed: test, sources: [{ kind: "examples", name: "train", examples: train }] });
    console.log(`SNIPS test: ${duplicates.sentence} ${contradictory.sentence} ${leaks.sentence}`);
    expect(leaks.touched).toBeGreaterThan(0);
    expect(leaks.touched).toBeLessThan(test.length / 2);
  });
});
