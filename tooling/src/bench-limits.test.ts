import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { limitLines } from "./bench-limits.ts";
import { ROOT } from "./root.ts";

const printed = (metrics: { readonly [metric: string]: number | null }): string =>
  `on the way\n${JSON.stringify({ bench: "x", metrics, machine: {} })}\n`;

it("says which figures were met, missed and not measured, each with its limit", () => {
  expect(limitLines("stats", printed({ bootstrapMs: 150, comparisonMs: 200.5 }))).toEqual([
    "met: bootstrapMs 150 is ≤ 150",
    "missed: comparisonMs 200.5 is not ≤ 200",
  ]);
  expect(limitLines("stats", printed({ bootstrapMs: null }))).toEqual([
    "not measured: bootstrapMs ≤ 150",
    "not measured: comparisonMs ≤ 200",
  ]);
  expect(limitLines("judge-correction", printed({ "coverage.corrected": 0.98 }))).toEqual([
    "met: coverage.corrected 0.98 is ≥ 0.93",
    "missed: coverage.corrected 0.98 is not ≤ 0.97",
  ]);
});

it("takes the peers that were measured, whichever they are", () => {
  expect(limitLines("eval-overhead", printed({ seconds: 0.8, "peers.a.seconds": 1.6, "peers.b.seconds": 0.7 }))).toEqual([
    "met: seconds 0.8 is ≤ 1",
    "met: peers.a.seconds 1.6 is > seconds (0.8)",
    "missed: peers.b.seconds 0.7 is not > seconds (0.8)",
  ]);
  expect(limitLines("eval-overhead", printed({ seconds: 0.8 }))).toHaveLength(1);
});

it("says nothing without limits or a result", () => {
  expect(limitLines("retrieval", printed({ buildMs: 1 }))).toEqual([]);
  expect(limitLines("stats", "Which benchmark?\n")).toEqual([]);
  expect(limitLines("stats", "")).toEqual([]);
});

it("has limits for benchmarks that there are", () => {
  const there = readdirSync(join(ROOT, "tests", "bench")).map((file) => file.replace(/\.ts$/, ""));
  const limited = ["choose", "climb", "eval-overhead", "generate", "import", "judge-correction", "report", "sequential", "stats", "store"];
  for (const bench of limited)
    expect([bench, limitLines(bench, printed({})).length > 0, there.includes(bench)]).toEqual([bench, true, true]);
});
