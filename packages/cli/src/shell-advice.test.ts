import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SHELL_ADVICE, shellMessage } from "./shell-advice.ts";

const PACKAGES = join(import.meta.dirname, "../..");
const sources = ["base/data", "app/ladder", "app/eval", "model/inference"]
  .flatMap((name) =>
    readdirSync(join(PACKAGES, name, "src"), { recursive: true, encoding: "utf8" }).map((path) => join(PACKAGES, name, "src", path)),
  )
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => readFileSync(path, "utf8").replaceAll("\\`", "`"));

it.each(SHELL_ADVICE.map(({ said, typed }) => [said, typed] as const))("%s is what a package says", (said, typed) => {
  expect(sources.some((source) => source.includes(said))).toBe(true);
  expect(shellMessage(`It is there. ${said} Nothing was run.`)).toBe(`It is there. ${typed} Nothing was run.`);
});
