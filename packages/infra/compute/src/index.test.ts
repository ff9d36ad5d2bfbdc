import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as compute from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect(Object.keys(compute).sort()).toMatchInlineSnapshot(`
    [
      "caseHandler",
      "distributedFunction",
      "distributedRunner",
      "memoryQueue",
      "redisQueue",
    ]
  `);
});

it("exports these names for tests", () => {
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "queueConformance",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url, { except: "testing/**" })).toEqual([]);
});
