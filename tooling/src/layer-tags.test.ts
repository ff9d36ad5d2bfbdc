import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./root.ts";
import { publishedPackages } from "./workspace.ts";

// turbo boundaries does not look at a package without tags: each must carry its folder's.
it.each(publishedPackages())("$manifest.name carries its folder's tag", ({ dir }) => {
  const { tags } = JSON.parse(readFileSync(join(dir, "turbo.json"), "utf8")) as { readonly tags: readonly string[] };
  const folder = relative(join(ROOT, "packages"), dir);
  expect(tags).toContain(folder === "cli" ? "cli" : basename(dirname(dir)));
});
