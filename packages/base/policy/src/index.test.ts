import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as policy from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(policy).sort()).toMatchInlineSnapshot(`
    [
      "MASKED_TAG",
      "createLimiter",
      "createRetryBudget",
      "guard",
      "jointBudget",
      "maskJson",
      "maskPii",
      "maskSecrets",
      "maskedStore",
      "neutraliseText",
      "reserveAll",
      "visibleText",
      "withBudgets",
      "withDeadline",
      "withLimit",
      "withRetry",
      "worstCaseOf",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
