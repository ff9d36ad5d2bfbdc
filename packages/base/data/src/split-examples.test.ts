import type { Split } from "@pawl/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { splitExamples } from "./split-examples.ts";

type Row = { readonly id: string; readonly input: string; readonly cluster?: string; readonly split?: Split };

function counts(rows: readonly { readonly split: Split }[]): { readonly [split in Split]: number } {
  const of = (wanted: Split): number => rows.filter(({ split }) => split === wanted).length;
  return { train: of("train"), dev: of("dev"), test: of("test") };
}

const clustered: fc.Arbitrary<Row[]> = fc
  .array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 })
  .map((list) => list.map((cluster, i) => ({ id: `${i}`, input: "", ...(cluster === 12 ? {} : { cluster: `${cluster}` }) })));

it("keeps clusters whole and sizes within one cluster of what was asked", () => {
  fc.assert(
    fc.property(
      clustered,
      fc.integer(),
      fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 })),
      (rows, seed, [train, dev, test]) => {
        const split = splitExamples(rows, { train, dev, test, seed });
        const sizes = new Map<string, number>();
        for (const { cluster } of rows) if (cluster !== undefined) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
        const largest = Math.max(1, ...sizes.values());
        for (const cluster of sizes.keys())
          expect(new Set(split.filter((row) => row.cluster === cluster).map((row) => row.split)).size).toBe(1);
        const got = counts(split);
        for (const [name, share] of Object.entries({ train, dev, test })) {
          const asked = (share / (train + dev + test)) * rows.length;
          expect(Math.abs(got[name as Split] - asked)).toBeLessThan(largest + 1e-6);
        }
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

it("gives exactly the counts asked for where every row is alone", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ id: `${i}`, input: "" }));
  expect(counts(splitExamples(rows, { train: 60, dev: 15, test: 25, seed: 1 }))).toEqual({ train: 60, dev: 15, test: 25 });
});

it("depends on the seed and not on the order of rows", () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ id: `${i}`, input: "" }));
  const splitOf = (list: readonly Row[], seed: number): string =>
    splitExamples(list, { train: 1, test: 1, seed })
      .map(({ id, split }) => `${id} ${split}`)
      .sort()
      .join();
  expect(splitOf(rows.toReversed(), 1)).toBe(splitOf(rows, 1));
  expect(splitOf(rows, 2)).not.toBe(splitOf(rows, 1));
});

it("leaves old rows where they are when rows are appended, and sends new ones to their cluster's split", () => {
  const rows: Row[] = Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, input: "", cluster: `c${i % 30}` }));
  const old = splitExamples(rows.slice(0, 30), { train: 2, dev: 1, test: 1, seed: 1 });
  const both = splitExamples([...old, ...rows.slice(30)], { train: 2, dev: 1, test: 1, seed: 1 });
  expect(both.slice(0, 30)).toEqual(old);
  for (let i = 30; i < 40; i++) expect(both[i]?.split).toBe(old[i - 30]?.split);
});

it("gives each split the same mixture when stratified", () => {
  const rows = Array.from({ length: 120 }, (_, i) => ({ id: `${i}`, input: `${i % 6}` }));
  const split = splitExamples(rows, { train: 0.5, dev: 0.25, test: 0.25, seed: 9, stratify: ({ input }) => input });
  for (let k = 0; k < 6; k++) expect(counts(split.filter(({ input }) => input === `${k}`))).toEqual({ train: 10, dev: 5, test: 5 });
});

it("groups by a function", () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ id: `${i}`, input: `customer ${i % 4}` }));
  const split = splitExamples(rows, { train: 1, test: 1, seed: 1, by: ({ input }) => input });
  expect(counts(split)).toEqual({ train: 10, dev: 0, test: 10 });
});

it("refuses a group that is in two splits already, and proportions that are none", () => {
  const rows: Row[] = [
    { id: "1", input: "", cluster: "c", split: "train" },
    { id: "2", input: "", cluster: "c", split: "test" },
  ];
  expect(() => splitExamples(rows, { train: 1, seed: 1 })).toThrow(
    expect.objectContaining({ code: "data.leak", facts: expect.objectContaining({ ids: ["1", "2"] }) }),
  );
  expect(() => splitExamples(rows, { seed: 1 })).toThrow(RangeError);
  expect(() => splitExamples(rows, { train: -1, dev: 2, seed: 1 })).toThrow(RangeError);
});
