import fc from "fast-check";
import { expect, it } from "vitest";
import { longestRepeat } from "./longest-repeat.ts";

it("finds the longest run that comes twice, the earliest among equals", () => {
  expect(longestRepeat(["a", "b", "c", "a", "b", "d", "c", "a"])).toEqual({ start: 0, length: 2 });
  expect(longestRepeat(["a", "a", "a", "a"])).toEqual({ start: 0, length: 3 });
  expect(longestRepeat(["x", "y"])).toEqual({ start: 0, length: 0 });
  expect(longestRepeat([])).toEqual({ start: 0, length: 0 });
});

it("equals trying every run", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 14 }), (tokens) => {
      expect(longestRepeat(tokens)).toEqual(byTrying(tokens));
    }),
    { numRuns: 500, seed: 7 },
  );
});

it("takes 50,000 words that repeat a lot", () => {
  const tokens = Array.from({ length: 50_000 }, (_, i) => `w${i % 5_000}`);
  expect(longestRepeat(tokens)).toEqual({ start: 0, length: 45_000 });
});

function byTrying(tokens: readonly string[]): { start: number; length: number } {
  for (let length = tokens.length - 1; length > 0; length--) {
    for (let start = 0; start + length <= tokens.length; start++) {
      const run = tokens.slice(start, start + length).join(" ");
      for (let other = start + 1; other + length <= tokens.length; other++) {
        if (tokens.slice(other, other + length).join(" ") === run) return { start, length };
      }
    }
  }
  return { start: 0, length: 0 };
}
