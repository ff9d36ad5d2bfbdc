import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type BleuOptions, bleuOf, corpusBleu } from "./bleu.ts";
import { type BleuTokenizer, bleuTokens } from "./bleu-tokens.ts";

interface Row extends BleuOptions {
  readonly pair: number;
  readonly tokenizer: BleuTokenizer;
  readonly score: number;
  readonly tokens?: readonly string[];
}

interface Corpus {
  readonly tokenizer: BleuTokenizer;
  readonly score: number;
  readonly brevityPenalty: number;
  readonly hypothesisLength: number;
  readonly referenceLength: number;
}

// Made by fixtures/reference/bleu-reference.py with sacreBLEU 2.6.0.
const { corpora, pairs, rows }: { pairs: [string, string][]; rows: Row[]; corpora: Corpus[] } = JSON.parse(
  readFileSync(new URL("../../../fixtures/reference/bleu-reference.json", import.meta.url), "utf8"),
);

describe("BLEU beside sacreBLEU 2.6.0", () => {
  it("splits twelve texts of five scripts alike by every tokenizer", () => {
    const withTokens = rows.filter(({ tokens }) => tokens !== undefined);
    expect(withTokens).toHaveLength(12 * 5);
    for (const { pair, tokenizer, tokens } of withTokens) expect(bleuTokens(pairs[pair]?.[0] ?? "", tokenizer), tokenizer).toEqual(tokens);
  });

  it("scores them alike, whatever the smoothing", () => {
    expect(rows.length).toBeGreaterThan(150);
    for (const { pair, score, tokens: _tokens, ...options } of rows) {
      const [given = "", wanted = ""] = pairs[pair] ?? [];
      expect(bleuOf(given, wanted, options).score, JSON.stringify({ given, ...options })).toBeCloseTo(score, 9);
    }
  });

  it("scores them alike as a corpus", () => {
    const texts = pairs.map(([hypothesis, wanted]) => ({ hypothesis, references: [wanted] }));
    for (const { brevityPenalty, hypothesisLength, referenceLength, score, tokenizer } of corpora) {
      const found = corpusBleu(texts, { tokenizer });
      expect(found.score, tokenizer).toBeCloseTo(score, 9);
      expect(found.brevityPenalty, tokenizer).toBeCloseTo(brevityPenalty, 12);
      expect([found.hypothesisLength, found.referenceLength]).toEqual([hypothesisLength, referenceLength]);
      expect(found.signature).toContain(`tok:${tokenizer}|`);
    }
  });

  it("gives the scores that sacreBLEU's own tests state for the Romanian pair", () => {
    const [given, wanted] = pairs[0] ?? ["", ""];
    const score = (options: BleuOptions): number => bleuOf(given, wanted, options).score;
    const stated: readonly (readonly [BleuOptions, number])[] = [
      [{}, 8.493],
      [{ smoothing: "none" }, 0],
      [{ smoothing: "floor" }, 4.51688],
      [{ smoothing: "floor", smoothingValue: 0.5 }, 10.1],
      [{ smoothing: "add-k" }, 14.882],
      [{ smoothing: "add-k", smoothingValue: 2 }, 21.389],
      [{ tokenizer: "none" }, 7.347],
      [{ tokenizer: "intl" }, 8.493],
      [{ tokenizer: "char" }, 40.8759],
      [{ tokenizer: "char", lowercase: true }, 42.0267],
    ];
    // Their tests allow 1e-3.
    for (const [options, value] of stated) expect(Math.abs(score(options) - value), JSON.stringify(options)).toBeLessThan(1e-3);
  });
});
