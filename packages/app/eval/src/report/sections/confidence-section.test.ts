import { expect, it } from "vitest";
import { datasetOf, runnerOf } from "../../run/evaluate.fixture.ts";
import { evaluate } from "../../run/evaluate.ts";
import { editSimilarity } from "../../scorers/edit-similarity.ts";
import { label } from "../../scorers/label.ts";
import { recordOnly } from "../../scorers/record-only.ts";
import { runReportHtml } from "../run-report-html.ts";
import { runReportJson } from "../run-report-json.ts";
import { runReportMarkdown } from "../run-report-markdown.ts";
import { runReportText } from "../terminal/run-report-text.ts";

// The reference page's items, section 4.3.
const CONFIDENCES = [0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.4, 0.3, 0.2, 0.05];
const RIGHT = [1, 1, 1, 0, 1, 0, 1, 0, 0, 0];
const dataset = datasetOf(CONFIDENCES.map((_, i) => ({ id: `n${i}`, input: i, expected: "yes" })));
const sure = runnerOf<string>((i) => ({ kind: "ok", output: RIGHT[i] === 1 ? "yes" : "no", confidence: CONFIDENCES[i] ?? 0 }));
const read = (text: string): string => text.replace(/\s+/g, " ");

it("a run whose answers carry confidences shows how far they keep their word, in every report", async () => {
  const run = await evaluate({ dataset, run: sure, scorers: [editSimilarity(), label()] });
  for (const report of [runReportHtml(run), runReportMarkdown(run), runReportText(run, { columns: 60 })]) {
    expect(read(report)).toMatch(/Confidence against label: on average 0\.5\d where 0\.50 are right/);
    expect(read(report)).toMatch(/Brier 0\.15.*expected calibration error 0\.\d+.*AUROC 0\.88.*area under risk–coverage 0\.\d+/);
  }
  expect(runReportHtml(run)).toContain("<h2>Confidence</h2>");
  expect(runReportJson(run).confidence).toMatchObject({
    metric: "label",
    n: 10,
    brier: expect.closeTo(0.14975, 12),
    auroc: { value: expect.closeTo(0.88, 12) },
  });
});

it("draws also where every answer is as confident and as right", async () => {
  const certain = runnerOf<string>(() => ({ kind: "ok", output: "yes", confidence: 1 }));
  const page = runReportHtml(await evaluate({ dataset, run: certain, scorers: [label()] }));
  expect(page).toContain("AUROC not defined");
  expect(page).not.toContain("NaN");
});

it("says nothing where no answer carries one, or nothing is right or wrong", async () => {
  const unsure = await evaluate({ dataset, run: () => "yes", scorers: [label()] });
  const graded = await evaluate({ dataset, run: sure, scorers: [editSimilarity(), recordOnly(label())] });
  const outline = {
    ...unsure,
    items: unsure.items.map((item) => ({ ...item, trace: { ...item.trace, outcome: { kind: "ok" as const } } })),
  };
  for (const run of [unsure, graded, outline]) {
    expect(runReportHtml(run)).not.toContain("<h2>Confidence</h2>");
    expect(runReportText(run)).not.toContain("Confidence");
    expect(runReportJson(run)).not.toHaveProperty("confidence");
  }
});
