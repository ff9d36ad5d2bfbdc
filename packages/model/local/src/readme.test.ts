import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
