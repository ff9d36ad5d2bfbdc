import { describe, expect, it } from "vitest";
import { baselineOf } from "./gate/baseline.ts";
import { SETTINGS } from "./gate/gate.fixture.ts";
import { gate } from "./gate/gate.ts";
import { gateJunit } from "./gate/gate-junit.ts";
import { gateMarkdown } from "./gate/gate-markdown.ts";
import { gateText } from "./gate/gate-text.ts";
import { calibrationWith, judgedNumbers } from "./judge-mark.fixture.ts";
import { leaderboard } from "./leaderboard/leaderboard.ts";
import { leaderboardText } from "./leaderboard/leaderboard-text.ts";
import { comparisonReportJson } from "./report/comparison-report.ts";
import { comparisonReportHtml } from "./report/comparison-report-html.ts";
import { comparisonReportJUnit } from "./report/comparison-report-junit.ts";
import { comparisonReportMarkdown } from "./report/comparison-report-markdown.ts";
import { runReportHtml } from "./report/run-report-html.ts";
import { runReportJson } from "./report/run-report-json.ts";
import { runReportJUnit } from "./report/run-report-junit.ts";
import { runReportMarkdown } from "./report/run-report-markdown.ts";
import { leaderboardSection } from "./report/sections/leaderboard-section.ts";
import { runReportText } from "./report/terminal/run-report-text.ts";
import { toBeBetterThan } from "./vitest/to-be-better-than.ts";
import { toBeNoWorseThan } from "./vitest/to-be-no-worse-than.ts";

type Run = Awaited<ReturnType<typeof judgedNumbers>>;

const board = (run: Run) => leaderboard([run, run].map((each, i) => ({ name: `run ${i}`, run: each })));
const gated = (run: Run) => gate(baselineOf(run, SETTINGS), run, SETTINGS);

/** Every form in which scores of a run are shown. */
const FORMS: { readonly [form: string]: (run: Run) => string } = {
  "run page": (run) => runReportHtml(run),
  "run Markdown": (run) => runReportMarkdown(run),
  "run JUnit": (run) => runReportJUnit(run),
  "run terminal": (run) => runReportText(run),
  "run terminal, narrow": (run) => runReportText(run, { columns: 24 }),
  "comparison page": (run) => comparisonReportHtml(run, run),
  "comparison Markdown": (run) => comparisonReportMarkdown(run, run),
  "comparison JUnit": (run) => comparisonReportJUnit(run, run),
  "leaderboard terminal": (run) => leaderboardText(board(run), { columns: 100 }),
  "leaderboard page": (run) => leaderboardSection(board(run).rows, { metric: "right", notes: board(run).notes }).body.markup,
  "gate terminal": (run) => gateText(gated(run), { columns: 100 }),
  "gate Markdown": (run) => gateMarkdown(gated(run)),
  "gate JUnit": (run) => gateJunit(gated(run)),
  toBeNoWorseThan: (run) => toBeNoWorseThan(run, run).message(),
  "toBeNoWorseThan a blessed one": (run) => toBeNoWorseThan(run, baselineOf(run, SETTINGS)).message(),
  toBeBetterThan: (run) => toBeBetterThan(run, run).message(),
};

/** Wrapped lines are joined. */
const read = (text: string): string => text.replace(/\s+/g, " ");

describe("the scores of a judge that nobody compared with people", async () => {
  const run = await judgedNumbers(60, { wrong: (input) => input % 10 === 0 });
  const plain = { ...run, metrics: { right: { hash: "right-1", direction: "higher", scale: "binary" } as const } };

  it.each(Object.entries(FORMS))("are marked: %s", (_, form) => {
    expect(read(form(run))).toContain("not calibrated");
    expect(read(form(plain))).not.toContain("not calibrated");
  });

  it("have no calibration in plain JSON", () => {
    expect(runReportJson(run).summary.metrics[0]?.judge).toEqual({ model: { id: "qwen-judge" }, calibration: null });
    expect(comparisonReportJson(run, run).candidate.summary.metrics[0]?.judge).toMatchObject({ calibration: null });
  });
});

describe("the scores of a judge that people were compared with", async () => {
  const calibration = calibrationWith();
  const run = await judgedNumbers(60, { calibration, wrong: (input) => input % 10 === 0 });

  it.each(Object.entries(FORMS))("say what that is worth: %s", (_, form) => {
    const text = read(form(run));
    expect(text).not.toContain("not calibrated");
    expect(text).toMatch(/corrected|what people would have given|shows about 69 %|compared with people on 100 items/);
  });
});
