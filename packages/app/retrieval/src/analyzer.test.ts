import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnalyzer } from "./analyzer.ts";

const plain = createAnalyzer({ stem: "none", stopWords: "none" });

describe("createAnalyzer", () => {
  it.each([
    ["Hello, World!", ["hello", "world"]],
    ["COVID-19 and cd4+", ["covid", "19", "and", "cd4"]],
    ["3.5 of 1,000 at v1.2.3, or 7.", ["3.5", "of", "1,000", "at", "v1.2.3", "or", "7"]],
    ["a,b 1,b c.2", ["a", "b", "1", "b", "c", "2"]],
    ["the dog's bone, John’s, 's", ["the", "dog", "bone", "john"]],
    ["don't", ["don", "t"]],
    ["snake_case e@mail", ["snake", "case", "e", "mail"]],
    ["", []],
    [" \n\t…", []],
  ])("cuts %j into words and numbers", (text, terms) => {
    expect(plain(text)).toEqual(terms);
  });

  it.each([
    ["ﬁne Ｆｕｌｌ ①", ["fine", "full", "1"]],
    ["STRASSE straße", ["strasse", "strasse"]],
    ["ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]],
    ["Cafe\u0301 café", ["café", "café"]],
    ["हिन्दी भाषा", ["हिन्दी", "भाषा"]],
    ["Где мой заказ?", ["где", "мой", "заказ"]],
    ["١٢٫٥ ٣", ["١٢", "٥", "٣"]],
  ])("folds case and compatibility forms of any script: %j", (text, terms) => {
    expect(plain(text)).toEqual(terms);
  });

  it("takes endings and stop words off by itself", () => {
    expect(createAnalyzer()("The relational databases were shipping")).toEqual(["relat", "databas", "were", "ship"]);
    expect(createAnalyzer({ stopWords: ["WERE", "shipping", "straße"] })("The shipping were STRASSE")).toEqual(["the"]);
  });

  it("gives an ASCII text the terms it has inside a longer text of another script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
        expect(plain(`${text} é`).slice(0, -1)).toEqual(plain(text));
      }),
      { numRuns: 300 },
    );
  });

  it("gives equal terms whatever the case and normal form, and none that is empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const terms = plain(text);
        expect(plain(text.normalize("NFD"))).toEqual(terms);
        expect(terms).not.toContain("");
        expect(plain(terms.join(" "))).toEqual(terms);
      }),
      { numRuns: 300 },
    );
  });

  it("takes time in step with the text: no text is a trap", () => {
    for (const text of ["1,".repeat(200_000), "1.".repeat(200_000), "a'".repeat(200_000), "'s".repeat(200_000), "a".repeat(400_000)]) {
      const start = performance.now();
      plain(text);
      plain(`${text}é`);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});
