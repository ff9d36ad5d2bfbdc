import { expect, it } from "vitest";
import * as api from "./text.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "bleu",
      "bleuOf",
      "bleuTokens",
      "chrf",
      "chrfOf",
      "corpusBleu",
      "corpusChrf",
      "corpusGleu",
      "corpusTer",
      "damerauSimilarity",
      "detectLanguage",
      "editDistance",
      "embeddingSimilarity",
      "findRefusal",
      "gleu",
      "gleuOf",
      "grounding",
      "groundingOf",
      "jaro",
      "jaroWinkler",
      "jaroWinklerSimilarity",
      "language",
      "meteor",
      "meteorOf",
      "personalData",
      "personalDataIn",
      "readability",
      "readabilityOf",
      "refusal",
      "repetition",
      "repetitionOf",
      "rouge",
      "rougeOf",
      "ter",
      "terOf",
      "tokenF1",
      "tokenF1Of",
      "unigramSurpriseOf",
    ]
  `);
});

it("gives every scorer a hash of its own that stays", () => {
  const make = () => [
    api.bleu(),
    api.chrf(),
    api.damerauSimilarity(),
    api.gleu(),
    api.grounding(),
    api.jaroWinklerSimilarity(),
    api.language(),
    api.meteor(),
    api.personalData(),
    api.readability(),
    api.refusal(),
    api.repetition(),
    api.rouge(1),
    api.ter(),
    api.tokenF1(),
  ];
  const hashes = make().map(({ hash }) => hash);
  expect(make().map(({ hash }) => hash)).toEqual(hashes);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(Object.fromEntries(make().map(({ name, hash }) => [name, hash.slice(0, 12)]))).toMatchInlineSnapshot(`
    {
      "bleu": "b0433e378ce2",
      "chrf": "702e0354578f",
      "damerau-similarity": "f369baa85af0",
      "gleu": "a881c7f7ba27",
      "grounding": "898d309d2821",
      "jaro-winkler": "25ab6f73faa8",
      "language": "b83d85ba8e9d",
      "meteor": "5f4e7531f92d",
      "personal-data": "7995c072d24c",
      "readability": "255924f21317",
      "refusal": "0ef917aadc65",
      "repetition": "cfe28c7fc19f",
      "rouge-1": "d216bd77d601",
      "ter": "21081bfcf518",
      "token-f1": "3b7bff682b60",
    }
  `);
});
