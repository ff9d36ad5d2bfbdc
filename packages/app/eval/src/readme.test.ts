import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the README names every error code and every export", async () => {
  const source = new URL(".", import.meta.url);
  const readme = readFileSync(new URL("../README.md", source), "utf8");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.(test|test-d|fixture)\.ts$/.test(file),
  );
  const codes = new Set(
    files.flatMap((file) => readFileSync(new URL(file, source), "utf8").match(/"(use|data|service|bug|io)\.[a-z-]+"/g) ?? []),
  );
  expect(codes.size).toBeGreaterThan(8);
  for (const code of codes) expect(readme).toContain(code.slice(1, -1));
  const { DEFAULT_USEFUL_EFFECT, ...functions } = await import("./index.ts");
  for (const name of Object.keys(functions)) expect(readme).toContain(name);
  expect(readme).toContain(String(DEFAULT_USEFUL_EFFECT).slice(1));
});
