import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { studentT } from "../distributions/student-t.ts";
import { auroc } from "./auroc.ts";
import { averagePrecision } from "./average-precision.ts";
import { brierScore, logLoss } from "./probability-scores.ts";
import { reliability } from "./reliability.ts";
import { riskCoverage } from "./risk-coverage.ts";
import { clusterByEntailment, semanticEntropy } from "./semantic-entropy.ts";

// statistics.md 4.3, and scikit-learn 1.2.1 for the thirty items with ties.
const four = { labels: [0, 0, 1, 1] as const, scores: [0.1, 0.4, 0.35, 0.8] };
const thirty = {
  labels: [..."100001110000100011000011001101"].map((label) => label === "1"),
  scores: [10, 2, 5, 5, 2, 3, 10, 5, 2, 6, 4, 3, 8, 0, 5, 3, 4, 8, 7, 1, 4, 2, 8, 8, 2, 6, 8, 8, 6, 6].map((tenths) => tenths / 10),
};
const ten = { labels: [..."1110101000"].map((label) => label === "1"), scores: [0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.2, 0.05] };

describe("detection scores", () => {
  it("are scikit-learn's", () => {
    expect(auroc(four)?.value).toBe(0.75);
    expect(averagePrecision(four)).toBeCloseTo(0.8333333, 7);
    expect(brierScore(four)).toBeCloseTo(0.158125, 12);
    expect(logLoss(four)).toBeCloseTo(0.472288, 7);
    expect(auroc(thirty)?.value).toBeCloseTo(0.8796296296, 9);
    expect(averagePrecision(thirty)).toBeCloseTo(0.8626901764, 9);
    expect(brierScore(thirty)).toBeCloseTo(0.151, 12);
    expect(logLoss(thirty)).toBeCloseTo(0.4550487866, 6);
    expect(brierScore(ten)).toBeCloseTo(0.14975, 12);
  });

  it("are null where one class is missing, and refuse other input", () => {
    expect(auroc({ labels: [1, 1], scores: [1, 2] })).toBeNull();
    expect(averagePrecision({ labels: [0, 0], scores: [1, 2] })).toBeNull();
    expect(averagePrecision({ labels: [1], scores: [1] })).toBe(1);
    expect(logLoss({ labels: [1], scores: [0] })).toBeCloseTo(36.04, 1);
    for (const of of [auroc, averagePrecision, brierScore, logLoss, reliability]) {
      expect(() => of({ labels: [], scores: [] })).toThrow(RangeError);
      expect(() => of({ labels: [1], scores: [0.5, 1] })).toThrow(RangeError);
      expect(() => of({ labels: [1], scores: [Number.NaN] })).toThrow(TypeError);
      expect(() => of({ labels: [Number.NaN as 1], scores: [1] })).toThrow(TypeError);
    }
    expect(() => brierScore({ labels: [1], scores: [1.1] })).toThrow(RangeError);
  });
});

