import { readdirSync, readFileSync } from "node:fs";
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
