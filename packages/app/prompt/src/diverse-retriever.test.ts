import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diverseRetriever } from "./diverse-retriever.ts";
import { wordRetriever } from "./testing/intake.ts";

fc.configureGlobal({ seed: 8 });

const inner = wordRetriever([
  { id: "a", text: "red shoes lost" },
  { id: "a2", text: "red shoes lost again" },
  { id: "b", text: "red hat" },
  { id: "c", text: "blue" },
]);
const idsOf = async (lambda: number, count: number): Promise<readonly string[]> =>
  (await diverseRetriever(inner, { lambda }).retrieve("red shoes lost", { count })).map(({ id }) => id);

describe("diverseRetriever", () => {
  it("picks hits that are near and unlike each other", async () => {
    // Scores 3, 3, 1, 0 scale to 1, 1, 1/3, 0. With lambda 1/2, after a: a2 is 1/2 − 1/2 × 3/√12 = .07, b is 1/6 − 1/2 × 1/√6 = −.04, c is 0.
    expect(await idsOf(0.5, 2)).toEqual(["a", "a2"]);
    // With lambda .4: a2 is .4 − .6 × .866 = −.12, b is .133 − .6 × .408 = −.11, c is 0.
    expect(await idsOf(0.4, 2)).toEqual(["a", "c"]);
    expect(await idsOf(0, 2)).toEqual(["a", "c"]);
  });

  it("is the inner retriever's order by relevance alone, with ranks from 1 and the inner scores", async () => {
    const hits = await diverseRetriever(inner, { lambda: 1 }).retrieve("red shoes lost", { count: 4 });
    expect(hits.map(({ id, rank, score }) => [id, rank, score])).toEqual([
      ["a", 1, 3],
      ["a2", 2, 3],
      ["b", 3, 1],
      ["c", 4, 0],
    ]);
  });

  it("always begins with the best hit and gives different hits, as many as asked for or as there are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 6 }), async (lambda, count) => {
        const ids = await idsOf(lambda, count);
        expect(ids[0]).toBe("a");
        expect(new Set(ids).size).toBe(Math.min(count, 4));
      }),
    );
  });

  it("has its settings in its hash and passes options on", async () => {
    const hashes = [{}, { lambda: 0.5 }, { pool: 2 }].map((options) => diverseRetriever(inner, options).hash);
    expect(new Set([inner.hash, ...hashes]).size).toBe(4);
    expect((await diverseRetriever(inner).retrieve("red", { count: 9, exclude: new Set(["a"]) })).map(({ id }) => id)).not.toContain("a");
    expect(() => diverseRetriever(inner, { lambda: 2 })).toThrow(RangeError);
    expect(() => diverseRetriever(inner, { pool: 0 })).toThrow(RangeError);
  });
});
