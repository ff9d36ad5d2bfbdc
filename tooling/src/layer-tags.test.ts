import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./root.ts";
import { publishedPackages } from "./workspace.ts";

const { boundaries } = JSON.parse(readFileSync(join(ROOT, "turbo.json"), "utf8"));

// turbo boundaries does not look at a package without tags, and a tag without a rule holds nothing.
it.each(publishedPackages())(
  "$manifest.name carries its folder's tag, or in its place one of its own name, and it has a rule",
  ({ dir }) => {
    const { tags }: { tags: readonly string[] } = JSON.parse(readFileSync(join(dir, "turbo.json"), "utf8"));
    const folder = relative(join(ROOT, "packages"), dir);
    const layer = folder === "cli" ? "cli" : basename(dirname(dir));
    expect([layer, basename(dir)]).toContain(tags[0]);
    expect(boundaries.tags).toHaveProperty([tags[0] ?? ""]);
  },
);
