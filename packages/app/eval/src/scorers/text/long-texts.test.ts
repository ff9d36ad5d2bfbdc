import { expect, it } from "vitest";
import { scoreOf } from "../scorers.fixture.ts";
import { bleuOf } from "./bleu.ts";
import { chrfOf } from "./chrf.ts";
import { damerauSimilarity, editDistance } from "./edit-distance.ts";
import { gleuOf } from "./gleu.ts";
import { groundingOf } from "./grounding.ts";
import { detectLanguage } from "./language.ts";
import { meteorOf } from "./meteor.ts";
import { readabilityOf } from "./readability.ts";
import { findRefusal } from "./refusal.ts";
import { repetitionOf } from "./repetition.ts";
import { rougeOf } from "./rouge.ts";
import { terOf } from "./ter.ts";
import { tokenF1Of } from "./token-f1.ts";

// 100 kB, as a model may answer.
const text = Array.from({ length: 17_000 }, (_, i) => `w${(i * 7919) % 9973}`).join(" ");

it("takes an output of 100 kB", () => {
  expect(text.length).toBeGreaterThan(95_000);
  expect(rougeOf(text, "w0 w1", { variant: "L" }).recall).toBe(1);
  expect(rougeOf(text, text, { variant: 2 }).f1).toBe(1);
  expect(bleuOf(text, text).score).toBeCloseTo(100, 8);
  expect(chrfOf(text, text).score).toBeCloseTo(100, 8);
  expect(terOf(text, text).edits).toBe(0);
  expect(terOf(text, "w0 w1").edits).toBe(16_998);
  expect(gleuOf(text, text)).toBe(1);
  expect(meteorOf(text, text)).toBeGreaterThan(0.99);
  expect(tokenF1Of(text, text).f1).toBe(1);
  expect(groundingOf(text, [text]).share).toBe(1);
  expect(repetitionOf(text).longestLength).toBe(17_000 - 9_973);
  expect(readabilityOf(text)?.words).toBe(17_000);
  expect(detectLanguage(text).language).toBeNull();
  expect(findRefusal(text)).toBeNull();
});

it("is unscored rather than out of memory where a table would not fit", async () => {
  expect(() => editDistance(text, text, { kind: "damerau" })).toThrow(RangeError);
  expect(() => rougeOf(text, text, { variant: "Lsum" })).toThrow(RangeError);
  await expect(scoreOf(damerauSimilarity(), text, text)).rejects.toThrow(RangeError);
});
