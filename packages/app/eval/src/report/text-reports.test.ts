import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparisonReportJson } from "./comparison-report.ts";
import { comparisonReportHtml } from "./comparison-report-html.ts";
import { comparisonReportJUnit } from "./comparison-report-junit.ts";
import { comparisonReportMarkdown } from "./comparison-report-markdown.ts";
import { escapeXml } from "./junit.ts";
import { markdownText } from "./markdown-text.ts";
import { HOSTILE, labelRun } from "./report.fixture.ts";
import { runReportJUnit } from "./run-report-junit.ts";
import { runReportMarkdown } from "./run-report-markdown.ts";

const run = await labelRun(40);
/** Five answers are right only now, and the errors are gone. */
const better = {
  ...run,
  items: run.items.map((item, i) =>
    i % 9 === 0 || item.scores.label.kind === "unscored" ? { ...item, scores: { label: { kind: "score", value: 1 } as const } } : item,
  ),
};
const worse = { ...run, items: run.items.map((item) => ({ ...item, scores: { label: { kind: "score", value: 0 } as const } })) };

describe("escapeXml", () => {
  it("leaves only what XML 1.0 may hold, for every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
        for (const given of [text, String.fromCharCode(...units)]) {
          const escaped = escapeXml(given);
          expect(escaped).not.toMatch(/[^\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
          expect(escaped).not.toMatch(/[<>"']|&(?!#\d+;)/);
        }
      }),
      { seed: 7 },
    );
  });
});

describe("markdownText", () => {
  it("stays one cell of a table and shows what was written", () => {
    expect(markdownText("a|b\n`c` <img src=x> [x](y) @team #1")).toBe("a\\|b \\`c\\` &lt;img src=x&gt; \\[x\\]\\(y\\) \\@team \\#1");
    expect(markdownText("\u0000\ud800")).toBe("�");
  });
});

describe("reports of a run", () => {
  it("Markdown lists what is not fully right, worst first, and counts the rest", () => {
    const examples = run.items.map(({ trace }) => ({ id: trace.origin.example?.id ?? "", input: trace.input, expected: "refund" }));
    const page = runReportMarkdown(run, { examples, mostItems: 3 });
    expect(page).toContain("| label | 0.8");
    expect(page).toMatch(/Not fully right: \d+ of 40 cases/);
    expect(page.match(/^\| id /gm)).toHaveLength(3);
    expect(page).toMatch(/\d+ more are not listed\./);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u001b");
  });

  it("JUnit counts failures, errors and passes as the run has them", () => {
    const xml = runReportJUnit(run);
    const wrong = run.items.filter(({ scores }) => scores.label.kind === "score" && scores.label.value === 0).length;
    expect(xml).toContain(`<testsuites tests="40" failures="${wrong}" errors="4" skipped="0"`);
    expect(xml.match(/<testcase /g)).toHaveLength(40);
    expect(xml.match(/<failure /g)).toHaveLength(wrong);
    expect(xml).not.toContain("\u001b");
    expect(xml).toContain("&#60;img");
  });
});

describe("reports of a comparison", () => {
  it("are plain JSON with the verdict and what became of the cases", () => {
    const report = comparisonReportJson(run, better);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.verdict.metric).toBe("label");
    expect(report.changes).toMatchObject({ worse: 0, lost: 0, gained: 4 });
    expect(Object.values(report.changes).reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(comparisonReportJson(better, run).changes).toMatchObject({ better: 0, lost: 4, worse: report.changes.better });
  });

  it("Markdown and JUnit say the verdict and which items got worse", () => {
    const page = comparisonReportMarkdown(run, worse);
    expect(page).toMatch(/^## double on dev: worse\n/);
    expect(page).toMatch(/Worse, or without a score now: \d+/);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u001b");
    const xml = comparisonReportJUnit(run, worse);
    expect(xml).toMatch(/<testcase name="label" classname="double.verdict" time="0.000"><failure message="The candidate is shown worse/);
    const { changes } = comparisonReportJson(run, worse);
    expect(xml).toContain(`failures="${changes.worse + 1}"`);
    expect(comparisonReportJUnit(run, run)).toContain('failures="0"');
  });

  it("HTML escapes every text, puts what got worse first, and stays under 2 MB for 1,000 items of both", async () => {
    const page = comparisonReportHtml(run, worse, { title: HOSTILE });
    expect(page).not.toContain("<img");
    expect(page).not.toMatch(/<[^>]*\b(src|href)=|https?:|url\(|@import/);
    const found = [...page.matchAll(/data-f="([a-z]+)/g)].map(([, change]) => change);
    expect(found.slice(0, 5)).toEqual(["worse", "worse", "worse", "worse", "worse"]);
    const long = "A message that goes on & on <b>. ".repeat(200);
    const [a, b] = [await labelRun(1_000, long), await labelRun(1_000, `${long} and on`)];
    expect(Buffer.byteLength(comparisonReportHtml(a, b))).toBeLessThan(2_000_000);
  });
});
