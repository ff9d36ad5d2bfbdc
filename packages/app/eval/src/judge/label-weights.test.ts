import type { GenerateResult } from "@pawl/core";
import { expect, it } from "vitest";
import { labelWeights } from "./label-weights.ts";

type Token = readonly [token: string, top?: { readonly [token: string]: number }];

function result(tokens: readonly Token[]): Pick<GenerateResult, "logProbs" | "message"> {
  return {
    message: { role: "assistant", content: tokens.map(([token]) => token).join("") },
    logProbs: tokens.map(([token, top = {}]) => ({
      token,
      logProb: Math.log(top[token] ?? 1),
      top: Object.entries(top).map(([one, p]) => ({ token: one, logProb: Math.log(p) })),
    })),
  };
}

function weights(tokens: readonly Token[], labels: readonly string[], labelAt: number) {
  return labelWeights(result(tokens), labelAt, labels);
}

it("shares out the probability of the tokens that begin a label", () => {
  // .6 and .2 of .8 on the menu.
  expect(weights([['v:"'], ["yes", { yes: 0.6, no: 0.2, the: 0.2 }], ['"']], ["yes", "no"], 3)).toEqual({
    yes: expect.closeTo(0.75, 12),
    no: expect.closeTo(0.25, 12),
  });
});

it("leaves out tokens of less than .01", () => {
  expect(weights([["yes", { yes: 0.99, no: 0.009 }]], ["yes", "no"], 0)).toEqual({ yes: 1, no: 0 });
});

it("reads tokens that hold a quote, a part of the label, another case or what follows", () => {
  const top = { ' "yes': 0.5, ' "y': 0.1, ' "no"': 0.2, ' "NO': 0.1, " yes": 0.1 };
  expect(weights([['"v":'], [' "yes', top], ['"']], ["yes", "no"], 6)).toEqual({
    yes: expect.closeTo(0.6 / 0.9, 12),
    no: expect.closeTo(0.3 / 0.9, 12),
  });
});

it("tells nothing where a token begins several labels", () => {
  expect(weights([["not", { not: 0.9, yes: 0.1 }], ["-found"]], ["not-found", "not-asked", "yes"], 0)).toBeNull();
});

it("tells nothing without log-probabilities, or where the tokens are not the reply", () => {
  expect(labelWeights({ message: { role: "assistant", content: "yes" }, logProbs: null }, 0, ["yes"])).toBeNull();
  const { logProbs } = result([["yes", { yes: 1 }], ['"}']]);
  expect(labelWeights({ message: { role: "assistant", content: 'yes" }' }, logProbs }, 0, ["yes"])).toBeNull();
  expect(labelWeights({ message: { role: "assistant", content: "s" }, logProbs }, 0, ["yes"])).toBeNull();
});

it("does not take a longer word for a label", () => {
  expect(weights([["no", { no: 0.5, none: 0.4, yes: 0.1 }]], ["yes", "no"], 0)).toEqual({
    yes: expect.closeTo(0.1 / 0.6, 12),
    no: expect.closeTo(0.5 / 0.6, 12),
  });
});

it("is not put off by characters before the verdict that two tokens share", () => {
  const { logProbs } = result([["\ufffd"], ["\ufffd"], ['"v":"'], ["no", { no: 0.8, yes: 0.2 }], ['"}']]);
  const content = '😀"v":"no"}';
  expect(labelWeights({ message: { role: "assistant", content }, logProbs }, content.indexOf("no"), ["yes", "no"])).toEqual({
    yes: expect.closeTo(0.2, 12),
    no: expect.closeTo(0.8, 12),
  });
});
