import { readFileSync } from "node:fs";
import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";

it("the README names every error code and every export", async () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const { DEFAULT_USEFUL_EFFECT, ...functions } = await import("./index.ts");
  for (const name of Object.keys(functions)) expect(readme).toContain(name);
  expect(readme).toContain(String(DEFAULT_USEFUL_EFFECT).slice(1));
});
