import { expect, it } from "vitest";
import { datasetOf, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { editSimilarity } from "../scorers/edit-similarity.ts";
import { label } from "../scorers/label.ts";
import { calibrationMetrics } from "./calibration-metrics.ts";

// The reference page's items, section 4.3.
const CONFIDENCES = [0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.2, 0.05];
const RIGHT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 0];
const examples = CONFIDENCES.map((_, i) => ({ id: `n${i}`, input: i, expected: "yes" }));
const answer = runnerOf<string>((i) => ({ kind: "ok", output: RIGHT[i] === 1 ? "yes" : "no", confidence: CONFIDENCES[i] ?? 0 }));

it("measures the confidence of a run against what was right", async () => {
  const evaluation = await evaluate({ dataset: datasetOf(examples), run: answer, scorers: [label()] });
  const metrics = calibrationMetrics(evaluation, { metric: "label", bins: 5 });
  expect(metrics).toMatchObject({ n: 10, missing: 0, accuracy: 0.5 });
  expect(metrics?.reliability.expectedError).toBeCloseTo(0.125, 12);
  expect(metrics?.brier).toBeCloseTo(0.14975, 12);
  // 22 of 25 pairs of a right and a wrong answer are in order.
  expect(metrics?.auroc?.value).toBeCloseTo(0.88, 12);
  expect(metrics?.riskCoverage.points.at(-1)).toMatchObject({ coverage: 1, risk: 0.5 });
});

it("does not count repeats as answers of their own", async () => {
  const once = calibrationMetrics(await evaluate({ dataset: datasetOf(examples), run: answer, scorers: [label()] }), {
    metric: "label",
    bins: 1,
  });
  const repeated = await evaluate({ dataset: datasetOf(examples), run: answer, scorers: [label()], repeats: 4 });
  const often = calibrationMetrics(repeated, { metric: "label", bins: 1 });
  const width = (metrics: typeof once): number => {
    const [low, high] = metrics?.reliability.bins[0]?.observed?.interval ?? [0, 0];
    return high - low;
  };
  expect(often?.n).toBe(40);
  expect(width(often)).toBeGreaterThanOrEqual(width(once));
});

it("leaves out what has no confidence or no score, and says how many", async () => {
  const run = runnerOf<string>((i) =>
    i === 0 ? { kind: "ok", output: "yes" } : i === 1 ? { kind: "refused", reason: "x" } : { kind: "ok", output: "yes", confidence: 1 },
  );
  const evaluation = await evaluate({ dataset: datasetOf(examples), run, scorers: [label()] });
  expect(calibrationMetrics(evaluation, { metric: "label" })).toMatchObject({ n: 8, missing: 2, accuracy: 1, brier: 0, auroc: null });
});

it("is null without any confidence and refuses a scale that is not right or wrong", async () => {
  const evaluation = await evaluate({ dataset: datasetOf(examples), run: () => "yes", scorers: [label(), editSimilarity()] });
  expect(calibrationMetrics(evaluation, { metric: "label" })).toBeNull();
  expect(() => calibrationMetrics(evaluation, { metric: "edit-similarity" })).toThrow(TypeError);
});
