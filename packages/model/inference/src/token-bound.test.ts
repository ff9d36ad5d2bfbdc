import { expect, it } from "vitest";
import { tokenBound } from "./token-bound.ts";

it("is a byte a token and one more, nothing for nothing", () => {
  expect(tokenBound("")).toBe(0);
  expect(tokenBound("hello")).toBe(6);
  // ü has two bytes, the family eleven code points of three or four.
  expect(tokenBound("ü")).toBe(3);
  expect(tokenBound("👩‍👩‍👧‍👦")).toBe(26);
});
