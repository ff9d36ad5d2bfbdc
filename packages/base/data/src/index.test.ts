import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
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
      "readMoment",
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

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
