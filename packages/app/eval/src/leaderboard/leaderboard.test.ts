import type { Step } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { runOf } from "../gate/gate.fixture.ts";
import { intervalChart } from "../report/interval-chart.ts";
import { type Leaderboard, type LeaderboardOptions, type LeaderboardRow, leaderboard } from "./leaderboard.ts";
import { leaderboardCharts, leaderboardText } from "./leaderboard-text.ts";
import { medianEstimate } from "./median-estimate.ts";

type Run = Evaluation<number, number, "right">;

/** The run with its time and money said. */
const costing = (run: Run, ms: number, microDollars: number | null): Run => {
  const steps: readonly Step[] = [
    { kind: "embedding", model: { id: "x" }, texts: 1, usage: null, cost: microDollars, cached: false, startedAt: 0, totalMs: ms },
  ];
  return { ...run, items: run.items.map((item, i) => ({ ...item, trace: { ...item.trace, steps, totalMs: ms + (i % 30) } })) };
};
const board = (runs: { readonly [name: string]: Run }, options: LeaderboardOptions<"right"> = {}): Leaderboard =>
  leaderboard(
    Object.entries(runs).map(([name, run]) => ({ name, run })),
    { resamples: 500, ...options },
  );
const row = ({ rows }: Leaderboard, name: string): LeaderboardRow | undefined => rows.find((each) => each.name === name);

describe("leaderboard", () => {
  it("ranks runs, with the set that cannot be told from the best", async () => {
    const found = board({
      bad: await runOf(120, { wrong: (input) => input % 2 === 0 }),
      good: await runOf(120, { wrong: (input) => input % 20 === 0 }),
      also: await runOf(120, { wrong: (input) => input % 20 === 1 }),
    });
    expect(found.rows.map(({ name, inBest }) => [name, inBest])).toEqual([
      ["good", true],
      ["also", true],
      ["bad", false],
    ]);
    expect(row(found, "bad")).toMatchObject({ mean: 0.5, behind: expect.closeTo(0.45, 12), estimate: { n: 120 } });
    expect(found).toMatchObject({ metric: "right", n: 120, level: 0.95 });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("marks the Pareto set of quality, money and time, and says where intervals leave it open", async () => {
    const half = await runOf(120, { wrong: (input) => input % 2 === 0 });
    const found = board({
      dear: costing(await runOf(120, { wrong: (input) => input % 20 === 0 }), 900, 500),
      cheap: costing(half, 20, 1),
      wasteful: costing(half, 900, 500),
      close: costing(half, 20.1, 1),
    });
    expect(["dear", "cheap", "wasteful", "close"].map((name) => row(found, name)?.pareto)).toEqual(["in", "in", "out", "open"]);
    expect(row(found, "dear")).toMatchObject({ microDollars: { value: 500 }, latencyMs: { value: 914.5 } });
    const unknown = board({ a: costing(half, 20, null), b: costing(half, 30, 4) });
    expect(["a", "b"].map((name) => [row(unknown, name)?.pareto, row(unknown, name)?.microDollars])).toMatchObject([
      ["in", null],
      ["out", { value: 4 }],
    ]);
  });

  it("puts nothing out of the set for what is missing", async () => {
    const best = await runOf(60);
    const found = board({ best, away: await runOf(60, { wrong: (input) => input < 12, away: (input) => input >= 30 }) });
    expect(row(found, "away")).toMatchObject({ missing: 30, inBest: false });
    const rescued = board({
      best: await runOf(60, { wrong: (input) => input % 2 === 0 && input > 20 }),
      away: await runOf(60, { wrong: (input) => input < 12, away: (input) => input >= 30 }),
    });
    expect(row(rescued, "away")).toMatchObject({ inBest: true });
    expect(rescued.notes.join()).toContain("30 of 60");
  });

  it("refuses runs that cannot be ranked", async () => {
    const run = await runOf(10);
    expect(() => board({ one: run })).toThrow(RangeError);
    const codeOf = (other: Run): unknown => {
      try {
        return board({ run, other });
      } catch (error) {
        return Object(error).code;
      }
    };
    expect(codeOf(await runOf(10, { hash: "other" }))).toBe("use.other-data");
    expect(codeOf(await runOf(10, { scorer: "right-2" }))).toBe("use.other-scorer");
    expect(codeOf(await runOf(10, { away: () => true }))).toBe("data.nothing-scored");
    expect(codeOf(await runOf(10, { away: (input) => input > 0 }))).toBe("data.no-common-examples");
  });
});

describe("leaderboardText", () => {
  it("shows who cannot be told from the best, in every width, and gives charts their rows", async () => {
    const found = board({ a: await runOf(60), b: await runOf(60, { wrong: (input) => input % 2 === 0 }) });
    expect(leaderboardText(found, { columns: 120 })).toMatch(/a +● +1 /);
    expect(leaderboardText(found, { columns: 30 })).toContain("One run is shown to be the best");
    const { quality, time } = leaderboardCharts(found);
    expect(intervalChart({ title: "Quality", axis: { label: "right", quantity: "share" }, rows: quality }).markup).toContain("n=60");
    expect(time[0]).toMatchObject({ label: "a", x: 0, y: 1 });
  });
});

describe("medianEstimate", () => {
  it("takes the order statistics of the binomial", () => {
    // n = 10: P(X ≤ 1) = .0107 ≤ .025 < P(X ≤ 2) = .0547, so the 2nd and the 9th.
    expect(medianEstimate([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], 0.95)).toMatchObject({ value: 5.5, interval: [2, 9], n: 10 });
    expect(medianEstimate([3], 0.95)).toMatchObject({ value: 3, interval: [3, 3], method: expect.stringContaining("too few") });
    expect(medianEstimate([], 0.95)).toBeNull();
  });
});
