import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as compute from "./index.ts";
import * as testing from "./testing/index.ts";

it("exports these names", () => {
  expect(Object.keys(compute).sort()).toMatchInlineSnapshot(`
    [
      "caseHandler",
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

it("lists every error code it throws in its README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const sources = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(?!testing\/).*(?<!\.(test|fixture))\.ts$/.test(file),
  );
  const codes = sources.flatMap((file) => [
    ...readFileSync(new URL(file, import.meta.url), "utf8").matchAll(/"((?:use|data|service|bug|io)\.[a-z-]+)"/g),
  ]);
  expect(codes.length).toBeGreaterThan(8);
  expect(codes.map(([, code]) => code).filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});
