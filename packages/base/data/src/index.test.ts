import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as data from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(data).sort()).toMatchInlineSnapshot(`
    [
      "cheapestSubset",
      "clusterExamples",
      "clusterFailures",
      "diagnoseExamples",
      "diagnoseItems",
      "exampleDocuments",
      "examples",
      "failureKinds",
      "importExamples",
      "inputText",
      "leakCheck",
      "loadDataset",
      "logisticRegression",
      "lookHistory",
      "majority",
      "nearDuplicates",
      "nearestNeighbour",
      "placeText",
      "readExamples",
      "readRows",
      "recordLook",
      "sealedLeakCheck",
      "sliceExamples",
      "sliceReport",
      "splitByTime",
      "splitExamples",
      "takePerClass",
      "writeExamples",
    ]
  `);
});

it("has every error code in its README", () => {
  const folder = import.meta.dirname;
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const codes = sources.flatMap(
    (file) => readFileSync(join(folder, file), "utf8").match(/(?<=")(use|data|service|bug|io)\.[a-z-]+(?=")/g) ?? [],
  );
  const readme = readFileSync(join(folder, "..", "README.md"), "utf8");
  expect(codes.length).toBeGreaterThan(5);
  for (const code of codes) expect(readme).toContain(`\`${code}\``);
});
