import { isPawlError, type Retriever } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { type Bm25Options, bm25Retriever } from "./bm25-retriever.ts";

const documents = [
  { id: "late", text: "My parcel is late, where is my parcel?", metadata: { lang: "en", tags: ["post", 1] } },
  { id: "shoes", text: "The red shoes never arrived.", metadata: { lang: "en" } },
  { id: "schuhe", text: "Die roten Schuhe", metadata: { lang: "de" } },
];
const found = async (retriever: Retriever, ...args: Parameters<Retriever["retrieve"]>): Promise<readonly string[]> =>
  (await retriever.retrieve(...args)).map(({ id }) => id);
const make = (options: Partial<Bm25Options> = {}): Retriever => bm25Retriever({ name: "faq", documents, ...options });

describe("bm25Retriever", () => {
  it("scores by Lucene's formula", async () => {
    // Three documents of one term each but the first: lengths 2, 1, 1, mean 4/3. "a" is in two: idf ln(1 + 1.5/2.5).
    const retriever = make({
      documents: [
        { id: "1", text: "alpha alpha" },
        { id: "2", text: "alpha" },
        { id: "3", text: "beta" },
      ],
      k1: 1.2,
      b: 0.75,
    });
    const idf = Math.log(1 + 1.5 / 2.5);
    const hits = await retriever.retrieve("alpha");
    expect(hits.map(({ id, rank }) => [id, rank])).toEqual([
      ["1", 1],
      ["2", 2],
    ]);
    expect(hits[0]?.score).toBeCloseTo((idf * 2) / (2 + 1.2 * (0.25 + (0.75 * 2) / (4 / 3))), 6);
    expect(hits[1]?.score).toBeCloseTo((idf * 1) / (1 + 1.2 * (0.25 + 0.75 / (4 / 3))), 6);
  });

  it("finds other forms of a word, with text and metadata", async () => {
    expect(await make().retrieve("parcels")).toEqual([{ ...documents[0], score: expect.any(Number), rank: 1 }]);
    expect(await found(make({ analyzer: { stem: "none" } }), "parcels")).toEqual([]);
  });

  it("takes an analyser function for documents and queries", async () => {
    const letters = (text: string): readonly string[] => [...text.toLowerCase()].filter((letter) => letter >= "a");
    expect(await found(make({ analyzer: letters }), "V")).toEqual(["shoes"]);
  });

  it("keeps documents whose metadata has equal values, and leaves ids out, before counting", async () => {
    expect(await found(make(), "red roten parcel", { where: { lang: "de" } })).toEqual(["schuhe"]);
    expect(await found(make(), "red roten parcel", { where: { tags: ["post", 1] }, count: 1 })).toEqual(["late"]);
    expect(await found(make(), "red roten parcel", { where: { toString: 1 } })).toEqual([]);
    expect(await found(make(), "red roten", { exclude: new Set(["shoes"]), count: 1 })).toEqual(["schuhe"]);
  });

  it("orders ties by id", async () => {
    const same = ["b", "a", "C", "10", "9"].map((id) => ({ id, text: "same text" }));
    expect(await found(make({ documents: same }), "text")).toEqual(["10", "9", "C", "a", "b"]);
    expect(await found(make({ documents: same }), "text", { count: 2 })).toEqual(["10", "9"]);
  });

  it("gives ten hits where no count is asked for", async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ id: String(index), text: "word" }));
    expect(await found(make({ documents: many }), "word")).toHaveLength(10);
    expect(await found(make({ documents: many }), "word", { count: 30 })).toHaveLength(30);
    expect(await found(make({ documents: many }), "word", { count: 0 })).toEqual([]);
  });

  it("finds nothing for no query, stop words, unknown words and no documents", async () => {
    for (const query of ["", "  ?!", "the and of", "zebra", "constructor"]) expect(await found(make(), query)).toEqual([]);
    expect(await found(make({ documents: [] }), "word")).toEqual([]);
    expect(await found(make({ documents: [{ id: "empty", text: "" }] }), "word")).toEqual([]);
  });

  it("refuses documents of one id, naming them", () => {
    const twice = ["a", "b", "a", "b", "a", "c"].map((id) => ({ id, text: "" }));
    const error = (() => {
      try {
        return make({ documents: twice });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isPawlError(error, "data.duplicate-document")).toBe(true);
    expect(error).toMatchObject({ facts: { retriever: "faq", ids: ["a", "b"], count: 2 } });
  });

  it("refuses what is no id, text, setting or count", async () => {
    // @ts-expect-error a text is missing
    expect(() => make({ documents: [{ id: "a" }] })).toThrow(/documents\[0\]\.text is a text, got undefined/);
    expect(() => make({ documents: [{ id: "", text: "" }] })).toThrow(TypeError);
    expect(() => make({ name: "" })).toThrow(TypeError);
    for (const k1 of [-1, Number.NaN, 101]) expect(() => make({ k1 })).toThrow(RangeError);
    for (const b of [-0.1, 1.1, Number.NaN]) expect(() => make({ b })).toThrow(RangeError);
    for (const count of [-1, 1.5, Number.NaN]) await expect(make().retrieve("x", { count })).rejects.toThrow(RangeError);
  });

  it("rethrows the reason of an abort", async () => {
    const reason = new Error("enough");
    await expect(make().retrieve("parcel", { abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("has a hash of documents and settings, whatever the order and name", () => {
    const { hash } = make();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(make({ documents: documents.toReversed(), name: "other", k1: 1.2, b: 0.75, analyzer: { stem: "porter" } }).hash).toBe(hash);
    const others = [
      make({ k1: 1 }),
      make({ b: 0 }),
      make({ analyzer: { stem: "none" } }),
      make({ analyzer: { stopWords: "none" } }),
      make({ analyzer: { stopWords: ["parcel"] } }),
      make({ analyzer: (text) => text.split(" ") }),
      make({ analyzer: (text) => text.toLowerCase().split(" ") }),
      make({ documents: documents.slice(1) }),
      make({ documents: documents.map((one) => ({ ...one, text: `${one.text} ` })) }),
      make({ documents: documents.map((one) => ({ ...one, metadata: {} })) }),
    ].map((one) => one.hash);
    expect(new Set([hash, ...others]).size).toBe(others.length + 1);
  });

  it("keeps what it was built from when the documents change later", async () => {
    const metadata = { lang: "en" };
    const document = { id: "a", text: "parcel", metadata };
    const retriever = make({ documents: [document] });
    document.text = "shoes";
    metadata.lang = "de";
    expect(await retriever.retrieve("parcel", { where: { lang: "en" } })).toMatchObject([{ text: "parcel", metadata: { lang: "en" } }]);
  });
});
