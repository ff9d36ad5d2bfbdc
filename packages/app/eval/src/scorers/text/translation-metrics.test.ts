import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { bleu, bleuOf, corpusBleu } from "./bleu.ts";
import { chrf, chrfOf, corpusChrf } from "./chrf.ts";
import { corpusGleu, gleu, gleuOf } from "./gleu.ts";
import { meteor, meteorOf } from "./meteor.ts";
import { corpusTer, ter, terOf } from "./ter.ts";

const FOX = ["The quick brown fox jumped over the lazy dog.", "The quick brown fox jumps over the lazy dog."] as const;

// The example of sacreBLEU's README.
const README = [
  ["The dog bit the man.", "The dog bit the man.", "The dog had bit the man."],
  ["It wasn't surprising.", "It was not unexpected.", "No one was surprised."],
  ["The man had just bitten him.", "The man bit him first.", "The man had bitten the dog."],
].map(([hypothesis = "", ...references]) => ({ hypothesis, references }));

// NLTK's military example.
const FIRST = "It is a guide to action which ensures that the military always obeys the commands of the party";
const SECOND = "It is to insure the troops forever hearing the activity guidebook that party direct";
const MILITARY = [
  "It is a guide to action that ensures that the military will forever heed Party commands",
  "It is the guiding principle which guarantees the military forces always being under the command of the Party",
  "It is the practical guide for the army always to heed the directions of the party",
];

describe("bleuOf", () => {
  // Values: sacreBLEU 2.6.0, sentences with effective order, exp smoothing.
  it("equals sacreBLEU for one text", () => {
    expect(bleuOf(...FOX).score).toBeCloseTo(65.80370065, 7);
    expect(bleuOf("the the the the the the the", "the cat is on the mat").score).toBeCloseTo(7.80984984, 7);
    expect(bleuOf("hello world", "hello there world").score).toBeCloseTo(42.88819425, 7);
    expect(bleuOf("hello world", "hello there world", { effectiveOrder: false }).score).toBe(0);
    expect(bleuOf("Paris is the capital of France.", "The capital of France is Paris.").score).toBeCloseTo(29.07153685, 7);
  });

  it("equals NLTK without smoothing where every order has a hit", () => {
    const options = { tokenizer: "none", smoothing: "none" } as const;
    expect(bleuOf(FIRST, MILITARY, options).score / 100).toBeCloseTo(0.504566684, 9);
    expect(bleuOf(FIRST, MILITARY, { ...options, maxOrder: 5 }).score / 100).toBeCloseTo(0.392026341, 9);
    // NLTK's method 1 with ε = .1 is floor smoothing.
    expect(bleuOf(SECOND, MILITARY, { ...options, smoothing: "floor" }).score / 100).toBeCloseTo(0.0370313119, 9);
  });

  it("equals sacreBLEU over a corpus, by tokenizer, and signs what fixes it", () => {
    const corpus = corpusBleu(README);
    expect(corpus.score).toBeCloseTo(48.530827, 6);
    expect(corpus.signature).toBe("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:pawl.bleu/1");
    expect(corpusBleu(README, { tokenizer: "none" }).score).toBeCloseTo(49.1919566, 6);
    expect(corpusBleu(README, { tokenizer: "intl" }).score).toBeCloseTo(43.91623493, 7);
    expect(bleuOf("a", "a", { smoothing: "floor", lowercase: true }).signature).toBe(
      "nrefs:1|case:lc|eff:yes|tok:13a|smooth:floor[0.10]|version:pawl.bleu/1",
    );
  });

  it("is 0 for an empty text or corpus, 100 for itself, and needs a reference", () => {
    expect(bleuOf("", "a b c d").score).toBe(0);
    expect(bleuOf("", "").score).toBe(0);
    expect(corpusBleu([]).score).toBe(0);
    expect(bleuOf("a b c d e", "a b c d e").score).toBeCloseTo(100, 10);
    expect(() => corpusBleu([{ hypothesis: "a", references: [] }])).toThrow(RangeError);
  });

  it("is a scorer of the share, against all answers together", async () => {
    expect(await scored(bleu({ tokenizer: "none", smoothing: "none" }), FIRST, ...(MILITARY as [string, ...string[]]))).toBeCloseTo(
      0.504566684,
      9,
    );
    expect(await scoreOf(bleu(), ...FOX)).toMatchObject({ detail: { signature: expect.stringContaining("eff:yes|tok:13a") } });
  });
});

