import { fakeClock } from "@pawl/core/testing";
import type { ClimbEvent, VariantRow } from "@pawl/ladder";
import { expect, it } from "vitest";
import { recordingOutput } from "../recording-output.fixture.ts";
import { liveView } from "./live-view.ts";
import { variantTable } from "./variant-table.ts";

const row = (changed: Partial<VariantRow>): VariantRow => ({
  id: "a",
  name: "12 retrieved by bm25, 8 kept",
  rung: "retrieved-demonstrations",
  model: "smollm2-135m-instruct",
  n: 48,
  missing: 0,
  outcomes: { ok: 48 },
  score: { value: 0.47, interval: [0.39, 0.55], level: 0.95, method: "", n: 48 },
  cost: { microDollars: 0, tokens: 812, calls: 1, ms: 340 },
  p50Ms: 340,
  latenciesMs: [340],
  verdict: null,
  fate: "undecided",
  why: "",
  ...changed,
});
const variant = (one: VariantRow, ms: number): ClimbEvent => ({
  type: "variant",
  row: one,
  split: "dev",
  spent: { ms },
  budget: { ms: 60_000 },
});

it("has no line wider than the terminal, and always name, n and score", () => {
  for (let columns = 34; columns <= 130; columns++) {
    const lines = variantTable([row({}), row({ id: "b", name: "plain", rung: "start" })], columns);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^12 .*48 {2}\.47 \(\.39 to \.55\)/);
  }
});

it("shows model, rung, n, score with its interval, cost and p50 on 120 columns", () => {
  expect(variantTable([row({})], 120)[1]).toBe(
    "12 retrieved by bm25, 8 kept  48  .47 (.39 to .55)  340 ms  812 tokens  retrieved  smollm2-135m-instruct",
  );
});

it("redraws one row a variant with a bar and the time left on a terminal of 40 columns", () => {
  const clock = fakeClock();
  const drawn: string[] = [];
  const output = { ...recordingOutput({ columns: 40 }), live: true, redraw: (lines: string) => void drawn.push(lines) };
  const view = liveView(output, clock);
  view(variant(row({}), 0));
  clock.advance(10_000);
  view(variant(row({ id: "b", name: "plain" }), 15_000));
  clock.advance(10_000);
  view(variant(row({ n: 49 }), 30_000));
  const lines = drawn.at(-1)?.split("\n") ?? [];
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  expect(lines.at(-1)).toMatch(/^budget .*50 % {2}at most 20\.0 s left$/);
});

it("never draws more lines than the terminal has", () => {
  const drawn: string[] = [];
  const clock = fakeClock();
  const output = { ...recordingOutput(), live: true, rows: 10, redraw: (lines: string) => void drawn.push(lines) };
  const view = liveView(output, clock);
  for (let i = 0; i < 30; i++) {
    clock.advance(1000);
    view(variant(row({ id: String(i) }), i));
  }
  expect(drawn.at(-1)?.split("\n").length).toBeLessThanOrEqual(10);
});

it("says phases, decisions and decided variants as plain lines elsewhere", () => {
  const output = recordingOutput();
  const view = liveView(output, fakeClock());
  view({ type: "phase", phase: "race", rung: "demonstrations" });
  view(variant(row({}), 1));
  const verdict = { kind: "better" } as never;
  const base = { format: "pawl.decision/1", at: 0, rung: "demonstrations", round: 1, spent: {} } as const;
  view({ type: "decision", decision: { ...base, kind: "compared", champion: "s", candidate: "a", verdict, why: "Better." } });
  expect(output.notes).toEqual([
    'Race on the rung "demonstrations"',
    "  12 retrieved by bm25, 8 kept (retrieved): n = 48, score .47 (.39 to .55), p50 340 ms, 812 tokens a case",
    "  Better.",
  ]);
});
