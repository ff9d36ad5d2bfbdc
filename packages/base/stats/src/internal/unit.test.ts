import { describe, expect, it } from "vitest";
import * as stats from "../index.ts";
import { inUnits, unitOf } from "./unit.ts";

const SCORES = [3, 7, 1.5, 9, 4, 4.5, 8, 2, 6, 5, 7.5, 1];
const near = SCORES.map((x, i) => x + (i % 3 === 0 ? 0.5 : i % 3 === 1 ? -0.25 : 0.75));
const rows = (scale: number): number[][] => SCORES.map((x, i) => [x * scale, (near[i] ?? 0) * scale]);
const few = { resamples: 50 };

describe("the unit", () => {
  it("is a power of two just below what is huge or tiny, and 1 for what is not", () => {
    for (const largest of [Number.MAX_VALUE, 1e307, 1e-307, 5e-324]) {
      const unit = unitOf([0, -largest]);
      expect(Number.isInteger(Math.log2(unit))).toBe(true);
      expect(inUnits([largest], unit)[0]).toBeGreaterThanOrEqual(1);
      expect(inUnits([largest], unit)[0]).toBeLessThan(2);
    }
    expect(unitOf([1e29], [-1e-99], [])).toBe(1);
    expect(unitOf([0, 0])).toBe(1);
    expect(unitOf()).toBe(1);
  });
});

describe.each([2 ** 900, 2 ** -900, 2 ** 330, 2 ** -330, 2 ** 260, 2 ** -260, 2 ** 90, 2 ** -90])("scores times %d", (scale) => {
  it.each([
    ["intraclassCorrelation", (k: number) => stats.intraclassCorrelation(rows(k))],
    ["krippendorffAlpha, interval", (k: number) => stats.krippendorffAlpha(rows(k), { ...few, metric: "interval" })],
    ["krippendorffAlpha, ratio", (k: number) => stats.krippendorffAlpha(rows(k), { ...few, metric: "ratio" })],
    ["pearson", (k: number) => stats.pearson(inUnits(SCORES, 1 / k), inUnits(near, 1 / k))],
    ["errorCorrelation", (k: number) => stats.errorCorrelation(rows(k), inUnits(SCORES, 1.1 / k), few)],
    ["humanCeiling", (k: number) => stats.humanCeiling(rows(k), { ...few, measure: "pearson" })],
    ["semanticEntropy", (k: number) => stats.semanticEntropy("aabbbcdddeef", { weights: inUnits(SCORES, 1 / k) })],
    [
      "lengthControlledRate",
      (k: number) => stats.lengthControlledRate({ scores: SCORES.map((x) => (x > 4 ? 1 : 0)), lengthDifferences: inUnits(near, 1 / k) }),
    ],
  ] as const)("give the same %s", (_, call) => {
    expect(call(scale)).toEqual(call(1));
  });

  const judged = (k: number) => ({
    labelled: { human: inUnits(SCORES, 1 / k), judge: inUnits(near, 1 / k) },
    unlabelled: inUnits([...near, 2, 5], 1 / k),
  });
  const effects = (k: number) =>
    SCORES.flatMap((x, i) => [0, 1].map((s) => ({ slice: `${s}`, champion: x * k, candidate: (near[i] ?? 0) * k * (s + 1) })));
  it.each([
    ["ppiMean", (k: number) => stats.ppiMean(judged(k)), ["value", "standardError"]],
    ["sliceEffects", (k: number) => stats.sliceEffects(effects(k)).slices[1]?.effect, ["value"]],
    ["selfConsistency", (k: number) => stats.selfConsistency(rows(k)), ["withinSd"]],
    ["riskCoverage", (k: number) => stats.riskCoverage({ confidences: near, losses: inUnits(SCORES, 1 / k) }), ["area", "excess"]],
    ["juryInfluence", (k: number) => stats.juryInfluence(rows(k), { rule: "mean", truth: inUnits(near, 1 / k) })[0], ["errorAdded"]],
    [
      "sliceEstimates",
      (k: number) =>
        stats.sliceEstimates(SCORES.flatMap((score, i) => [1, 2, 3, 4].map((s) => ({ slice: `${s}`, score: score * k * ((i % s) + 1) }))))
          .slices[1]?.shrunk,
      ["value"],
    ],
  ] as const)("give %s times as much", (_, call, fields) => {
    const [plain, large] = [call(1), call(scale)];
    expect(large).not.toBeNull();
    for (const field of fields) {
      const of = (found: object | null | undefined): unknown => Object.entries(found ?? {}).find(([key]) => key === field)?.[1];
      expect(Number(of(large)) / scale).toBeCloseTo(Number(of(plain)), 12);
    }
  });
});
