import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as inference from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect([Object.keys(inference).sort(), Object.keys(testing).sort()]).toMatchInlineSnapshot(`
    [
      [
        "PRICES",
        "PRICES_AS_OF",
        "batchFile",
        "batchModel",
        "fromStrict",
        "openaiEmbeddings",
        "openaiModel",
        "priceOf",
        "readBatchResults",
        "toStrict",
        "tokenBound",
      ],
      [
        "cassette",
        "completion",
        "scriptedServer",
        "streamed",
      ],
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
