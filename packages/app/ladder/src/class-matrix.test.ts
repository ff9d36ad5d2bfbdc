import { expect, it } from "vitest";
import { classMatrix } from "./class-matrix.ts";

it("counts what was answered as what, answers without a class last", () => {
  const matrix = classMatrix("v", [
    { expected: { intent: "a" }, output: { intent: "a" } },
    { expected: { intent: "a" }, output: { intent: "c" } },
    { expected: { intent: "b" }, output: null },
    { expected: {}, output: { intent: "a" } },
  ]);
  expect(matrix).toEqual({
    variant: "v",
    labels: ["a", "b", "c", "(none)"],
    counts: [
      [1, 0, 1, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    n: 3,
  });
});

it("reads plain labels and a named field, and is null without any class", () => {
  expect(classMatrix("v", [{ expected: "x", output: "y" }])?.labels).toEqual(["x", "y"]);
  expect(classMatrix("v", [{ expected: { tone: "warm" }, output: { tone: "warm" } }], "tone")?.n).toBe(1);
  expect(classMatrix("v", [{ expected: { tone: "warm" }, output: { tone: "warm" } }])).toBeNull();
});
