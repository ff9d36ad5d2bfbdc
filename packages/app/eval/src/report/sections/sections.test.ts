import type { Estimate } from "@pawl/core";
import { expect, it } from "vitest";
import { itemAnchor } from "../item-anchor.ts";
import { HOSTILE, labelRun } from "../report.fixture.ts";
import { runReportHtml } from "../run-report-html.ts";
import { runReportMarkdown } from "../run-report-markdown.ts";
import { runReportText } from "../terminal/run-report-text.ts";
import { failuresSection } from "./failures-section.ts";
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
    { name: "none", estimate: null, microDollars: null, latencyMs: null, inBest: false, pareto: "out" },
    {
      name: "worse",
      estimate: estimate(0.5, 0.05),
      microDollars: estimate(10, 1),
      latencyMs: estimate(5, 1),
      inBest: false,
      pareto: "open",
    },
    { name: "best", estimate: estimate(0.8, 0.05), microDollars: estimate(20, 1), latencyMs: estimate(9, 1), inBest: true, pareto: "in" },
  ] as const;
  const order = (direction: "higher" | "lower"): (string | undefined)[] => {
    const table = leaderboardSection(rows, { metric: "label", direction }).body.markup.split("p50 of a case</th>").at(-1) ?? "";
    return [...table.matchAll(/<th scope="row">(\w+)/g)].map(([, name]) => name);
  };
  expect(order("higher")).toEqual(["best", "worse", "none"]);
  expect(order("lower")).toEqual(["worse", "best", "none"]);
  const { markup } = leaderboardSection(rows, { metric: "label" }).body;
  expect([...markup.matchAll(/<figcaption>([^<]*)/g)].map(([, title]) => title)).toEqual([
    "Leaderboard",
    "Quality against cost",
    "Quality against time",
  ]);
  const free = rows.map((row) => ({ ...row, microDollars: row.microDollars && estimate(0, 0) }));
  expect(leaderboardSection(free, { metric: "label" }).body.markup).not.toContain("Quality against cost");
});

it("slices warn where they contradict the whole, and looks are counted", () => {
  const rows = [{ slice: "de", estimate: estimate(0.1, 0.05), n: 40 }];
  expect(slicesSection(rows, { metric: "label" }).body.markup).not.toContain("disagree");
  expect(slicesSection(rows, { metric: "label", of: "effect", simpson: ["Reversed."] }).body.markup).toMatch(/disagree[\s\S]*Reversed\./);
  const shrunk = rows.map((row) => ({ ...row, shrunk: estimate(0.2, 0.05) }));
  const plain = slicesSection(rows, { metric: "label", by: "tag", least: 10, notes: ["Weak."] });
  expect(plain.title).toBe("Slices by tag");
  expect(plain.body.markup).toMatch(/Weak\.[\s\S]*at least 10 items/);
  expect(plain.body.markup).not.toContain("beside the others");
  expect(slicesSection(shrunk, { metric: "label" }).body.markup).toContain("beside the others");
  const many = Array.from({ length: 30 }, (_, i) => ({ slice: `s${i}`, estimate: estimate(i / 40, 0.05), n: 40 }));
  expect(slicesSection(many, { metric: "label" }).body.markup).toMatch(/The 20 lowest of 30 slices/);
  expect(looksSection([]).body.markup).toContain("never looked at");
  const look = { runId: "r", reason: HOSTILE, at: 0 };
  expect(looksSection([look, look]).body.markup).toContain("looked at 2 times");
});

it("groups of failures say their share with an interval and link to typical items, the smallest are counted", () => {
  const group = (i: number) => ({ label: `kind ${i}`, terms: ["late"], count: 4, share: estimate(0.1, 0.05), examples: [`e${i}`] });
  const { markup } = failuresSection(
    Array.from({ length: 12 }, (_, i) => group(i)),
    { other: { count: 2, share: estimate(0.05, 0.02) }, notes: ["From a sample."], repeatOf: (id) => (id === "e1" ? 2 : 0) },
  ).body;
  expect(markup).toContain(`href="#${itemAnchor("e0")}"`);
  expect(markup).toContain(`href="#${itemAnchor("e1", 2)}"`);
  expect(markup).toContain("4 of 40, 0.10 (0.05 to 0.15)");
  expect(markup).toContain("others");
  expect(markup).toMatch(/2 smaller groups of 8 failures/);
  expect(failuresSection([], { notes: ["Nothing failed."] }).body.markup).not.toContain("<svg");
});

it("every section escapes what users wrote", () => {
  const sections = [
    judgeSection([
      { metric: HOSTILE, model: { id: HOSTILE }, calibration: null, agreement: [{ name: HOSTILE, estimate: estimate(0.5, 0.1) }] },
    ]),
    biasSection([{ probe: HOSTILE, moved: null, movedByRepeat: null, excess: null }], { title: HOSTILE }),
    leaderboardSection([{ name: HOSTILE, estimate: estimate(0.5, 0.1), microDollars: null, latencyMs: null, inBest: true, pareto: "in" }], {
      metric: HOSTILE,
      notes: [HOSTILE],
    }),
    failuresSection([{ label: HOSTILE, terms: [HOSTILE], count: 1, share: estimate(0.5, 0.1), examples: [HOSTILE] }], {
      title: HOSTILE,
      notes: [HOSTILE],
    }),
    slicesSection([{ slice: HOSTILE, estimate: null, n: 1 }], { metric: HOSTILE, by: HOSTILE, notes: [HOSTILE], simpson: [HOSTILE] }),
    looksSection([{ runId: HOSTILE, reason: HOSTILE, at: 0 }], { split: HOSTILE, notes: [HOSTILE] }),
  ];
  for (const { body } of sections) expect(body.markup).not.toContain("<img");
});
