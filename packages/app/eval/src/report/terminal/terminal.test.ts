import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE, labelRun } from "../report.fixture.ts";
import { bandChartText } from "./band-chart-text.ts";
import { displayWidth, fitText, terminalText } from "./display-width.ts";
import { histogramText } from "./histogram-text.ts";
import { intervalChartText } from "./interval-chart-text.ts";
import { matrixChartText } from "./matrix-chart-text.ts";
import { progressLine } from "./progress-line.ts";
import { runReportText } from "./run-report-text.ts";
import { scatterChartText } from "./scatter-chart-text.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrapped.ts";

const share = { label: "field F1", quantity: "share" } as const;
const names = [HOSTILE, "名前名前名前名前名前名前名前", "retrieved demonstrations with a long name"];

function widest(text: string): number {
  return Math.max(...text.split("\n").map(displayWidth));
}

describe("every terminal picture", () => {
  const rows = names.map((label, i) => ({ label, value: 0.2 * i, interval: [0.1 * i, 0.3 * i] as const, n: 48 }));
  const points = names.map((label, i) => ({ label, x: i === 2 ? null : 100 * i, y: 0.2 * i, n: 48 }));
  const curve = [0, 1, 2].map((x) => ({ x, y: 0.3 * x, low: 0.2 * x, high: 0.4 * x }));
  const draw = (columns: number): string[] => [
    intervalChartText({ title: HOSTILE, axis: share, rows, reference: { value: 0.5, label: "x" } }, { columns }),
    scatterChartText({ title: HOSTILE, x: { label: HOSTILE, quantity: "ms" }, y: share, points }, { columns }),
    histogramText({ title: HOSTILE, axis: { label: "time", quantity: "ms" }, values: [1, 5, 9, 900] }, { columns }),
    matrixChartText(
      {
        title: HOSTILE,
        labels: names,
        counts: [
          [1, 2, 3],
          [0, 9, 1],
          [0, 0, 4],
        ],
      },
      { columns },
    ),
    bandChartText({ title: HOSTILE, x: { label: "examples" }, y: share, points: [{ x: 1, y: 0.3, n: 5 }], curve }, { columns }),
    textTable({ columns, head: ["name", "a number", "another"], rows: names.map((name) => [name, "123456", HOSTILE]) }),
  ];

  it("is never wider than the terminal and holds no control characters", () => {
    for (const columns of [40, 60, 80, 132]) {
      for (const text of draw(columns)) {
        expect(widest(text)).toBeLessThanOrEqual(columns);
        expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }
    }
  });

  it("is the same each time", () => {
    expect(draw(80)).toEqual(draw(80));
    expect(draw(80)[0]).toMatch(/├─*●─*┤/);
  });
});

it("runReportText fits 40 and 80 columns and says scores, intervals, n and outcomes", async () => {
  const run = await labelRun(40);
  for (const columns of [40, 80]) {
    const text = runReportText(run, { columns });
    expect(widest(text)).toBeLessThanOrEqual(columns);
    expect(text).toContain("ok 36, error 4");
    expect(text).toMatch(/0\.\d\d–0\.\d\d/);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  }
});

describe("progressLine", () => {
  it("says what is done, the rate and the time left", () => {
    const line = progressLine({ label: "dev", done: 50, total: 200, unit: "cases", elapsedMs: 25_000, columns: 80 });
    expect(line).toMatch(/^dev {2}█+▌░+ {3,4}25 % {2}50\/200 cases {2}2\.0\/s {2}1:15 min left$/);
  });

  it("writes bytes and leaves what was there before out of the rate", () => {
    const line = progressLine({ label: "m", done: 60e6, total: 100e6, unit: "bytes", elapsedMs: 10_000, doneAtStart: 40e6, columns: 80 });
    expect(line).toContain("60.0 MB/100.0 MB  2.0 MB/s  20 s left");
  });

  it("has no bar without a total and says how long it took at the end", () => {
    expect(progressLine({ label: "import", done: 3, total: null, unit: "rows", elapsedMs: 0 })).toBe("import  3 rows");
    expect(progressLine({ label: "x", done: 9, total: 9, unit: "cases", elapsedMs: 61_000 })).toContain("in 1:01 min");
  });

  it("is one line and never wider than the terminal", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.nat(1e9),
        fc.option(fc.nat(1e9)),
        fc.nat(1e8),
        fc.integer({ min: 20, max: 200 }),
        (label, done, total, elapsedMs, columns) => {
          const line = progressLine({ label, done, total, unit: "cases", elapsedMs, columns });
          expect(line).not.toMatch(/\p{Cc}|NaN|Infinity/u);
          expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { seed: 6 },
    );
  });
});

it("fitText gives exactly the columns", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(30), (text, columns) => {
      expect(displayWidth(fitText(text, columns))).toBe(columns);
    }),
    { seed: 8 },
  );
  expect(displayWidth("日本e\u0301")).toBe(5);
  expect(terminalText("a\u001b[2Jb\nc")).toBe("a␛[2Jb c");
});

it("wrapped keeps a number with what it is of", () => {
  expect(wrapped("of 12 items 61.5 %, n = 12", 17)).toEqual(["of 12 items", "61.5 %, n = 12"]);
});
