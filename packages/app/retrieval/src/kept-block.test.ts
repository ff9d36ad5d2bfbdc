import { describe, expect, it } from "vitest";
import { bm25Retriever } from "./bm25-retriever.ts";
import { keptBlock } from "./kept-block.ts";

const documents = [
  { id: "a", text: "red shoes" },
  { id: "b", text: "red hat" },
  { id: "c", text: "blue hat", metadata: { lang: "en" } },
  { id: "d", text: "red red scarf", metadata: { lang: "en" } },
];
const inner = bm25Retriever({ name: "rows", documents });
const block = [
  { id: "c", text: "blue hat", metadata: { lang: "en" } },
  { id: "a", text: "red shoes" },
];
const kept = keptBlock(inner, { documents: block, nearest: 2 });

/** As a prompt shows them: most similar last. */
async function prompted(query: string, options: Parameters<typeof kept.retrieve>[1] = {}): Promise<string> {
  return (await kept.retrieve(query, options))
    .map(({ id }) => id)
    .reverse()
    .join("");
}

describe("keptBlock", () => {
  it("stands first in the prompt in its own order, whatever the query, then the nearest, best last", async () => {
    expect(await prompted("red")).toBe("cabd");
    expect(await prompted("scarf")).toBe("cad");
    expect(await prompted("blue hat")).toBe("cab");
    expect(await prompted("")).toBe("ca");
  });

  it("scores the block below the nearest and below 0, even where those are", async () => {
    const scores = (await kept.retrieve("red")).map(({ score }) => score);
    expect(scores.slice(0, 2).every((score) => score > 0)).toBe(true);
    expect(scores.slice(2)).toEqual([-1, -2]);
    const distant = keptBlock(
      { ...inner, retrieve: async () => [{ id: "x", text: "", score: -7.5, rank: 1, metadata: {} }] },
      { documents: block, nearest: 1 },
    );
    expect((await distant.retrieve("red")).map(({ score }) => score)).toEqual([-7.5, -8.5, -9.5]);
  });

  it("gives no more with a larger count, and fewer nearest, then less of the block's end, with a smaller", async () => {
    expect(await prompted("red", { count: 9 })).toBe("cabd");
    expect(await prompted("red", { count: 3 })).toBe("cad");
    expect(await prompted("red", { count: 2 })).toBe("ca");
    expect(await prompted("red", { count: 1 })).toBe("c");
    expect(await prompted("red", { count: 0 })).toBe("");
  });

  it("leaves excluded ids and what `where` rules out of the block too", async () => {
    expect(await prompted("red", { exclude: new Set(["a", "d"]) })).toBe("cb");
    expect(await prompted("red", { where: { lang: "en" } })).toBe("cd");
  });

  it("has a hash of inner retriever, block, its order and how many", () => {
    const hashes = [
      kept,
      keptBlock(inner, { documents: block.toReversed(), nearest: 2 }),
      keptBlock(inner, { documents: block.slice(1), nearest: 2 }),
      keptBlock(inner, { documents: block, nearest: 3 }),
      keptBlock(bm25Retriever({ name: "rows", documents, k1: 2 }), { documents: block, nearest: 2 }),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(5);
    expect(keptBlock(inner, { documents: [...block], nearest: 2, name: "other" }).hash).toBe(kept.hash);
    expect(kept.name).toBe("rows-kept");
  });

  it("refuses no block, a document twice and a number of nearest that is none", () => {
    expect(() => keptBlock(inner, { documents: [], nearest: 2 })).toThrow(RangeError);
    expect(() => keptBlock(inner, { documents: [...block, ...block], nearest: 2 })).toThrow(
      expect.objectContaining({ code: "data.duplicate-document" }),
    );
    for (const nearest of [-1, 0.5, Number.NaN]) expect(() => keptBlock(inner, { documents: block, nearest })).toThrow(RangeError);
  });
});
