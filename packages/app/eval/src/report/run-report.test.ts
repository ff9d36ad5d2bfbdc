import { expect, it } from "vitest";
import { confusions } from "./confusion.ts";
import { itemAnchor } from "./item-anchor.ts";
import { labelRun } from "./report.fixture.ts";
import { runReportHtml } from "./run-report-html.ts";
import { runReportJson } from "./run-report-json.ts";

it("runReportHtml escapes every text, loads nothing and lets only its own script run", async () => {
  const run = await labelRun(40);
  const examples = run.items.map(({ trace }) => ({ id: trace.origin.example?.id ?? "", input: trace.input, expected: "refund <b>" }));
  const page = runReportHtml(run, { title: "A <title>", examples });
  expect(page).not.toContain("<img");
  expect(page).not.toContain("<b>refund");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;[^"]*sha256-/);
  expect(page).not.toMatch(/<[^>]*\b(src|href)=|https?:|url\(|@import/);
  expect(page).toContain("A &lt;title&gt;");
  expect(page.match(/class="item"/g)).toHaveLength(40);
});

it("runReportHtml stays under 2 MB for 1,000 items with long texts, and says what it left out of more", async () => {
  const long = "A message that goes on & on. ".repeat(200);
  expect(Buffer.byteLength(runReportHtml(await labelRun(1_000, long)))).toBeLessThan(2_000_000);
  const many = runReportHtml(await labelRun(4_000, long));
  expect(Buffer.byteLength(many)).toBeLessThan(2_000_000);
  expect(many).toMatch(/The worst [\d,]+ are shown, [\d,]+ more are left out/);
});

it("examples that are linked to are shown whatever else is", async () => {
  const run = await labelRun(4_000, "x".repeat(200));
  const id = run.items.findLast(({ scores }) => scores.label.kind === "score" && scores.label.value === 1)?.trace.origin.example?.id ?? "";
  expect(runReportHtml(run).includes(itemAnchor(id))).toBe(false);
  expect(runReportHtml(run, { include: [id] }).includes(`id="${itemAnchor(id)}"`)).toBe(true);
});

it("runReportJson is plain JSON that says outcomes, estimates and bounds", async () => {
  const report = runReportJson(await labelRun(40), { level: 0.9 });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report).toMatchObject({ format: "pawl.run-report/1", level: 0.9, summary: { cases: 40, outcomes: { ok: 36, error: 4 } } });
  expect(report.summary.metrics[0]?.estimate?.level).toBe(0.9);
});

it("confusions counts every scored case once and leaves other metrics out", async () => {
  const [found, ...more] = confusions(await labelRun(40));
  expect(more).toEqual([]);
  expect(found?.labels).toHaveLength(3);
  expect(found?.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(36);
});
