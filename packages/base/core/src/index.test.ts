import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as core from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_TTL_MS",
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

it("lists every error code it throws in its README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const sources = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const codes = sources.flatMap((file) => [
    ...readFileSync(new URL(file, import.meta.url), "utf8").matchAll(/"((?:use|data|service|bug|io)\.[a-z-]+)"/g),
  ]);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.map(([, code]) => code).filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});
