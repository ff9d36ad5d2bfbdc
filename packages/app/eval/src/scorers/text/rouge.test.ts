import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { rouge, rougeOf } from "./rouge.ts";
import { tokenF1, tokenF1Of } from "./token-f1.ts";

describe("rougeOf", () => {
  // Values: unit tests of rouge-score (target, prediction).
  it("counts n-grams and common subsequences as rouge-score", () => {
    expect(rougeOf("testing", "testing one two", { variant: 1 })).toEqual({ precision: 1, recall: 1 / 3, f1: 0.5 });
    expect(rougeOf("testing one", "testing one two", { variant: 2 }).f1).toBeCloseTo(2 / 3, 12);
    expect(rougeOf("testing one", "testing one two", { variant: "L" }).f1).toBeCloseTo(0.8, 12);
    expect(rougeOf("testing two", "testing one two", { variant: "L" }).f1).toBeCloseTo(0.8, 12);
  });

  it("takes the union of the subsequences of a line with every line", () => {
    // Reference w1..w5: with [w1 w2 w6 w7 w8] it shares w1 w2, with [w1 w3 w8 w9 w5] w1 w3 w5: four of five, ten words given.
    const result = rougeOf("w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5", { variant: "Lsum" });
    expect(result.recall).toBeCloseTo(0.8, 12);
    expect(result.precision).toBeCloseTo(0.4, 12);
    expect(result.f1).toBeCloseTo(0.5333333, 7);
  });

  it("lower-cases and keeps only a–z and 0–9, or every script where asked", () => {
    expect(rougeOf("Testing, ONE!", "testing one", { variant: 1 }).f1).toBe(1);
    expect(rougeOf("漢字", "漢字", { variant: 1 }).f1).toBe(0);
    expect(rougeOf("漢字 Größe", "漢字 größe", { variant: 1, unicode: true }).f1).toBe(1);
    // Each Chinese sign is a token: 今天去北京 and 明天去北京 share four of five.
    expect(rougeOf("今天去北京", "明天去北京", { variant: 1, unicode: true }).f1).toBeCloseTo(0.8, 12);
  });

  it("is 0 for an empty text and takes the best of several references", () => {
    for (const variant of [1, "L", "Lsum"] as const) {
      expect(rougeOf("", "", { variant }).f1).toBe(0);
      expect(rougeOf("a", "", { variant }).f1).toBe(0);
      expect(rougeOf("a b", ["c", "a b", "a"], { variant }).f1).toBe(1);
    }
  });

  it("is in 0..1, and precision is recall with the sides changed", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "\n"), { maxLength: 12 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(text, text, fc.constantFrom(1 as const, 2 as const, "L" as const), (a, b, variant) => {
        const there = rougeOf(a, b, { variant });
        const back = rougeOf(b, a, { variant });
        expect(there.precision).toBe(back.recall);
        expect(there.f1).toBeGreaterThanOrEqual(0);
        expect(there.f1).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it("is a scorer called after its variant, with precision and recall beside", async () => {
    expect(rouge("Lsum").name).toBe("rouge-lsum");
    expect(await scoreOf(rouge(1), "testing", "testing one two")).toEqual({
      kind: "score",
      value: 0.5,
      detail: { precision: 1, recall: 1 / 3 },
    });
    expect(rouge(1).hash).not.toBe(rouge(2).hash);
  });

  it("is unscored where no answer has a token, rather than 0 for every output", async () => {
    expect(await scoreOf(rouge(1), "привет", "привет")).toMatchObject({ kind: "unscored", reason: expect.stringContaining("unicode") });
    expect(await scored(rouge(1, { unicode: true }), "привет", "привет")).toBe(1);
    expect(await scored(rouge("L"), "hello", "привет", "hello")).toBe(1);
    expect(await scored(rouge("L"), "привет", "hello")).toBe(0);
    expect(await scoreOf(rouge(1, { unicode: true }), "x", "…")).toMatchObject({ kind: "unscored" });
  });
});

describe("tokenF1Of", () => {
  it("drops case, punctuation and articles, as SQuAD's script", async () => {
    expect(tokenF1Of("The cat!", "a cat").f1).toBe(1);
    // Tokens cat sat / cat ran far: one shared, 1/2 and 1/3.
    expect(tokenF1Of("the cat sat", "cat ran far")).toEqual({ precision: 0.5, recall: 1 / 3, f1: 0.4 });
    expect(await scored(tokenF1(), "Paris", "London", "paris.")).toBe(1);
  });

  it("is 1 where neither side has a token left and 0 where one has none", () => {
    expect(tokenF1Of("the", "").f1).toBe(1);
    expect(tokenF1Of("the", "cat").f1).toBe(0);
    expect(tokenF1Of("cat", "").f1).toBe(0);
  });
});
