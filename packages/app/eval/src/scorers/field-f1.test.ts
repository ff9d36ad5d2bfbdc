import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldF1 } from "./field-f1.ts";
import { scored, scoreOf } from "./scorers.fixture.ts";

const slots = fieldF1({ ignore: ["intent"] });

describe("fieldF1", () => {
  it("is 2 · hits / (given + expected)", async () => {
    // place hits, item misses, time is not expected: 1 hit, 3 given, 2 expected → 2/5.
    const given = { intent: "where", place: "Leeds", item: "shoes", time: "noon" };
    expect(await scoreOf(slots, given, { intent: "where", place: "Leeds", item: "boots" })).toEqual({
      kind: "score",
      value: 0.4,
      detail: { hits: 1, given: 3, expected: 2, missed: ["item"], wrong: ["item", "time"] },
    });
  });

  it("leaves ignored fields out, or takes only those named", async () => {
    expect(await scored(slots, { intent: "a", place: "x" }, { intent: "b", place: "x" })).toBe(1);
    expect(await scored(fieldF1(), { intent: "a", place: "x" }, { intent: "b", place: "x" })).toBe(0.5);
    expect(await scored(fieldF1({ fields: ["intent"] }), { intent: "a", place: "x" }, { intent: "a", place: "y" })).toBe(1);
  });

  it("is 1 where neither has a pair and 0 where only one has", async () => {
    expect(await scored(slots, { intent: "a" }, { intent: "b" })).toBe(1);
    expect(await scored(slots, { intent: "a", place: "x" }, { intent: "a" })).toBe(0);
    expect(await scored(slots, { intent: "a" }, { intent: "a", place: "x" })).toBe(0);
  });

  it("compares after NFC, trimming, collapsing white space and folding case", async () => {
    expect(await scored(slots, { place: "  GROSSE\t STRASSE " }, { place: "große straße" })).toBe(1);
    expect(await scored(slots, { Place: "cafe\u0301" }, { place: "CAF\u00c9" })).toBe(1);
    expect(await scored(slots, { place: "a.b" }, { place: "ab" })).toBe(0);
  });

  it("takes the best over the alternative answers", async () => {
    expect(await scored(slots, { a: "1", b: "2" }, { a: "1" }, { a: "1", b: "2" }, {})).toBe(1);
  });

  it("flattens nested fields by path and arrays as multisets", async () => {
    // Pairs a.b=1, c[]=x, c[]=y, c[]=y against a.b=1, c[]=y, c[]=x: 3 hits, 4 given, 3 expected → 6/7.
    expect(await scored(slots, { a: { b: 1 }, c: ["x", "y", "y"] }, { a: { b: "1" }, c: ["y", "x"] })).toBeCloseTo(6 / 7, 12);
    expect(await scored(slots, { a: "x" }, { b: { a: "x" } })).toBe(0);
    expect(await scored(slots, [{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }])).toBe(1);
  });

  it("takes null, undefined and empty containers for no pair, an empty text for one", async () => {
    expect(await scored(slots, { a: null, b: undefined, c: [], d: {} }, {})).toBe(1);
    expect(await scored(slots, { a: "" }, {})).toBe(0);
  });

  it("does not take a value that looks like a path for another pair", async () => {
    expect(await scored(slots, { a: "b" }, { "a\u0000b": "" })).toBe(0);
  });

  it("is in 0..1, symmetric, 1 for equals and blind to the order of keys", async () => {
    const flat = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("x", "y", "X "));
    await fc.assert(
      fc.asyncProperty(flat, flat, async (left, right) => {
        const there = await scored<object, object>(slots, left, right);
        expect(there).toBe(await scored<object, object>(slots, right, left));
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1);
        const turned = Object.fromEntries(Object.entries(left).reverse());
        expect(await scored<object, object>(slots, turned, right)).toBe(there);
        expect(await scored<object, object>(slots, left, turned)).toBe(1);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("has a hash of its settings, whatever their order", () => {
    expect(fieldF1({ ignore: ["a", "b"] }).hash).toBe(fieldF1({ ignore: ["b", "a"] }).hash);
    expect(fieldF1({ ignore: ["a"] }).hash).not.toBe(fieldF1().hash);
    expect(fieldF1({ fields: [] }).hash).not.toBe(fieldF1().hash);
  });
});
