import { expect, it } from "vitest";
import { guideBlocks, missingLine } from "./guide-blocks.ts";

it("reads files, commands with their exit codes and what they print", () => {
  const markdown = [
    "Text.",
    "```ts a.ts",
    "export {};",
    "```",
    "```sh",
    "one",
    "two  # ends with 2: open",
    "```",
    "```text",
    "said",
    "```",
    "```yaml",
    "x: 1",
    "```",
  ];
  expect(guideBlocks(markdown.join("\n"))).toEqual([
    { kind: "file", line: 2, path: "a.ts", text: "export {};\n" },
    { kind: "command", line: 5, command: "one", exit: 0, shown: [] },
    { kind: "command", line: 5, command: "two", exit: 2, shown: ["said"] },
  ]);
  expect(() => guideBlocks("```text\nsaid\n```")).toThrow("belongs to no command");
  expect(() => guideBlocks("```sh\none")).toThrow("not closed");
});

it("finds a line that was not printed, or not in this order", () => {
  const output = "metric   score\nincludes  0.73\np50 21 ms\nRun 01a20f47-6e60-7479-9919-0a508572eebb\n";
  expect(missingLine(["metric score", "…", "p50 5 ms", "Run 00000000-6e60-7479-9919-0a508572eebb"], output)).toBeNull();
  expect(missingLine(["includes 0.74"], output)).toBe("includes 0.74");
  expect(missingLine(["includes 0.73", "metric score"], output)).toBe("metric score");
});
