import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { unlistedErrorCodes } from "./error-codes.ts";

it("finds codes in every folder of the sources, and takes those for listed that stand in backticks", () => {
  const root = mkdtempSync(join(tmpdir(), "pawl-codes-"));
  const files = {
    "README.md": "| `use.listed` | | data.bare |",
    "src/index.ts": 'throw new PawlError("use.listed"); f("data.bare"); g("other.code", "io.");',
    "src/deep/er/a.ts": 'h("io.not-written"); h("io.not-written"); h(`bug.in-template`);',
    "src/a.test.ts": '"use.in-a-test"',
    "src/a.fixture.ts": '"use.in-a-fixture"',
  };
  mkdirSync(join(root, "src/deep/er"), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  expect(unlistedErrorCodes(pathToFileURL(join(root, "src/index.test.ts")).href)).toEqual(["data.bare", "io.not-written"]);
  rmSync(root, { recursive: true });
});
