import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const source = import.meta.dirname;

it("has every error code of the sources in the README", () => {
  const readme = readFileSync(join(source, "..", "README.md"), "utf8");
  const codes = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => readFileSync(join(source, file), "utf8").match(/"(use|data|service|bug|io)\.[a-z-]+"/g) ?? [])
    .map((code) => code.slice(1, -1));
  expect(codes.length).toBeGreaterThan(10);
  expect([...new Set(codes)].filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});
