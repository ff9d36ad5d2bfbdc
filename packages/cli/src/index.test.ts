import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as pawl from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(pawl).sort()).toMatchInlineSnapshot(`
    [
      "EXIT",
      "defineConfig",
      "runCli",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
