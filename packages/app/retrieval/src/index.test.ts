import { readFileSync } from "node:fs";
import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as retrieval from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect(Object.keys(retrieval).sort()).toMatchInlineSnapshot(`
    [
      "bm25Retriever",
      "createAnalyzer",
      "keptBlock",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "averagePrecision",
      "ndcg",
      "precisionAt",
      "recallAt",
      "reciprocalRank",
      "retrieverConformance",
    ]
  `);
});

it("lists every error code of its sources and every name it exports in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const name of [...Object.keys(retrieval), ...Object.keys(testing)]) expect(readme, name).toContain(`\`${name}`);
});