describe("chrfOf", () => {
  // Values: sacreBLEU 2.6.0.
  it("equals sacreBLEU with and without words", () => {
    expect(chrfOf(...FOX).score).toBeCloseTo(88.73451355, 7);
    expect(chrfOf(...FOX, { wordOrder: 2 }).score).toBeCloseTo(87.52534139, 7);
    expect(corpusChrf(README).score).toBeCloseTo(59.73, 2);
    expect(corpusChrf(README, { wordOrder: 2 }).score).toBeCloseTo(59.15310444, 7);
    expect(corpusChrf(README).signature).toBe("nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no|version:pawl.chrf/1");
  });

  it("says which smoothing makes 50 or 100 of orders no text reaches", () => {
    expect(chrfOf("a b c", "abc", { beta: 3, epsilonSmoothing: true }).score).toBeCloseTo(50, 10);
    expect(chrfOf("a b c", "abc", { beta: 3 }).score).toBe(100);
  });

  it("is 0 for an empty text, and a scorer of the share", async () => {
    expect([chrfOf("", "").score, chrfOf("a", "").score, chrfOf("", "a").score, corpusChrf([]).score]).toEqual([0, 0, 0, 0]);
    expect(await scored(chrf(), FOX[0], FOX[1])).toBeCloseTo(0.8873451355, 9);
    expect([chrf().name, chrf({ wordOrder: 2 }).name]).toEqual(["chrf", "chrf++"]);
  });
});

describe("terOf", () => {
  it("counts a shift as one edit, as sacreBLEU", () => {
    expect(terOf(...FOX).score).toBeCloseTo(11.1111, 4);
    expect(terOf("d e f g h a b c", "a b c d e f g h").score).toBe(12.5);
    expect(corpusTer(README).score).toBeCloseTo(40, 10);
  });

  it("is 100 for a text against none, 0 for none, and may pass 100", () => {
    expect([terOf("a", "").score, terOf("", "").score, terOf("", "a b").score, corpusTer([]).score]).toEqual([100, 0, 100, 0]);
    expect(terOf("a b c", "x").score).toBe(300);
  });

  it("is never more than edits without shifts and 0 for equals", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { edits } = terOf(a.join(" "), b.join(" "));
        expect(edits).toBeLessThanOrEqual(plainEdits(a, b));
        expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(terOf(a.join(" "), a.join(" ")).score).toBe(0);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("is a scorer where lower is better", async () => {
    expect(await scored(ter(), FOX[0], FOX[1])).toBeCloseTo(1 / 9, 12);
    expect([ter().direction, ter().scale]).toEqual(["lower", "real"]);
  });
});

/** The slow obvious distance. */
function plainEdits(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [x, ...restA] = a;
  const [y, ...restB] = b;
  if (x === y) return plainEdits(restA, restB);
  if (a.length + b.length > 10) return Math.max(a.length, b.length);
  return 1 + Math.min(plainEdits(restA, b), plainEdits(a, restB), plainEdits(restA, restB));
}

describe("gleuOf and meteorOf", () => {
  // Values: NLTK 3.8 on its own examples; METEOR there with WordNet emptied.
  it("equal NLTK", async () => {
    expect(gleuOf(FIRST, MILITARY[0] ?? "")).toBeCloseTo(0.4393939394, 9);
    expect(gleuOf("the the the the the the the", "the cat is on the mat")).toBeCloseTo(0.0909090909, 9);
    expect(meteorOf(FIRST, MILITARY)).toBeCloseTo(0.6944444444, 9);
    expect(meteorOf(SECOND, MILITARY)).toBeCloseTo(0.3035391371, 9);
    expect(meteorOf("the cat sat on the mat", "the cat sat on the mat")).toBeCloseTo(0.9976851852, 9);
    expect(meteorOf("the cat sat on the mat", "on the mat sat the cat")).toBeCloseTo(0.5, 12);
    expect(await scored(gleu(), "a b", "c", "a b")).toBe(1);
    expect(await scored(meteor(), "a", "b")).toBe(0);
  });

  it("are 0 for empty texts, and a stem may match", () => {
    expect([gleuOf("", ""), meteorOf("", ""), meteorOf("", "a"), corpusGleu([])]).toEqual([0, 0, 0, 0]);
    const stem = { name: "first four", of: (word: string) => word.slice(0, 4) };
    expect(meteorOf("walked", "walking")).toBe(0);
    expect(meteorOf("walked", "walking", { stem })).toBe(0.5);
  });
});
