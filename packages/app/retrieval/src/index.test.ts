import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

it("throws no coded error and exports no name that the README does not list", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const codes = sources.flatMap((file) => [
    ...readFileSync(join(import.meta.dirname, file), "utf8").matchAll(/"((?:use|data|service|bug|io)\.[a-z-]+)"/g),
  ]);
  expect(codes.length).toBeGreaterThan(0);
  for (const [, code] of codes) expect(readme).toContain(code);
  for (const name of [...Object.keys(retrieval), ...Object.keys(testing)]) expect(readme, name).toContain(`\`${name}`);
});
