import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scored } from "../scorers.fixture.ts";
import { damerauSimilarity, editDistance } from "./edit-distance.ts";
import { jaro, jaroWinkler, jaroWinklerSimilarity } from "./jaro-winkler.ts";

describe("editDistance", () => {
  it("counts the least edits of its kind", () => {
    expect([editDistance("kitten", "sitting"), editDistance("saturday", "sunday"), editDistance("", "")]).toEqual([3, 3, 0]);
    // ca → ac → abc: the swap and an insertion within it, which the restricted kind forbids.
    expect(editDistance("ca", "abc", { kind: "damerau" })).toBe(2);
    expect(editDistance("ca", "abc", { kind: "restricted" })).toBe(3);
    expect(editDistance("ca", "ac")).toBe(2);
    expect(editDistance("ca", "ac", { kind: "restricted" })).toBe(1);
  });

  it("counts graphemes after NFC", () => {
    expect(editDistance("cafe\u0301", "caf\u00e9")).toBe(0);
    expect(editDistance("👨‍👩‍👧a", "ba")).toBe(1);
  });

  it("falls from Levenshtein to restricted to Damerau, and the first and last are metrics", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [plain, restricted, free] = (["levenshtein", "restricted", "damerau"] as const).map((kind) => editDistance(a, b, { kind }));
        expect(plain).toBeGreaterThanOrEqual(restricted ?? 0);
        expect(restricted).toBeGreaterThanOrEqual(free ?? 0);
        for (const kind of ["levenshtein", "damerau"] as const) {
          expect(editDistance(a, b, { kind })).toBe(editDistance(b, a, { kind }));
          expect(editDistance(a, c, { kind })).toBeLessThanOrEqual(editDistance(a, b, { kind }) + editDistance(b, c, { kind }));
        }
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it("is a scorer of likeness", async () => {
    expect(await scored(damerauSimilarity(), "ca", "xyz", "abc")).toBeCloseTo(1 / 3, 12);
    expect(await scored(damerauSimilarity(), "", "")).toBe(1);
  });
});

describe("jaroWinkler", () => {
  // Values: jellyfish and rapidfuzz.
  it.each([
    ["MARTHA", "MARHTA", 0.9444444, 0.9611111],
    ["DIXON", "DICKSONX", 0.7666667, 0.8133333],
    ["DWAYNE", "DUANE", 0.8222222, 0.84],
    ["JELLYFISH", "SMELLYFISH", 0.8962963, 0.8962963],
    ["CRATE", "TRACE", 0.7333333, 0.7333333],
  ])("of %s and %s", (a, b, plain, boosted) => {
    expect(jaro(a, b)).toBeCloseTo(plain, 6);
    expect(jaroWinkler(a, b)).toBeCloseTo(boosted, 6);
  });

  it("is 1 for two empty texts and 0 where one is empty or nothing matches", () => {
    expect([jaro("", ""), jaro("", "a"), jaro("a", ""), jaro("a", "b"), jaroWinkler("", "")]).toEqual([1, 0, 0, 0, 1]);
  });

  it("is a scorer, the best over the answers", async () => {
    expect(await scored(jaroWinklerSimilarity(), "MARTHA", "x", "MARHTA")).toBeCloseTo(0.9611111, 6);
  });
});
