import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { nodeProblem } from "./node-problem.ts";

it.each(["22.18.0", "22.20.1", "24.0.0"])("takes Node %s", (version) => {
  expect(nodeProblem(version)).toBeNull();
});

it.each(["22.17.9", "20.20.2", "18.0.0"])("says of Node %s which one is needed", (version) => {
  expect(nodeProblem(version)).toMatch(new RegExp(`22\\.18 or newer.* this is ${version}\\.`));
});

it("is reached on any Node: the program names nothing of Node's own modules before it", () => {
  const program = readFileSync(new URL("./bin.ts", import.meta.url), "utf8");
  expect(program).toContain("nodeProblem(process.versions.node)");
  expect(program).not.toMatch(/^import \{.*from "node:/m);
});
