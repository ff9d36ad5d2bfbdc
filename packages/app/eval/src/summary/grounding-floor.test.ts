import type { Score } from "@pawl/core";
import { expect, it } from "vitest";
import { judgedRun } from "../calibration/calibration.fixture.ts";
import type { RunOutline } from "../evaluation.ts";
import { comparisonReportHtml } from "../report/comparison-report-html.ts";
import { runReportHtml } from "../report/run-report-html.ts";
import { runReportMarkdown } from "../report/run-report-markdown.ts";
import { runReportText } from "../report/terminal/run-report-text.ts";
import { summarise } from "./summarise.ts";

const judge = { model: { id: "judge" }, calibration: null };
const facts = { hash: "h", direction: "higher", scale: "share", judge } as const;
const cases = [0, 1, 2, 3].map((i) => ({ id: `e${i}`, value: 0.5 }));
const run = (detail: (i: number) => Score["detail"]): RunOutline<"polite"> => {
  const plain = judgedRun([...cases, { id: "lost", value: null }], facts);
  return {
    ...plain,
    items: plain.items.map((item, i) => {
      const given = detail(i);
      const score = item.scores.polite;
      return { ...item, scores: { polite: score.kind === "score" && given !== undefined ? { ...score, detail: given } : score } };
    }),
  };
};
const grounded = run((i) => ({ claims: [], grounding: [0.2, 0.4, 0.6, 0.8][i] ?? 0 }));

it("the floor of a faithfulness judge is the mean over what it scored, and stands beside its score in every report", () => {
  const [metric] = summarise(grounded).metrics;
  expect(metric?.groundingFloor).toMatchObject({ value: expect.closeTo(0.5, 12), n: 4 });
  const reports = [runReportHtml(grounded), runReportMarkdown(grounded), runReportText(grounded), comparisonReportHtml(grounded, grounded)];
  for (const report of reports) expect(report).toContain("polite, n-gram floor");
});

it("is found below a threshold, and averaged over repeats and by cluster", () => {
  const passed = run((i) => ({ value: 0.5, threshold: 0.5, of: { grounding: i / 4 } }));
  expect(summarise(passed).metrics[0]?.groundingFloor?.value).toBeCloseTo(0.375, 12);
  const again = {
    ...grounded,
    items: grounded.items.map((item, i) =>
      i < 2 ? { ...item, trace: { ...item.trace, origin: { example: { id: "e0", repeat: i } } } } : item,
    ),
  };
  expect(summarise(again).metrics[0]?.groundingFloor).toMatchObject({ value: expect.closeTo((0.3 + 0.6 + 0.8) / 3, 12), n: 3 });
});

it("is left out where no score tells it", () => {
  for (const other of [run(() => undefined), run(() => ({ grounding: null })), run(() => [1])]) {
    expect(summarise(other).metrics[0]).not.toHaveProperty("groundingFloor");
    expect(runReportText(other)).not.toContain("floor");
  }
});
