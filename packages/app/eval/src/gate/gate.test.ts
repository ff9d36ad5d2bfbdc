import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { runOf, SETTINGS } from "./gate.fixture.ts";
import { gate } from "./gate.ts";
import type { GateSettings } from "./gate-settings.ts";
import { decideFamily } from "./holm.ts";
import { kindOf } from "./metric-check.ts";

const baseline = async (n: number, options: Parameters<typeof runOf>[1] = {}): Promise<Baseline> =>
  baselineOf(await runOf(n, options), SETTINGS);
const every = (k: number) => (input: number) => input % k === 0;

describe("gate", () => {
  it("passes a run against itself from 59 items on, at 90 % with a margin of five points", async () => {
    // 1 − .05^(1/n) is .0495 at 59 and .0503 at 58.
    for (const [n, verdict] of [
      [59, "pass"],
      [58, "inconclusive"],
    ] as const) {
      const result = gate(await baseline(n), await runOf(n), SETTINGS);
      expect(result.verdict).toBe(verdict);
      expect(result.metrics[0]).toMatchObject({ metric: "right", severity: "gate", kind: verdict, effect: 0, n, level: 0.9 });
    }
  });

  it("is a regression where the whole interval is below the margin, and lists the items", async () => {
    const result = gate(await baseline(100), await runOf(100, { wrong: every(4) }), SETTINGS);
    expect(result).toMatchObject({ verdict: "regression", problems: [] });
    expect(result.metrics[0]).toMatchObject({ baseline: 1, candidate: 0.75, effect: -0.25, kind: "regression" });
    expect(result.changes).toHaveLength(1);
    expect(result.changes[0]).toMatchObject({ metric: "right", better: [], unchanged: 75 });
    expect(result.changes[0]?.worse).toHaveLength(25);
    expect(result.changes[0]?.worse[0]).toEqual({ metric: "right", id: "n0", baseline: 1, candidate: 0 });
  });

  it("is inconclusive on few items and says what it could have found and what would decide", async () => {
    const result = gate(await baseline(12), await runOf(12, { wrong: every(11) }), SETTINGS);
    expect(result.verdict).toBe("inconclusive");
    const [metric] = result.metrics;
    expect(metric?.detectable).toBeGreaterThan(0.2);
    expect(metric?.needed).toBeGreaterThan(12);
  });

  it("does not pass under six differing items unless the exact bound on losses is below the margin", async () => {
    const few = gate(await baseline(200), await runOf(200, { wrong: (input) => input < 3 }), SETTINGS);
    // The upper bound of 3 in 200 at one-sided .05 is .0384.
    expect(few.metrics[0]).toMatchObject({ kind: "pass", notes: [expect.stringContaining("Only 3 of 200 items differ")] });
    const fewer = gate(await baseline(90), await runOf(90, { wrong: (input) => input < 2 }), SETTINGS);
    expect(fewer.metrics[0]).toMatchObject({ kind: "inconclusive", method: expect.stringContaining("exact") });
  });

  it("cannot measure where more is missing than allowed, or in one arm only", async () => {
    const away = gate(await baseline(100), await runOf(100, { away: () => true }), SETTINGS);
    expect(away).toMatchObject({
      verdict: "cannot-measure",
      problems: [expect.stringContaining("right"), expect.stringContaining("first-token-p95")],
    });
    const many = gate(await baseline(100), await runOf(100, { away: every(10) }), SETTINGS);
    expect(many).toMatchObject({ verdict: "cannot-measure", problems: [expect.stringContaining("10 of 100")] });
    const unlike = gate(await baseline(400), await runOf(400, { away: every(50) }), SETTINGS);
    expect(unlike).toMatchObject({ verdict: "cannot-measure", problems: [expect.stringContaining("not measured alike")] });
  });

  it("takes few missing scores at their worst and best", async () => {
    const [before, after] = [await baseline(500), await runOf(500, { away: every(125) })];
    expect(gate(before, after, SETTINGS)).toMatchObject({
      verdict: "pass",
      metrics: [{ notes: [expect.stringContaining("the answer is the same"), expect.stringContaining("No item differs")] }, {}],
    });
    const close = gate(await baseline(100), await runOf(100, { away: (input) => input < 4 }), SETTINGS);
    expect(close.metrics[0]).toMatchObject({
      kind: "inconclusive",
      notes: expect.arrayContaining([expect.stringContaining("at their worst")]),
    });
  });

  it("says all criteria that changed and compares nothing", async () => {
    const before = await baseline(60);
    const changed = gate(before, await runOf(60, { scorer: "right-2" }), { ...SETTINGS, level: 0.8 });
    expect(changed).toMatchObject({
      verdict: "criteria-changed",
      metrics: [],
      problems: [expect.stringContaining('"right"'), expect.stringContaining("level")],
    });
    const margin: GateSettings = { ...SETTINGS, metrics: { ...SETTINGS.metrics, right: { severity: "gate", margin: 0.3 } } };
    expect(gate(before, await runOf(60), margin).problems).toEqual(['The margin of "right" was 0.05 and is 0.3.']);
    expect(gate(before, await runOf(61, { hash: "other" }), SETTINGS)).toMatchObject({
      verdict: "criteria-changed",
      unmatched: { candidate: ["n60"] },
    });
  });

  it("lists items that only one side has, and does not pass without many", async () => {
    const run = await runOf(100);
    const most: Evaluation<number, number, "right"> = { ...run, items: run.items.filter(({ trace }) => trace.input >= 2) };
    // Two that are wrong at their worst: of 100 the exact bound is .062, of 300 .021.
    expect(gate(await baseline(100), most, SETTINGS)).toMatchObject({
      verdict: "inconclusive",
      unmatched: { baseline: ["n0", "n1"] },
      metrics: [{ n: 98, missing: { baseline: 0, candidate: 2 } }, { missing: { candidate: 2 } }],
    });
    const many = await runOf(300);
    const nearlyAll = { ...many, items: many.items.filter(({ trace }) => trace.input >= 2) };
    expect(gate(await baseline(300), nearlyAll, SETTINGS)).toMatchObject({ verdict: "pass", unmatched: { baseline: ["n0", "n1"] } });
    const half = { ...run, items: run.items.filter(({ trace }) => trace.input >= 40) };
    expect(gate(await baseline(100), half, SETTINGS)).toMatchObject({
      verdict: "cannot-measure",
      problems: [expect.stringContaining("only on one side"), expect.stringContaining("40 of 100 items have no score in the branch")],
    });
  });

  it("blocks on a guardrail that is shown worse, and asks proof of it only where the task is critical", async () => {
    const slow = async (lateOf: (input: number) => boolean): Promise<Evaluation<number, number, "right">> => {
      const run = await runOf(100);
      return {
        ...run,
        items: run.items.map((item) => ({ ...item, trace: { ...item.trace, totalMs: lateOf(item.trace.input) ? 900 : 100 } })),
      };
    };
    const before = baselineOf(await slow(() => false), SETTINGS);
    expect(before.firstTokenP95Ms).toBe(100);
    const some = gate(before, await slow((input) => input < 4), SETTINGS);
    expect(some).toMatchObject({
      verdict: "pass",
      metrics: [{}, { metric: "first-token-p95", severity: "guardrail", kind: "inconclusive" }],
    });
    const critical = { ...SETTINGS, guardrailsProven: true };
    expect(gate(baselineOf(await slow(() => false), critical), await slow((input) => input < 4), critical).verdict).toBe("inconclusive");
    expect(gate(before, await slow((input) => input < 30), SETTINGS)).toMatchObject({
      verdict: "regression",
      metrics: [{ kind: "pass" }, { kind: "regression" }],
    });
  });

  it("gates a proactive task by the precision of what it answers", async () => {
    const settings: GateSettings = {
      ...SETTINGS,
      abstainBelow: 0.5,
      metrics: { precision: { severity: "gate", margin: 0.05 }, right: { severity: "tracked", margin: 0.05 } },
    };
    const sure = async (
      wrong: (input: number) => boolean,
      unsure: (input: number) => boolean,
    ): Promise<Evaluation<number, number, "right">> => {
      const run = await runOf(200, { wrong });
      const items = run.items.map((item) => {
        const { outcome, input } = item.trace;
        return {
          ...item,
          trace: { ...item.trace, outcome: outcome.kind === "ok" ? { ...outcome, confidence: unsure(input) ? 0.2 : 0.9 } : outcome },
        };
      });
      return { ...run, items };
    };
    const before = baselineOf(await sure(every(5), every(5)), settings);
    // The wrong ones are withheld: precision 1, though every fifth answer is wrong.
    const same = gate(before, await sure(every(5), every(5)), settings);
    expect(same).toMatchObject({ verdict: "pass", metrics: [{ metric: "precision", baseline: 1, candidate: 1 }, { candidate: 0.8 }] });
    const bold = gate(before, await sure(every(5), () => false), settings);
    expect(bold).toMatchObject({
      verdict: "regression",
      metrics: [{ metric: "precision", baseline: 1, candidate: 0.8, kind: "regression" }, {}],
    });
    const silent = gate(before, await sure(every(5), () => true), settings);
    expect(silent.verdict).toBe("cannot-measure");
  });

  it("does not pass its latency on answers that never came", async () => {
    const before = await baseline(400);
    // 4 of 400 are .01; at their worst 4 late ones, bound .023. 15 are at their worst .0375, bound .057.
    const few = gate(before, await runOf(400, { away: (input) => input < 4 }), SETTINGS);
    expect(few.metrics[1]).toMatchObject({ metric: "first-token-p95", kind: "pass", n: 396, missing: { candidate: 4 } });
    const both = baselineOf(await runOf(400, { away: (input) => input < 15 }), SETTINGS);
    const more = gate(both, await runOf(400, { away: (input) => input < 15 }), SETTINGS);
    expect(more.metrics[1]).toMatchObject({
      kind: "inconclusive",
      n: 385,
      notes: [expect.stringContaining("15 never came"), expect.stringContaining("0 of 385")],
    });
  });

  it("refuses a margin that nothing could fall short of, on a scale from 0 to 1", async () => {
    for (const margin of [1, 1.5]) {
      const settings: GateSettings = { ...SETTINGS, metrics: { right: { severity: "gate", margin } } };
      const run = await runOf(60);
      expect(() => gate(baselineOf(run, settings), run, settings)).toThrow(RangeError);
    }
  });

  it("survives JSON", async () => {
    const result = gate(await baseline(100), await runOf(100, { wrong: every(9) }), SETTINGS);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe("decideFamily", () => {
  it("makes a false claim in at most 10 % of families at 90 %, with three metrics that lie at the margin", () => {
    const random = seededRandom("holm");
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    // The normal quantile at the three levels that Holm asks: 1 − .1/3, 1 − .1/2, .9, two-sided.
    const z = (level: number): number => (level > 0.96 ? 2.128 : level > 0.94 ? 1.96 : 1.645);
    let wrong = 0;
    const runs = 2000;
    for (let i = 0; i < runs; i++) {
      const checks = ["a", "b", "c"].map((metric) => {
        const seen = -0.05 + 0.01 * gauss();
        const at = (level: number) => {
          const interval = [seen - 0.01 * z(level), seen + 0.01 * z(level)] as const;
          return { kind: kindOf(interval, 0.05), effect: seen, interval, n: 9, method: "z", notes: [] };
        };
        return {
          metric,
          unmeasured: null,
          at,
          detectable: () => null,
          needed: () => null,
          baseline: null,
          candidate: null,
          missing: { baseline: 0, candidate: 0 },
          scored: null,
        };
      });
      if ([...decideFamily(checks, 0.9).values()].some(({ kind }) => kind !== "inconclusive")) wrong++;
    }
    expect(wrong / runs).toBeLessThan(0.12);
    expect(wrong / runs).toBeGreaterThan(0.06);
  });
});