describe("auroc", () => {
  it("has DeLong's error, as summed pair by pair", () => {
    const positive = thirty.scores.filter((_, i) => thirty.labels[i]);
    const negative = thirty.scores.filter((_, i) => !thirty.labels[i]);
    const psi = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    const area = mean(positive.map((x) => mean(negative.map((y) => psi(x, y)))));
    const spread = (values: number[]): number => values.reduce((sum, v) => sum + (v - area) ** 2, 0) / (values.length - 1) / values.length;
    const [v1, v0] = [
      spread(positive.map((x) => mean(negative.map((y) => psi(x, y))))),
      spread(negative.map((y) => mean(positive.map((x) => psi(x, y))))),
    ];
    expect(Math.min(positive.length, negative.length)).toBeGreaterThanOrEqual(10);
    const df = (v1 + v0) ** 2 / (v1 ** 2 / (positive.length - 1) + v0 ** 2 / (negative.length - 1));
    const logit = Math.log(area / (1 - area)) - (studentT(df).quantile(0.975) * Math.sqrt(v1 + v0)) / (area * (1 - area));
    expect(auroc(thirty)?.interval[0]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 9);
  });

  it("is the share of pairs in order, 1 less of it with labels swapped", () => {
    const items = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(items, (pairs) => {
        const scores = pairs.map(([score]) => score);
        const area = auroc({ scores, labels: pairs.map(([, label]) => label) });
        const swapped = auroc({ scores, labels: pairs.map(([, label]) => !label) });
        if (area === null) expect(swapped).toBeNull();
        else {
          expect(swapped?.value).toBeCloseTo(1 - area.value, 12);
          expect(area.interval[0]).toBeGreaterThanOrEqual(0);
          expect(area.interval[0]).toBeLessThanOrEqual(area.value);
          expect(area.interval[1]).toBeGreaterThanOrEqual(area.value);
        }
      }),
      { seed: 4 },
    );
  });

  it.each([5, 2])("covers the true area at its rate with %i of a hundred of one class", (few) => {
    const random = seededRandom(`few ${few}`);
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    let held = 0;
    for (let run = 0; run < 500; run++) {
      const labels = Array.from({ length: 100 }, (_, i) => i >= few);
      const { interval } = auroc({ labels, scores: labels.map((label) => gauss() + (label ? 1 : 0)) }) ?? { interval: [1, 0] };
      if (interval[0] <= 0.7602499389 && 0.7602499389 <= interval[1]) held += 1 / 500;
    }
    // Standard error .01; with the normal quantile it was .89 and .75.
    expect(held).toBeGreaterThan(0.92);
  });

  it("covers the true area at its rate, also of clustered items with clusters given", () => {
    const random = seededRandom(8);
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    // Φ(1/√2) of two unit normals a unit apart.
    const truth = 0.7602499389;
    let [held, plain, clustered] = [0, 0, 0];
    const covers = (interval: readonly [number, number] | undefined): number =>
      interval && interval[0] <= truth && truth <= interval[1] ? 1 / 400 : 0;
    for (let run = 0; run < 400; run++) {
      const labels = Array.from({ length: 80 }, (_, i) => i % 3 === 0);
      held += covers(auroc({ labels, scores: labels.map((label) => gauss() + (label ? 1 : 0)) })?.interval);
      const groups = Array.from({ length: 200 }, (_, i) => i % 40);
      const shared = Array.from({ length: 40 }, gauss);
      const grouped = groups.map((group) => group % 3 === 0);
      const scores = groups.map((group, i) => Math.sqrt(0.7) * (shared[group] ?? 0) + Math.sqrt(0.3) * gauss() + (grouped[i] ? 1 : 0));
      plain += covers(auroc({ labels: grouped, scores })?.interval);
      clustered += covers(auroc({ labels: grouped, scores }, { clusters: groups.map(String) })?.interval);
    }
    expect(held).toBeGreaterThan(0.92);
    expect(plain).toBeLessThan(0.85);
    expect(clustered).toBeGreaterThan(0.9);
  });

  it("is not certain of classes that lie apart", () => {
    const apart = auroc({ labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], scores: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
    // .025^(1/5)
    expect(apart).toMatchObject({ value: 1, interval: [expect.closeTo(0.4782, 4), 1] });
    expect(auroc({ labels: [1, 0, 0], scores: [2, 1, 3] })?.value).toBe(0.5);
  });

  it("counts clusters, not their items, where classes lie apart", () => {
    const labels = Array.from({ length: 40 }, (_, i) => i >= 20);
    const clusters = labels.map((_, i) => (i < 20 ? "a" : `b${i >> 2}`));
    // One cluster of negatives: .025^(1/1).
    expect(auroc({ labels, scores: labels.map(Number) }, { clusters })?.interval).toEqual([expect.closeTo(0.025, 12), 1]);
  });

  it("is not certain of scores that are all equal", () => {
    // .025^(1/5) = .4782, halved on either side.
    const { interval } = auroc({ labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], scores: new Array<number>(10).fill(3) }) ?? { interval: [] };
    expect(interval).toEqual([expect.closeTo(0.2391, 4), expect.closeTo(0.7609, 4)]);
  });
});

