import { retrieverConformance } from "@pawl/core/testing";
import { describe, it } from "vitest";
import { bm25Retriever } from "./bm25-retriever.ts";
import { keptBlock } from "./kept-block.ts";

describe("bm25Retriever keeps the contract of Retriever", () => {
  for (const { name, run } of retrieverConformance((documents) => bm25Retriever({ name: "suite", documents }))) it(name, run);
});

describe("keptBlock keeps the contract of Retriever", () => {
  // The block is there with every query, so "nothing in no documents" cannot be asked of it: with no documents there is no block.
  const suite = retrieverConformance((documents) => {
    const inner = bm25Retriever({ name: "suite", documents });
    return documents.length === 0 ? inner : keptBlock(inner, { documents: documents.slice(0, 2), nearest: 20 });
  });
  for (const { name, run } of suite) it(name, run);
});
