import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logisticRegression } from "./logistic-regression.ts";
import { majority } from "./majority.ts";
import { nearestNeighbour } from "./nearest-neighbour.ts";
import { fitSoftmax, type Problem } from "./softmax-regression.ts";
import { letterTerms, wordTerms } from "./terms.ts";
import { tfIdf } from "./tf-idf.ts";

const rows = [
  { id: "1", input: { message: "where is my parcel" }, expected: { intent: "track" } },
  { id: "2", input: { message: "my parcel is broken" }, expected: { intent: "damage" } },
  { id: "3", input: { message: "has my parcel left the depot" }, expected: { intent: "track" } },
  { id: "4", input: { message: "unlabelled" } },
];

describe("the baselines", () => {
  it("give the most frequent answer, the nearest one and the likeliest one", () => {
    expect(majority(rows)({ message: "x" })).toEqual({ intent: "track" });
    expect(nearestNeighbour(rows)({ message: "it was broken" })).toEqual({ intent: "damage" });
    expect(logisticRegression(rows)({ message: "broken" })).toEqual({ intent: "damage" });
  });

  it("read the text they are told to", () => {
    const text = ({ message }: { message: string }): string => message.split(" ").at(-1) ?? "";
    expect(nearestNeighbour(rows, { text })({ message: "broken depot" })).toEqual({ intent: "track" });
    expect(logisticRegression(rows, { text })({ message: "depot broken" })).toEqual({ intent: "damage" });
  });

  it.each([majority, nearestNeighbour, logisticRegression])("refuse examples without an answer", (fit) => {
    expect(() => fit([{ id: "1", input: "x" }])).toThrow(expect.objectContaining({ code: "data.no-answers" }));
  });

  it("answer an input without any known word", () => {
    expect(nearestNeighbour(rows)({ message: "" })).toEqual({ intent: "track" });
    expect(logisticRegression(rows)({ message: "" })).toEqual({ intent: "track" });
  });
});

describe("tfIdf", () => {
  it("weighs by the smoothed formula", () => {
    const { vector, size } = tfIdf(["a b", "a c"], (text) => text.split(" "));
    // idf of a is ln(3/3) + 1 = 1, of b and c ln(3/2) + 1 = 1.4054651; "b b a": (1 + ln 2) · 1.4054651 = 2.3796593 beside 1, length 2.5812358.
    const { features, values } = vector("b b a unknown");
    expect(size).toBe(3);
    expect([...features]).toEqual([0, 1]);
    expect(values[0]).toBeCloseTo(1 / 2.5812358, 6);
    expect(values[1]).toBeCloseTo(2.3796593 / 2.5812358, 6);
  });

  it("takes words with their pairs, or runs of letters within words", () => {
    expect(wordTerms("Où est-il?")).toEqual(["où", "est", "il", "où est", "est il"]);
    expect(letterTerms("ab c")).toEqual([" a", "ab", "b ", " ab", "ab ", " ab ", " c", "c ", " c "]);
  });
});

describe("nearestNeighbour", () => {
  it("gives each of its own examples their answer", () => {
    const words = fc.stringMatching(/^[a-e]{1,4}( [a-e]{1,4}){0,3}$/);
    fc.assert(
      fc.property(fc.uniqueArray(words, { minLength: 1, maxLength: 20 }), (texts) => {
        const learnt = nearestNeighbour(texts.map((input, i) => ({ id: `${i}`, input, expected: [...input].sort().join("") })));
        for (const text of texts) if (new Set(texts.map(bag)).size === texts.length) expect(learnt(text)).toBe([...text].sort().join(""));
      }),
      { seed: 7, numRuns: 50 },
    );
  });
});

/** Texts with equal words have equal vectors, and the first of them answers. */
function bag(text: string): string {
  return text.split(" ").sort().join(" ");
}

/** The loss written out: mean cross-entropy and half the penalty on every weight but the intercepts, which stand last. */
function loss({ rows, of, classes, features, penalty }: Omit<Problem, "steps">, weights: Float64Array): number {
  let sum = 0;
  for (const [i, { values }] of rows.entries()) {
    const scores = Array.from({ length: classes }, (_, k) =>
      values.reduce((score, value, f) => score + value * (weights[f * classes + k] ?? 0), weights[features * classes + k] ?? 0),
    );
    sum -= Math.log(Math.exp(scores[of[i] ?? 0] ?? 0) / scores.reduce((all, score) => all + Math.exp(score), 0));
  }
  return sum / rows.length + (penalty / 2) * weights.subarray(0, features * classes).reduce((all, weight) => all + weight * weight, 0);
}

describe("logisticRegression", () => {
  it("stops where no weight can be moved to a lower loss", () => {
    const rows = [
      [1, 0],
      [0.8, 0.6],
      [0, 1],
      [0.6, 0.8],
    ].map((values) => ({ features: Uint32Array.from([0, 1]), values: Float64Array.from(values) }));
    const problem = { rows, of: Uint32Array.from([0, 1, 1, 2]), classes: 3, features: 2, penalty: 0.05 };
    const weights = fitSoftmax({ ...problem, steps: 2_000 });
    const least = loss(problem, weights);
    for (let i = 0; i < weights.length; i++) {
      for (const by of [-1e-3, 1e-3]) expect(loss(problem, weights.with(i, (weights[i] ?? 0) + by))).toBeGreaterThan(least);
    }
  });

  it("learns the same from the same rows", () => {
    const random = seededRandom(3);
    const word = (k: number): string => `w${k}x${Math.floor(random.next() * 3)}`;
    const train = Array.from({ length: 300 }, (_, i) => ({
      id: `${i}`,
      input: `${word(i % 12)} ${word(Math.floor(random.next() * 12))}`,
      expected: i % 12,
    }));
    const [one, two] = [logisticRegression(train), logisticRegression(train)];
    const answers = train.map(({ input }) => one(input));
    expect(train.map(({ input }) => two(input))).toEqual(answers);
    expect(answers.filter((answer, i) => answer === train[i]?.expected).length).toBeGreaterThan(240);
  });

  it("refuses settings that mean nothing", () => {
    expect(() => logisticRegression(rows, { c: 0 })).toThrow(RangeError);
    expect(() => logisticRegression(rows, { steps: 0 })).toThrow(RangeError);
  });
});
