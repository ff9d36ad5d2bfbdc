import { expect, it } from "vitest";
import { addSpend, exceeds, leftOf } from "./spend.ts";

it("adds field by field and leaves out what neither names", () => {
  expect(addSpend({ calls: 1, tokens: 5 }, { tokens: 2, ms: 3 })).toEqual({ calls: 1, tokens: 7, ms: 3 });
  expect(addSpend({}, {})).toEqual({});
});

it("has left what the limit names, at least 0", () => {
  expect(leftOf({ calls: 3, ms: 5 }, { calls: 1, ms: 9, tokens: 100 })).toEqual({ calls: 2, ms: 0 });
});

it("exceeds where any capped field is short, and nowhere else", () => {
  expect(exceeds({ calls: 2 }, { calls: 2 })).toBe(false);
  expect(exceeds({ calls: 2, tokens: 1 }, { calls: 2, tokens: 0 })).toBe(true);
  expect(exceeds({ tokens: 1e9 }, { calls: 0 })).toBe(false);
});
