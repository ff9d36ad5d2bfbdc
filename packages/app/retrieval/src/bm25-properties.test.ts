import fc from "fast-check";
import { expect, it } from "vitest";
import { bm25Retriever } from "./bm25-retriever.ts";

/** BM25 as it is written in a book, one document and term at a time. */
function slowScore(
  texts: readonly (readonly string[])[],
  place: number,
  query: readonly string[],
  { k1, b }: { k1: number; b: number },
): number {
  const mean = texts.reduce((sum, words) => sum + words.length, 0) / texts.length;
  const words = texts[place] ?? [];
  let score = 0;
  for (const term of query) {
    const having = texts.filter((other) => other.includes(term)).length;
    const tf = words.filter((word) => word === term).length;
    if (tf === 0) continue;
    score += (Math.log(1 + (texts.length - having + 0.5) / (having + 0.5)) * tf) / (tf + k1 * (1 - b + (b * words.length) / mean));
  }
  return score;
}

const split = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
const words = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "toString", "__proto__"), { maxLength: 12 });
const corpus = fc.array(fc.record({ words, lang: fc.constantFrom("en", "de") }), { maxLength: 25 });
const settings = fc.record({ k1: fc.double({ min: 0, max: 3, noNaN: true }), b: fc.double({ min: 0, max: 1, noNaN: true }) });

it("agrees with BM25 computed slowly, with and without filters", async () => {
  await fc.assert(
    fc.asyncProperty(
      corpus,
      words,
      settings,
      fc.integer({ min: 0, max: 30 }),
      fc.boolean(),
      async (rows, query, { k1, b }, count, filtered) => {
        const documents = rows.map((row, index) => ({ id: `d${index}`, text: row.words.join(" "), metadata: { lang: row.lang } }));
        const retriever = bm25Retriever({ name: "p", documents, k1, b, analyzer: split });
        const exclude = new Set(filtered ? ["d0", "d3"] : []);
        const hits = await retriever.retrieve(query.join(" "), { count, exclude, ...(filtered ? { where: { lang: "en" } } : {}) });

        const texts = rows.map((row) => row.words);
        const slow = documents
          .map(({ id }, place) => ({ id, score: slowScore(texts, place, query, { k1, b }) }))
          .filter(({ id, score }, place) => score > 0 && !exclude.has(id) && (!filtered || rows[place]?.lang === "en"))
          .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
        expect(hits).toHaveLength(Math.min(count, slow.length));
        const exact = new Map(slow.map(({ id, score }) => [id, score]));
        for (const [index, { id, score, rank }] of hits.entries()) {
          // Impacts are kept in 32 bits: a relative 6e-8 each.
          expect(Math.abs(score - (exact.get(id) ?? 0))).toBeLessThanOrEqual(1e-6 * score);
          expect(Math.abs(score - (slow[index]?.score ?? 0))).toBeLessThanOrEqual(1e-6 * score);
          expect(rank).toBe(index + 1);
        }
      },
    ),
    { numRuns: 400 },
  );
});

it("orders equal documents by id, and a smaller count is the beginning of a larger one", async () => {
  await fc.assert(
    fc.asyncProperty(corpus, words, fc.integer({ min: 0, max: 10 }), async (rows, query, count) => {
      const documents = rows.map((row, index) => ({ id: `d${index}`, text: row.words.join(" ") }));
      const retriever = bm25Retriever({ name: "p", documents, analyzer: split });
      const all = await retriever.retrieve(query.join(" "), { count: 100 });
      expect(await retriever.retrieve(query.join(" "), { count })).toEqual(all.slice(0, count));
      for (const [index, { id, score }] of all.entries()) {
        const before = all[index - 1];
        if (before?.score === score) expect(before.id < id).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it("does not depend on the order in which documents are given", async () => {
  await fc.assert(
    fc.asyncProperty(corpus, words, async (rows, query) => {
      const documents = rows.map((row, index) => ({ id: `d${index}`, text: row.words.join(" ") }));
      const one = bm25Retriever({ name: "p", documents });
      const other = bm25Retriever({ name: "p", documents: documents.toReversed() });
      expect(other.hash).toBe(one.hash);
      expect(await other.retrieve(query.join(" "))).toEqual(await one.retrieve(query.join(" ")));
    }),
    { numRuns: 100 },
  );
});
