import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as pawl from "./index.ts";

const root = new URL("..", import.meta.url);

it("exports these names", () => {
  expect(Object.keys(pawl).sort()).toMatchInlineSnapshot(`
    [
      "EXIT",
      "defineConfig",
      "runCli",
    ]
  `);
});

it("names every error code of its sources in the README", () => {
  const sources = globSync("src/**/*.ts", { cwd: root }).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  const codes = new Set(
    sources.flatMap((file) => readFileSync(new URL(file, root), "utf8").match(/"(use|data|service|bug|io)\.[a-z-]+"/g) ?? []),
  );
  const readme = readFileSync(new URL("README.md", root), "utf8");
  expect([...codes].filter((code) => !readme.includes(`\`${code.slice(1, -1)}\``))).toEqual([]);
  expect(codes.size).toBeGreaterThan(15);
});