describe("reliability", () => {
  it("gives the reference error over five bins", () => {
    const { expectedError, bins, largestError } = reliability(ten, { bins: 5 });
    expect(expectedError).toBeCloseTo(0.125, 12);
    expect(bins.map(({ n }) => n)).toEqual([1, 2, 2, 2, 3]);
    expect(largestError).toBeCloseTo(0.25, 12);
  });

  it("counts clusters once, and knows nothing of others from a single one", () => {
    const repeated = Array.from({ length: 40 }, (_, i) => i % 8);
    const of = (clusters?: readonly string[]): readonly number[] => {
      const input = { labels: repeated.map((i) => i < 4), scores: repeated.map(() => 0.55) };
      return reliability(input, { clusters }).bins[5]?.observed?.interval ?? [];
    };
    const [low = 0, high = 0] = of();
    const [lowest = 0, highest = 0] = of(repeated.map((i) => `${i}`));
    expect(highest - lowest).toBeGreaterThan(1.8 * (high - low));
    expect(of(repeated.map(() => "one"))).toEqual([0, 1]);
    expect(() => of(["one"])).toThrow(RangeError);
  });

  it("puts edges into the upper bin whatever rounding does, and leaves empty bins empty", () => {
    const { bins } = reliability({ labels: [1, 1, 1, 1, 1], scores: [0, 0.3, 0.6, 0.7, 1] });
    expect(bins.map(({ n }) => n)).toEqual([1, 0, 0, 1, 0, 0, 1, 1, 0, 1]);
    expect(bins[1]).toMatchObject({ confidence: null, observed: null });
    expect(() => reliability(ten, { bins: 0 })).toThrow(RangeError);
  });
});

describe("riskCoverage", () => {
  it("gives the curve and the area of a small case", () => {
    const { points, area, excess } = riskCoverage({ confidences: [0.9, 0.8, 0.7, 0.6], losses: [0, 1, 0, 1] });
    expect(points.map(({ risk }) => risk)).toEqual([0, 0.5, expect.closeTo(1 / 3, 12), 0.5]);
    // (0 + 1/2 + 1/3 + 1/2)/4; in the best order 0, 0, 1/3, 1/2.
    expect(area).toBeCloseTo(1 / 3, 12);
    expect(excess).toBeCloseTo(1 / 8, 12);
  });

  it("takes equal confidences together: their area is the mean loss", () => {
    const { points, area } = riskCoverage({ confidences: [1, 1, 1], losses: [1, 0, 0] });
    expect(points).toEqual([{ coverage: 1, risk: 1 / 3, confidence: 1 }]);
    expect(area).toBeCloseTo(1 / 3, 12);
    expect(riskCoverage({ confidences: [2, 1], losses: [0, 1] }).excess).toBe(0);
    expect(() => riskCoverage({ confidences: [], losses: [] })).toThrow(RangeError);
    expect(() => riskCoverage({ confidences: [1], losses: [1, 0] })).toThrow(RangeError);
  });
});

describe("semantic entropy", () => {
  it("is 0 for one meaning, ln n for n, and takes weights", () => {
    expect(semanticEntropy([0, 0, 0])).toBe(0);
    expect(semanticEntropy(["a", "b", "c", "d"])).toBeCloseTo(Math.log(4), 12);
    // −(¾ ln ¾ + ¼ ln ¼)
    expect(semanticEntropy([0, 0, 0, 1])).toBeCloseTo(0.5623351446, 9);
    expect(semanticEntropy([0, 1], { weights: [3, 1] })).toBeCloseTo(0.5623351446, 9);
    expect(semanticEntropy([0, 1], { weights: [3, 0] })).toBe(0);
    expect(() => semanticEntropy([])).toThrow(RangeError);
    expect(() => semanticEntropy([0], { weights: [-1] })).toThrow(RangeError);
    expect(() => semanticEntropy([0], { weights: [0] })).toThrow(RangeError);
  });

  it("clusters what entails each other both ways", () => {
    // Longer texts entail the shorter ones they start with; only equal ones do both ways.
    const samples = ["Paris", "Paris", "Paris, France", "Rome", "Paris, France"];
    const entails = (i: number, j: number): boolean => (samples[i] ?? "").startsWith(samples[j] ?? "?");
    expect(clusterByEntailment(samples.length, entails)).toEqual([0, 0, 1, 2, 1]);
    expect(clusterByEntailment(0, entails)).toEqual([]);
    expect(() => clusterByEntailment(-1, entails)).toThrow(RangeError);
  });
});
