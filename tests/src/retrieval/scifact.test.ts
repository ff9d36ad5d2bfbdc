import { bm25Retriever } from "@pawl/retrieval";
import { describe, expect, it } from "vitest";
import { flat, loadScifact, quality } from "./scifact.ts";

const data = process.env["PAWL_DATA"];

describe.skipIf(data === undefined)("SciFact (needs PAWL_DATA)", () => {
  const scifact = data === undefined ? { documents: [], queries: [] } : loadScifact(data);

  it("is the whole set: 5,183 abstracts, 300 claims, 339 judgements", () => {
    expect(scifact.documents).toHaveLength(5_183);
    expect(scifact.queries).toHaveLength(300);
    expect(scifact.queries.reduce((sum, { judgements }) => sum + judgements.size, 0)).toBe(339);
  });

  it("is ranked by bm25Retriever with nDCG@10 of at least .675", async () => {
    const documents = flat(scifact);
    const { ndcg10, recall100 } = await quality(scifact, bm25Retriever({ name: "scifact", documents }));
    console.log(`SciFact, n = 300, k1 1.2, b .75: nDCG@10 ${ndcg10.toFixed(4)}, recall@100 ${recall100.toFixed(4)}`);
    expect(ndcg10).toBeGreaterThanOrEqual(0.675);
    expect(recall100).toBeGreaterThanOrEqual(0.92);
  });

  it("is ranked as by Anserini, within .005, with Anserini's own k1 and b", async () => {
    const { ndcg10 } = await quality(scifact, bm25Retriever({ name: "scifact", documents: flat(scifact), k1: 0.9, b: 0.4 }));
    console.log(`SciFact, n = 300, k1 .9, b .4: nDCG@10 ${ndcg10.toFixed(4)} (Anserini .6789)`);
    expect(Math.abs(ndcg10 - 0.6789)).toBeLessThan(0.005);
  });
});
