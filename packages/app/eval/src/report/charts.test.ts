import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatQuantity, ticks } from "./axis.ts";
import { bandChart } from "./band-chart.ts";
import { binned, histogram } from "./histogram.ts";
import { escapeHtml, html } from "./html.ts";
import { intervalChart } from "./interval-chart.ts";
import { matrixChart } from "./matrix-chart.ts";
import { paretoSet } from "./pareto.ts";
import { HOSTILE } from "./report.fixture.ts";
import { scatterChart } from "./scatter-chart.ts";

const share = { label: `quality ${HOSTILE}`, quantity: "share" } as const;
const cost = { label: `cost ${HOSTILE}`, quantity: "money" } as const;
const charts = [
  intervalChart({
    title: HOSTILE,
    axis: share,
    rows: [
      { label: HOSTILE, value: 0.4, interval: [0.3, 0.5], n: 48 },
      { label: "none", value: null, interval: [null, null], n: 0 },
    ],
    reference: { value: 0.4, label: HOSTILE },
  }),
  scatterChart({
    title: HOSTILE,
    x: cost,
    y: share,
    points: [
      { label: HOSTILE, x: 10, y: 0.5, interval: [0.4, null], n: 48 },
      { label: "unknown", x: null, y: 0.9, n: 48 },
    ],
  }),
  histogram({ title: HOSTILE, axis: { label: HOSTILE, quantity: "ms" }, values: [1, 2, 3, 900], marks: [{ value: 2, label: HOSTILE }] }),
  matrixChart({
    title: HOSTILE,
    labels: [HOSTILE, "b"],
    counts: [
      [1, 2],
      [0, 0],
    ],
  }),
  bandChart({
    title: HOSTILE,
    x: cost,
    y: share,
    points: [{ x: 1, y: 0.2, n: 48, label: HOSTILE }],
    curve: [
      { x: 1, y: 0.2, low: 0.1, high: 0.3 },
      { x: 9, y: 0.4, low: 0.1, high: 0.9 },
    ],
  }),
];

describe("every chart", () => {
  it("escapes what users wrote and draws only numbers", () => {
    for (const { markup } of charts) {
      expect(markup).not.toContain("<img");
      expect(markup).not.toContain("</script>");
      expect(markup).not.toContain("\u001b");
      expect(markup).not.toMatch(/NaN|Infinity|undefined|\[object/);
    }
  });

  it("has a table under it, and n", () => {
    for (const { markup } of charts) {
      expect(markup).toContain("<details");
      expect(markup).toContain("<table>");
      expect(markup).toMatch(/n ?= ?(48|4|3)/);
    }
  });

  it("draws from nothing without failing", () => {
    const empty = [
      intervalChart({ title: "t", axis: share, rows: [] }),
      scatterChart({ title: "t", x: cost, y: share, points: [] }),
      histogram({ title: "t", axis: share, values: [] }),
      histogram({ title: "t", axis: share, values: [5, 5, 5] }),
      matrixChart({ title: "t", labels: [], counts: [] }),
      bandChart({ title: "t", x: cost, y: { label: "y" }, points: [], curve: [] }),
    ];
    for (const { markup } of empty) expect(markup).not.toMatch(/NaN|Infinity/);
  });
});

describe("html", () => {
  it("escapes texts, keeps markup and writes lists one after another", () => {
    const { markup } = html`<p title="${'"'}">${"<b>"}${html`<i>${1}</i>`}${["&", html`<u/>`]}${null}</p>`;
    expect(markup).toBe('<p title="&quot;">&lt;b&gt;<i>1</i>&amp;<u/></p>');
    expect(escapeHtml("a\u0000\u001b")).toBe("a␀␛");
  });
});

describe("ticks", () => {
  it("are round, ascending and span the range", () => {
    const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high - low > 1e-6 || high === low);
        const found = ticks(low, high);
        const slack = 1e-6 * (found.high - found.low);
        expect(found.low).toBeLessThanOrEqual(low + slack);
        expect(found.high).toBeGreaterThanOrEqual(high - slack);
        expect(found.at.length).toBeGreaterThanOrEqual(2);
        expect(found.at.length).toBeLessThanOrEqual(13);
      }),
      { seed: 2 },
    );
    expect(ticks(0, 1).at).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0.1, 0.42).at).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
  });
});

it("binned counts each value once", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      expect(binned(values).reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    }),
    { seed: 4 },
  );
});

it("binned gives whole numbers that lie close together one bin each", () => {
  const told = (values: readonly number[]): readonly unknown[] => binned(values).map(({ from, to, count }) => [from, to, count]);
  expect(told([20, 21, 22, 22])).toEqual([
    [20, 21, 1],
    [21, 22, 1],
    [22, 23, 2],
  ]);
  expect(told([250])).toEqual([[250, 251, 1]]);
});

it("paretoSet keeps what nothing beats in both", () => {
  const points = [
    { x: 1, y: 0.3 },
    { x: 2, y: 0.5 },
    { x: 3, y: 0.5 },
    { x: 2, y: 0.5 },
    { x: null, y: 1 },
    { x: 9, y: 0.6 },
  ];
  expect(paretoSet(points)).toEqual([true, true, false, true, false, true]);
});

it("formatQuantity writes units, and says when a number is not known", () => {
  expect([
    formatQuantity(0.4666, "share"),
    formatQuantity(1_234, "ms"),
    formatQuantity(90_000, "ms"),
    formatQuantity(4_200, "money"),
  ]).toEqual(["0.47", "1.23 s", "1.5 min", "$0.0042"]);
  expect([formatQuantity(null, "money"), formatQuantity(-0.05), formatQuantity(12_345)]).toEqual(["not known", "−0.05", "12,345"]);
});

it("matrixChart refuses counts that do not fit the labels", () => {
  expect(() => matrixChart({ title: "t", labels: ["a", "b"], counts: [[1, 2]] })).toThrow(RangeError);
});
