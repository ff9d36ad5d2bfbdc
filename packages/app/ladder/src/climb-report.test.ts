import { looksSection } from "@pawl/eval/report";
import { expect, it } from "vitest";
import { climb } from "./climb.ts";
import { climbReportHtml } from "./climb-report-html.ts";
import { climbReportText } from "./climb-report-text.ts";
import type { ClimbResult } from "./climb-result.ts";
import { climbSentences } from "./climb-sentences.ts";
import { needsForFineTuning } from "./fine-tuning-needs.ts";
import { threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { simulatedRung, simulatedWorld } from "./simulated-task.fixture.ts";

const rungs = [
  { ...simulatedRung("instructions", [["plain-2"]]), searched: false },
  simulatedRung("demonstrations", [["fixed"]]),
  simulatedRung("retrieved-demonstrations", [["near"]]),
];
const baselines = [{ name: "nearest <neighbour>", run: () => ({ intent: "track", value: 0.3 }) }];
const won = await climb(threeRungs(threeWorlds(), { rungs, baselines }));
const flat = simulatedWorld({ plain: { score: (draw) => draw() }, other: { score: (draw) => Math.min(1, draw() + 0.15) } });
const open = await climb(threeRungs(flat, { rungs: [simulatedRung("demonstrations", [["other"]])], budget: { calls: 90 } }));

it("says each verdict in a sentence, and what was not shown", () => {
  const sentences = climbSentences(won);
  expect(sentences.headline).toBe("Retrieved demonstrations (near) are the champion: confirmed on the sealed split.");
  expect(sentences.shown[0]).toMatch(
    /^On the sealed split: retrieved demonstrations \(near\) beat the start by \d+ points of value \(95 % interval/,
  );
  expect(sentences.shown.some((line) => /beat fixed demonstrations \(fixed\) by/.test(line))).toBe(true);
  expect(sentences.notShown).toContain("The rung instructions was a hand-written set, not searched.");
  expect(sentences.price).toMatch(/^The next point would take about .* a case instead of 1.3 s/);
});

it("says so where nothing was shown", () => {
  const sentences = climbSentences(open);
  expect(sentences.headline).toBe("The start stays the champion: nothing was shown better on dev.");
  expect(sentences.notShown.some((line) => line.startsWith("Undecided on the rung demonstrations"))).toBe(true);
  expect(sentences.price).toContain("Cannot be forecast from 1 point");
});

it.each([24, 40, 80, 132])("writes a report for a terminal of %i columns, no line wider", (columns) => {
  for (const result of [won, open]) {
    const lines = climbReportText(result, { columns }).split("\n");
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
    expect(lines.join(" ")).toContain("Not shown");
  }
});

it("writes a page that stands alone, with a table under each picture and everything escaped", () => {
  const page = climbReportHtml(won);
  expect(page).not.toMatch(/(src|href)="?https?:/);
  expect(page).toContain("nearest &lt;neighbour&gt;");
  expect(page).not.toContain("<neighbour>");
  const pictures = page.match(/<svg /g)?.length ?? 0;
  expect(pictures).toBeGreaterThanOrEqual(5);
  expect(page.match(/<details class="data">/g)?.length ?? 0).toBeGreaterThanOrEqual(pictures);
  for (const decision of won.decisions) expect(page).toContain(decision.kind);
  expect(climbReportHtml(open)).toContain("nothing was shown better on dev");
});

it("reports a result that was read back from JSON the same", () => {
  const again: ClimbResult = JSON.parse(JSON.stringify(won));
  expect(climbReportHtml(again)).toBe(climbReportHtml(won));
  expect(climbReportHtml(won, { sections: [looksSection([])] })).toMatch(/never looked at[\s\S]*Decision log/);
});

it("says what fine-tuning would need and whether prompts are past improving", () => {
  // 12 rows of 50 tokens, 3 epochs, 100 tokens a second.
  expect(needsForFineTuning(won)).toMatchObject({ rows: 12, tokens: 1800, estimatedMs: 18_000, promptRungsPastImproving: false });
  expect(needsForFineTuning(open).promptRungsPastImproving).toBe(true);
  expect(needsForFineTuning({ ...won, training: { rows: 300, tokensPerRow: null } }).estimatedMs).toBeNull();
});
