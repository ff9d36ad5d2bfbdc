import { expect, it } from "vitest";
import { comparable } from "./shingles.ts";

it("reads a text without case, signs, width and characters that nobody sees", () => {
  const same = [
    "The parcel, late!",
    "THE PARCEL … LATE",
    "the\u00a0par\u00adcel la\u200bte",
    "\ufeffｔｈｅ parcel late\u2060",
    "the parcel late 😡",
  ];
  for (const text of same) expect(comparable(text)).toBe("the parcel late");
});

it("tells accents, other letters and texts of nothing but signs apart", () => {
  expect(comparable("caf\u0065\u0301")).toBe(comparable("café"));
  expect(comparable("café")).not.toBe(comparable("cafe"));
  expect(comparable("👍")).not.toBe(comparable("👎"));
  expect(comparable(" ❤\ufe0f ")).toBe(comparable("❤"));
  expect(comparable(" \u200b\n ")).toBe("");
});
