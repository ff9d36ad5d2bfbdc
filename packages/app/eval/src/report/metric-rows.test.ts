import { describe, expect, it } from "vitest";
import { labelRun } from "./report.fixture.ts";
import { runReportHtml } from "./run-report-html.ts";
import { runReportJson } from "./run-report-json.ts";
import { runReportMarkdown } from "./run-report-markdown.ts";
import { runReportText } from "./terminal/run-report-text.ts";

const run = await labelRun(20);
const every = (value: 0 | 1) => ({
  ...run,
  items: run.items.map((item) => ({ ...item, scores: { label: { kind: "score", value } as const } })),
});
const plain = (text: string): string => text.replace(/\s+/g, " ");

describe("the note on a metric that never varied", () => {
  // .05^(1/20) = .861.
  it.each([
    {
      value: 1,
      kind: "all",
      said: /all 20 independent examples score 1; with 95 ?% confidence at least 0\.86 of such examples do, so as many as 0\.14 may not/,
    },
    { value: 0, kind: "none", said: /none of 20 independent examples scores 1; with 95 ?% confidence at most 0\.14/ },
  ] as const)("stands in every report of a run in which $kind pass", ({ kind, said, value }) => {
    const report = every(value);
    for (const page of [runReportText(report), runReportMarkdown(report), runReportHtml(report)])
      expect(plain(page.replaceAll("\\", ""))).toMatch(said);
    expect(runReportJson(report).summary.metrics[0]?.allAlike).toMatchObject({ kind, n: 20 });
  });

  it("is not there where scores differ", () => {
    for (const page of [runReportText(run), runReportMarkdown(run), runReportHtml(run)]) expect(page).not.toContain("independent examples");
  });
});
