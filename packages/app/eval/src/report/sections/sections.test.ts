import type { Estimate } from "@pawl/core";
import { expect, it } from "vitest";
import { HOSTILE, labelRun } from "../report.fixture.ts";
import { runReportHtml } from "../run-report-html.ts";
import { runReportMarkdown } from "../run-report-markdown.ts";
import { runReportText } from "../terminal/run-report-text.ts";
import { biasSection, judgeSection } from "./judge-section.ts";
import { leaderboardSection } from "./leaderboard-section.ts";
import { looksSection } from "./looks-section.ts";
import { slicesSection } from "./slices-section.ts";

const estimate = (value: number, width: number): Estimate => ({
  value,
  interval: [value - width, value + width],
  level: 0.95,
  n: 40,
  method: "t",
});

it("a judge that was never compared with people is said to be that wherever its scores appear", async () => {
  const run = await labelRun(40);
  const judge = { model: { id: "m" }, calibration: null };
  const judged = { ...run, metrics: { label: { ...run.metrics.label, judge } } };
  const calibrated = {
    ...run,
    metrics: {
      label: {
        ...run.metrics.label,
        judge: {
          ...judge,
          calibration: {
            items: 40,
            raters: 2,
            sensitivity: estimate(0.9, 0.05),
            specificity: null,
            kappa: estimate(0.5, 0.1),
            dataset: "d",
          },
        },
      },
    },
  };
  for (const page of [runReportHtml(judged), runReportMarkdown(judged), runReportText(judged)]) expect(page).toContain("not calibrated");
  for (const page of [runReportHtml(calibrated), runReportMarkdown(calibrated), runReportText(calibrated)]) {
    expect(page).toContain("judge");
    expect(page).not.toContain("not calibrated");
  }
  expect(runReportHtml(calibrated)).toContain("Could not be measured: specificity.");
  expect(runReportHtml(run)).not.toContain("<h2>Judges</h2>");
});

it("a bias is named only where the interval lies above what asking again moves", () => {
  const { markup } = biasSection([
    { probe: "position", moved: 0.4, movedByRepeat: 0.1, excess: estimate(0.3, 0.1) },
    { probe: "length", moved: 0.15, movedByRepeat: 0.1, excess: estimate(0.05, 0.1) },
    { probe: "family", moved: null, movedByRepeat: null, excess: null },
  ]).body;
  expect([...markup.matchAll(/<td>(biased|not shown|too few items)<\/td>/g)].map(([, said]) => said)).toEqual([
    "biased",
    "not shown",
    "too few items",
  ]);
});

it("a leaderboard is ordered by score, and one without a score comes last", () => {
  const rows = [
    { name: "none", estimate: null, microDollars: null, p95Ms: null, maybeBest: false },
    { name: "worse", estimate: estimate(0.5, 0.05), microDollars: 10, p95Ms: 5, maybeBest: false },
    { name: "best", estimate: estimate(0.8, 0.05), microDollars: 20, p95Ms: 9, maybeBest: true },
  ];
  const order = (direction: "higher" | "lower"): (string | undefined)[] => {
    const table = leaderboardSection(rows, { metric: "label", direction }).body.markup.split("may be the best").at(-1) ?? "";
    return [...table.matchAll(/<th scope="row">(\w+)/g)].map(([, name]) => name);
  };
  expect(order("higher")).toEqual(["best", "worse", "none"]);
  expect(order("lower")).toEqual(["worse", "best", "none"]);
});

it("slices warn where they contradict the whole, and looks are counted", () => {
  const rows = [{ slice: "de", estimate: estimate(0.1, 0.05), n: 40 }];
  expect(slicesSection(rows, { metric: "label" }).body.markup).not.toContain("Simpson");
  expect(slicesSection(rows, { metric: "label", of: "effect", simpson: ["Reversed."] }).body.markup).toMatch(/Simpson[\s\S]*Reversed\./);
  expect(looksSection([]).body.markup).toContain("never looked at");
  const look = { runId: "r", reason: HOSTILE, at: 0 };
  expect(looksSection([look, look]).body.markup).toContain("looked at 2 times");
});

it("every section escapes what users wrote", () => {
  const sections = [
    judgeSection([
      { metric: HOSTILE, model: { id: HOSTILE }, calibration: null, agreement: [{ name: HOSTILE, estimate: estimate(0.5, 0.1) }] },
    ]),
    biasSection([{ probe: HOSTILE, moved: null, movedByRepeat: null, excess: null }], { title: HOSTILE }),
    leaderboardSection([{ name: HOSTILE, estimate: estimate(0.5, 0.1), microDollars: 1, p95Ms: 1, maybeBest: true }], { metric: HOSTILE }),
    slicesSection([{ slice: HOSTILE, estimate: null, n: 1 }], { metric: HOSTILE, simpson: [HOSTILE] }),
    looksSection([{ runId: HOSTILE, reason: HOSTILE, at: 0 }], { split: HOSTILE }),
  ];
  for (const { body } of sections) expect(body.markup).not.toContain("<img");
});
