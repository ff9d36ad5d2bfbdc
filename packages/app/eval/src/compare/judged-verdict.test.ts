import { type Calibration, type LabelledItem, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { judgedRun, type ScoredCase } from "../calibration/calibration.fixture.ts";
import type { RunOutline } from "../evaluation.ts";
import { leaderboard } from "../leaderboard/leaderboard.ts";
import { leaderboardText } from "../leaderboard/leaderboard-text.ts";
import { comparisonReportHtml } from "../report/comparison-report-html.ts";
import { comparisonReportMarkdown } from "../report/comparison-report-markdown.ts";
import { leaderboardSection } from "../report/sections/leaderboard-section.ts";
import { compare } from "./compare.ts";

const BLANK: Calibration = { items: 0, raters: 1, sensitivity: null, specificity: null, kappa: null, dataset: "labels" };
const facts = (calibration: Calibration | null): RunOutline<"polite">["metrics"]["polite"] => ({
  hash: "judge-1",
  direction: "higher",
  scale: "share",
  judge: { model: { id: "qwen-judge" }, calibration },
});

/** A judge that gives .2 more than people for the candidate's style and as much for the champion's: people see no difference. */
function runs({
  calibrated,
  labelled,
  seed = "pairs",
}: {
  readonly labelled: number;
  readonly calibrated: boolean;
  readonly seed?: string;
}) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: 200 }, (_, i) => {
    const base = 0.3 + 0.4 * random.next();
    return {
      id: `r${i}`,
      before: base,
      after: Math.min(1, base + 0.15 + 0.1 * random.next()),
      human: [base + 0.05 * random.next(), base + 0.05 * random.next()],
    };
  });
  const labels = rows.slice(0, labelled).flatMap(({ after, before, human: [left = 0, right = 0], id }): LabelledItem[] => [
    { id, trace: `champion ${id}`, judge: before, human: left },
    { id, trace: `candidate ${id}`, judge: after, human: right },
  ]);
  const of = (side: "champion" | "candidate"): RunOutline<"polite"> =>
    judgedRun(
      rows.map((row): ScoredCase => ({ id: row.id, trace: `${side} ${row.id}`, value: side === "champion" ? row.before : row.after })),
      facts(calibrated ? { ...BLANK, items: labels.length, labelled: labels } : null),
    );
  return { champion: of("champion"), candidate: of("candidate") };
}

it("a difference that only the judge sees is taken out where people labelled outputs of both runs", () => {
  const { candidate, champion } = runs({ labelled: 60, calibrated: true });
  const { verdict } = compare(champion, candidate);
  expect(verdict.kind).toBe("equivalent");
  expect(verdict.method).toContain("PPI++");
  expect(verdict.notes.join(" ")).toMatch(/60 of 200 pairs.*As judged the effect is 0\.2.*better/);
});

it("where they labelled every pair the verdict is theirs alone", () => {
  const { candidate, champion } = runs({ labelled: 200, calibrated: true });
  const { verdict } = compare(champion, candidate);
  expect(verdict).toMatchObject({ kind: "equivalent", n: 200 });
  expect(verdict.notes.join(" ")).toContain("the verdict is theirs");
});

it("with too few labels, or none, the judge's verdict stands and says what it is worth", () => {
  const few = runs({ labelled: 10, calibrated: true });
  expect(compare(few.champion, few.candidate).verdict).toMatchObject({
    kind: "better",
    notes: [expect.stringContaining("The judge's own errors are in this difference")],
  });
  const none = runs({ labelled: 0, calibrated: false });
  expect(compare(none.champion, none.candidate).verdict.notes).toEqual([expect.stringContaining("without a calibration")]);
  for (const report of [comparisonReportMarkdown(none.champion, none.candidate), comparisonReportHtml(none.champion, none.candidate)])
    expect(report).toContain("without a calibration");
  const board = leaderboard([
    { name: "a", run: none.champion },
    { name: "b", run: none.candidate },
  ]);
  expect(leaderboardText(board, { columns: 100 })).toContain("without a calibration");
});

it("a calibrated yes/no judge says how much of a difference it shows", () => {
  const rate = (value: number) => ({ value, interval: [0, 1] as const, level: 0.95, n: 50, method: "wilson" });
  const binary = { ...facts({ ...BLANK, sensitivity: rate(0.9), specificity: rate(0.7) }), scale: "binary" as const };
  const cases = (from: number): ScoredCase[] => Array.from({ length: 100 }, (_, i) => ({ id: `r${i}`, value: i < from ? 1 : 0 }));
  const { verdict } = compare(judgedRun(cases(40), binary), judgedRun(cases(70), binary));
  expect(verdict.kind).toBe("better");
  expect(verdict.notes).toEqual([expect.stringContaining("shows about 60 % of a difference")]);
});

it("a leaderboard shows what people would have given beside each run", () => {
  const { candidate, champion } = runs({ labelled: 60, calibrated: true });
  const board = leaderboard([
    { name: "a", run: champion },
    { name: "b", run: candidate },
  ]);
  // As judged .2 apart, corrected not at all.
  const [first, second] = board.rows.map(({ corrected }) => corrected?.value ?? Number.NaN);
  expect(Math.abs((first ?? 0) - (second ?? 1))).toBeLessThan(0.12);
  expect(leaderboardText(board, { columns: 120 })).toContain("corrected");
  const section = (rows: typeof board.rows): string => leaderboardSection(rows, { metric: "polite" }).body.markup;
  expect(section(board.rows)).toContain("as people would say");
  expect(section(board.rows.map((row) => ({ ...row, corrected: null })))).not.toContain("as people would say");
  expect(board.notes.join(" ")).toContain("Ranked as judged");
});

it("missing pairs that could turn the corrected verdict leave it open", () => {
  const { candidate, champion } = runs({ labelled: 60, calibrated: true });
  const lost = {
    ...candidate,
    items: candidate.items.map((item, i) =>
      i < 150 ? item : { ...item, scores: { polite: { kind: "unscored" as const, reason: "away" } } },
    ),
  };
  const { verdict } = compare(champion, lost);
  expect(verdict).toMatchObject({ kind: "inconclusive", n: 150 });
  expect(verdict.notes.join(" ")).toContain("50 of 200 pairs are missing, so the data cannot tell");
});

it("the corrected effect holds the truth at its nominal rate, the judge's own never does", () => {
  let held = 0;
  let raw = 0;
  for (let at = 0; at < 400; at++) {
    const seed = `coverage ${at}`;
    const { candidate, champion } = runs({ labelled: 40, calibrated: true, seed });
    const plain = runs({ labelled: 0, calibrated: false, seed });
    const holds = ([low, high]: readonly [number | null, number | null]): number => ((low ?? 1) <= 0 && 0 <= (high ?? -1) ? 1 : 0);
    held += holds(compare(champion, candidate).verdict.interval);
    raw += holds(compare(plain.champion, plain.candidate).verdict.interval);
  }
  expect(held / 400).toBeGreaterThan(0.925);
  expect(held / 400).toBeLessThan(0.99);
  expect(raw).toBe(0);
});
