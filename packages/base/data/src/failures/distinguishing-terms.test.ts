import { seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { distinguishingTerms } from "./distinguishing-terms.ts";

const WORDS = Array.from({ length: 80 }, (_, i) => `word${i}`);

it("names next to no term of texts that differ by chance alone", () => {
  const random = seededRandom(5);
  const draw = (): Set<string> => new Set(WORDS.filter(() => random.next() < 0.2));
  let named = 0;
  for (let round = 0; round < 50; round++) {
    const [inside, outside] = [Array.from({ length: 20 }, draw), Array.from({ length: 40 }, draw)];
    if (distinguishingTerms(inside, outside).length > 0) named++;
  }
  // Each of 80 terms at 5 % by itself would name one in nearly every round.
  expect(named).toBeLessThanOrEqual(6);
});

it("names the term that makes the difference", () => {
  const inside = Array.from({ length: 12 }, (_, i) => new Set(["the", "refund", `w${i}`]));
  const outside = Array.from({ length: 30 }, (_, i) => new Set(["the", `w${i}`]));
  expect(distinguishingTerms(inside, outside)).toEqual(["refund"]);
});
