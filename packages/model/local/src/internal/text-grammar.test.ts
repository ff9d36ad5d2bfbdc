import { describe, expect, it } from "vitest";
import { allowedTokens } from "./allowed-tokens.ts";
import { textGrammar } from "./text-grammar.ts";
import { vocabulary } from "./vocabulary.ts";

const words = vocabulary({
  model: "llama",
  tokens: ["<s>", "re", "refund", "fund", "d", "x", "ü", "<0xC3>", "<0xBC>", '"', '",', "▁"],
  types: [3, 1, 1, 1, 1, 1, 1, 6, 6, 1, 1, 1],
});

describe("textGrammar", () => {
  it("follows characters that come in pieces", () => {
    const grammar = textGrammar("root ::= [ä-ü] [0-9]{2,3}");
    const bytes = Buffer.from("ü42");
    const whole = grammar.accept(grammar.start, bytes);
    expect(whole !== null && grammar.canEnd(whole)).toBe(true);
    const part = grammar.accept(grammar.start, bytes.subarray(0, 1));
    expect(part !== null && grammar.canEnd(part)).toBe(false);
    expect(grammar.accept(grammar.start, Buffer.from("é").subarray(1))).toBe(null);
    expect(grammar.accept(grammar.start, Uint8Array.of(0xe2))).toBe(null);
  });

  it("tells what is forced, up to a choice or an end", () => {
    const grammar = textGrammar('root ::= "{" "\\"a\\": " ("true" | "trick") "}"?');
    expect(grammar.forced(grammar.start)).toBe('{"a": tr');
    const after = grammar.accept(grammar.start, Buffer.from('{"a": tri'));
    expect(after === null ? null : grammar.forced(after)).toBe("ck");
  });

  it("counts repetitions without writing them out", () => {
    const grammar = textGrammar("root ::= [a]{0,100000}");
    const end = grammar.accept(grammar.start, Buffer.from("a".repeat(5000)));
    expect(end !== null && grammar.canEnd(end)).toBe(true);
  });

  it("says where a grammar is wrong", () => {
    expect(() => textGrammar("root ::= other")).toThrow(/other is not defined/);
    expect(() => textGrammar("root = x")).toThrow(SyntaxError);
  });
});

describe("allowedTokens", () => {
  it("lists the tokens that fit, control tokens never", () => {
    const grammar = textGrammar('root ::= "refund" | "üx"');
    const listed = allowedTokens(grammar, words).list(grammar.start);
    expect([...(listed ?? [])].sort((a, b) => a - b)).toEqual([1, 2, 6, 7]);
  });

  it("knows when a longer token would fit as well", () => {
    const grammar = textGrammar('root ::= ("refund" | "red") "\\"" ","?');
    const allowed = allowedTokens(grammar, words);
    expect(allowed.goesOn(grammar.start, 1)).toBe(true);
    expect(allowed.goesOn(grammar.start, 2)).toBe(false);
    const before = grammar.accept(grammar.start, Buffer.from("red"));
    expect(before !== null && allowed.goesOn(before, 9)).toBe(true);
  });
});
