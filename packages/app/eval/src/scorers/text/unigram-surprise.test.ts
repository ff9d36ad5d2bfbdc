import { describe, expect, it } from "vitest";
import { unigramSurpriseOf } from "./unigram-surprise.ts";

// The example in the README of selfcheckgpt, with the numbers it prints.
const HOST = "Michael Alan Weiner (born March 31, 1942) is an American radio host.";
const PASSAGE = `${HOST} He is the host of The Savage Nation.`;
const SAMPLES = [
  `${HOST} He is the host of The Savage Country.`,
  "Michael Alan Weiner (born January 13, 1960) is a Canadian radio host. He works at The New York Times.",
  `${HOST} He obtained his PhD from MIT.`,
];

describe("unigramSurpriseOf", () => {
  it("gives the published values of selfcheckgpt", () => {
    const { mean, most, sentences } = unigramSurpriseOf(PASSAGE, SAMPLES);
    expect(sentences.map((sentence) => sentence.mean)).toEqual([expect.closeTo(3.184312, 6), expect.closeTo(3.279774, 5)]);
    expect(sentences.map((sentence) => sentence.most)).toEqual([expect.closeTo(3.476098, 5), expect.closeTo(4.57471, 5)]);
    expect([mean, most]).toEqual([expect.closeTo(3.2186789049, 10), expect.closeTo(4.0254048342, 10)]);
  });

  it("finds what all samples say less surprising than what none says", () => {
    const { sentences } = unigramSurpriseOf("Ann wrote it. Zebras dance nightly.", ["Ann wrote it.", "Ann wrote it!", "It was Ann."]);
    expect(sentences[1]?.mean).toBeGreaterThan(sentences[0]?.mean ?? 9);
  });

  it("takes signs for tokens, inner apostrophes for none, and says nothing of a text without any", () => {
    // Five tokens: don't, go, two quotes and a stop, each once in ten.
    expect(unigramSurpriseOf("'Don't go'.", ["'don’t go'."]).mean).toBeGreaterThan(Math.log(10 / 4));
    expect(unigramSurpriseOf("東京 東", ["東京"]).sentences).toHaveLength(1);
    expect(unigramSurpriseOf(" ", ["a"])).toEqual({ sentences: [], mean: null, most: null });
    expect(unigramSurpriseOf("a", []).mean).toBe(0);
  });
});
