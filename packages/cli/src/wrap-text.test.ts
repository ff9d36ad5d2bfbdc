import { styleText } from "node:util";
import { expect, it } from "vitest";
import { wrapText } from "./wrap-text.ts";

it("leaves lines that fit as they are", () => {
  expect(wrapText("a  b\n  c", 4)).toBe("a  b\n  c");
});

it("breaks between words and keeps the indentation of the line", () => {
  expect(wrapText("  one two three", 9)).toBe("  one two\n  three");
  expect(wrapText("- one two three", 9)).toBe("- one two\n  three");
});

it("keeps a number with what it is of", () => {
  expect(wrapText("of 12 items 61.5 %, n = 12", 17)).toBe("of 12 items\n61.5 %, n = 12");
  expect(wrapText("a share, n = 12", 13)).toBe("a share,\nn = 12");
});

it("leaves a word that is longer than the line whole", () => {
  expect(wrapText("in pawl/triage/champion.json now", 10)).toBe("in\npawl/triage/champion.json\nnow");
});

it("does not count escape codes", () => {
  const red = styleText("red", "one two", { validateStream: false });
  expect(wrapText(red, 7)).toBe(red);
});
