import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PublishedPackage } from "./workspace.ts";

/** Returns the first TypeScript block of a README. @throws Error where there is none. */
export function firstExample(readme: string): string {
  const block = /^```ts\n([\s\S]*?)^```/m.exec(readme)?.[1];
  if (block === undefined) throw new Error("The README has no example: a block that begins with ```ts.");
  return block;
}

/** What the README's install line names beside our own packages. */
export function otherPackages({ dir }: PublishedPackage): readonly string[] {
  const line = /^npm install (.+)$/m.exec(readFileSync(join(dir, "README.md"), "utf8"))?.[1] ?? "";
  return line
    .split(/\s+/)
    .filter((word) => word !== "" && !word.startsWith("-") && !word.startsWith("#") && !word.startsWith("@pawl/") && word !== "pawl");
}
