import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonSchemaToGbnf } from "../json-schema-to-gbnf.ts";
import { textGrammar } from "./text-grammar.ts";

function admits(text: string, bounds: { readonly maxLength?: number } = {}): (value: string) => boolean {
  const grammar = textGrammar(jsonSchemaToGbnf({ type: "string", quoteFrom: text, ...bounds }));
  return (value) => {
    const state = grammar.accept(grammar.start, new TextEncoder().encode(JSON.stringify(value)));
    return state !== null && grammar.canEnd(state);
  };
}

it("admits runs of whole words without the punctuation around them, and nothing else", () => {
  const quotes = admits("Was left (wet!) in the 'blue bin', ref: GB-22/31.");
  for (const piece of ["Was", "wet", "blue bin", "in the 'blue bin'", "GB-22/31", "left (wet!) in", "ref: GB-22/31"])
    expect([piece, quotes(piece)]).toEqual([piece, true]);
  for (const other of ["was", "blu", "bin',", "wet in", "GB-22/31.", "the  'blue", ""])
    expect([other, quotes(other)]).toEqual([other, false]);
});

it("keeps quotation marks, line ends and signs of a text as JSON writes them", () => {
  const quotes = admits('He said "leave it"\nfor £38.60 or 50% 🙂 #4');
  for (const piece of ['said "leave it"', 'it"\nfor', "£38.60", "50%", "🙂", "#4"]) expect([piece, quotes(piece)]).toEqual([piece, true]);
});

it("admits an owner with and without the ending", () => {
  const quotes = admits("my lodger's mother’s coat");
  for (const piece of ["lodger", "lodger's", "lodger's mother", "mother’s coat"]) expect([piece, quotes(piece)]).toEqual([piece, true]);
});

it("admits only the empty piece of a text without words", () => {
  expect(admits(" ?! ")("")).toBe(true);
  expect(admits("")("x")).toBe(false);
});

it("admits every run of words of any text of words", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (list, a, b) => {
      const from = a % list.length;
      const to = from + 1 + (b % (list.length - from));
      expect(admits(list.join(" "))(list.slice(from, to).join(" "))).toBe(true);
    }),
    { seed: 3, numRuns: 60 },
  );
});

it("admits no piece longer than maxLength, and every shorter one", () => {
  const text = "the kite's red tail, torn by wind";
  const [all, short] = [admits(text), admits(text, { maxLength: 10 })];
  for (let from = 0; from < text.length; from++) {
    for (let to = from + 1; to <= text.length; to++) {
      const piece = text.slice(from, to);
      expect([piece, short(piece)]).toEqual([piece, all(piece) && piece.length <= 10]);
    }
  }
});

it("refuses what it cannot hold to beside a quote", () => {
  expect(() => jsonSchemaToGbnf({ type: "string", quoteFrom: "a b", pattern: "^a$" })).toThrow(/pattern/);
});
