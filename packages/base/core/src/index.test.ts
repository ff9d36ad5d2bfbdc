import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as core from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_TTL_MS",
      "FALLBACK_CAUSES",
      "FALLBACK_TAG",
      "PawlError",
      "SPEND_FIELDS",
      "addSpend",
      "canonicalJson",
      "checkSpend",
      "closedSchema",
      "costOf",
      "defineTask",
      "defineVariant",
      "errorShape",
      "exceeds",
      "fallbackCause",
      "formatMoney",
      "hashOf",
      "idSource",
      "isPawlError",
      "jsonText",
      "leftOf",
      "memoryBudget",
      "memoryStore",
      "nearestName",
      "nfc",
      "pagesOf",
      "seededRandom",
      "sha256",
      "shuffled",
      "systemClock",
      "traceTotals",
      "uuidv7",
      "variantId",
      "withJsonSchema",
    ]
  `);
});

it("exports these names for tests", () => {
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "budgetConformance",
      "collect",
      "fakeClock",
      "fakeModel",
      "manualClock",
      "modelConformance",
      "retrieverConformance",
      "sampleTrace",
      "storeConformance",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
