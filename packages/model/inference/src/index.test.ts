import { readdirSync, readFileSync } from "node:fs";
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
