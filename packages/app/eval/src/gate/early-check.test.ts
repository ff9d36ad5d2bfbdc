import { type RandomSource, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Evaluation, MetricFacts } from "../evaluation.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { earlyCheck } from "./early-check.ts";
import { EMPTY_RUN, runOf, SETTINGS } from "./gate.fixture.ts";
import { gate, type SequentialAnswer } from "./gate.ts";
import type { GateItem, GateRun } from "./gate-run.ts";
import type { GateSettings } from "./gate-settings.ts";
import type { MetricCheck } from "./metric-check.ts";
import { metricCheck } from "./metric-checks.ts";
import { matchedItems } from "./paired-metric.ts";

const MARGIN = 0.1;
const scorer = (scale: MetricFacts["scale"]): MetricFacts => ({ hash: "h", direction: "higher", scale });

type Scores = readonly [baseline: readonly (number | null)[], candidate: readonly (number | null)[], cluster?: string];

/** Both readings of a guardrail over items in this order: at any look, and as of a run that was planned to be so long. */
function checksOf(
  metric: string,
  scores: readonly Scores[],
  options: {
    readonly scale?: MetricFacts["scale"];
    readonly run?: Partial<GateRun>;
    readonly p95Ms?: number;
    readonly margin?: number;
  } = {},
): { readonly early: MetricCheck; readonly fixed: MetricCheck } {
  const { margin = MARGIN, p95Ms = null, run = {}, scale = "binary" } = options;
  // Ids run against the order that was looked at.
  const side = (at: 0 | 1): GateItem[] =>
    scores.map((each, i) => ({
      id: `n${String(9999 - i)}`,
      cluster: each[2] ?? null,
      scores: { guard: each[at] },
      answered: each[at].map((value) => (value === null ? null : 1)),
    }));
  const criteria = { ...SETTINGS, level: 0.95, missingLimit: 0.5, scorers: { guard: scorer(scale) } };
  const baseline: Baseline = { format: "pawl.baseline/1", ...EMPTY_RUN, firstTokenP95Ms: p95Ms, items: side(0), criteria };
  const candidate: GateRun = { ...EMPTY_RUN, ...run, items: side(1) };
  const input = { baseline, candidate, matched: matchedItems(baseline.items, candidate.items), early: true };
  const settings = { severity: "guardrail", margin } as const;
  const fixed = metricCheck(metric, settings, { ...input, early: false });
  const looked = candidate.items.map(({ id }) => id);
  return { fixed, early: earlyCheck(metricCheck(metric, settings, input), settings, { ...input, looked }) };
}

const vote = (won: number, lost: number, random: RandomSource): Scores => {
  const u = random.next();
  return u < won ? [[0], [1]] : u < won + lost ? [[1], [0]] : [[1], [1]];
};

describe("a guardrail of a run that was left early", () => {
  it.each([
    { kind: "yes/no", draw: (random: RandomSource) => vote(0.1, 0.2, random), scale: "binary" },
    {
      kind: "share",
      draw: (random: RandomSource): Scores =>
        random.next() < 0.7 ? [[0.5], [0.5 - 0.1 / 0.7]] : [[0.25 * random.next()], [0.25 * random.next()]],
      scale: "share",
    },
  ] as const)(
    "is falsely called worse in at most 1 of 40 runs wherever it was left, where its $kind scores lie at the margin",
    ({ draw, kind, scale }) => {
      const random = seededRandom(`left ${kind}`);
      const runs = kind === "share" ? 60 : 100;
      const wrong = { early: 0, fixed: 0 };
      for (let run = 0; run < runs; run++) {
        const scores = Array.from({ length: 160 }, () => draw(random));
        // Left at the worst of moments: once the fixed reading would call it worse, else at the end.
        let checks = checksOf("guard", scores, { scale });
        for (let n = 16; n < 160; n += 12) {
          const now = checksOf("guard", scores.slice(0, n), { scale });
          if (now.fixed.at(0.95).kind !== "regression") continue;
          checks = now;
          break;
        }
        for (const reading of ["early", "fixed"] as const) if (checks[reading].at(0.95).kind === "regression") wrong[reading]++;
      }
      // A share of .025 has a standard error of .016 over 100 runs, of .02 over 60.
      expect(wrong.early / runs).toBeLessThan(0.025 + 3 * Math.sqrt((0.025 * 0.975) / runs));
      if (kind === "yes/no") expect(wrong.fixed / runs).toBeGreaterThan(0.07);
    },
  );

  it("is found where it is clearly worse, and shown to hold where it clearly does", () => {
    const random = seededRandom("clear");
    const worse = Array.from({ length: 120 }, () => vote(0.02, 0.5, random));
    expect(checksOf("guard", worse).early.at(0.95)).toMatchObject({
      kind: "regression",
      n: 120,
      method: expect.stringContaining("every look"),
    });
    const same = Array.from({ length: 120 }, (): Scores => [[1], [1]]);
    expect(checksOf("guard", same).early.at(0.95)).toMatchObject({ kind: "pass", effect: 0, notes: [] });
    expect(checksOf("guard", same).early.detectable(0.95)).toBeNull();
  });

  it("takes missing pairs at their worst and best", () => {
    const open = Array.from({ length: 60 }, (_, i): Scores => [[1], [i % 6 === 0 ? null : 1]]);
    expect(checksOf("guard", open).early.at(0.95)).toMatchObject({
      kind: "inconclusive",
      n: 50,
      notes: [expect.stringContaining("10 of 60")],
    });
  });

  it("averages repeats, lets the first of a cluster speak, and goes by bets there", () => {
    const repeated = Array.from(
      { length: 80 },
      (): Scores => [
        [1, 1],
        [0, 0],
      ],
    );
    const one = Array.from({ length: 80 }, (_, i): Scores => [[1], [i < 8 ? 1 : 0], `c${i % 8}`]);
    expect(checksOf("guard", repeated).early.at(0.95)).toMatchObject({ kind: "regression", method: expect.stringContaining("betting") });
    expect(checksOf("guard", one).early.at(0.95)).toMatchObject({ n: 8, effect: 0, method: expect.stringContaining("betting") });
    expect(() => checksOf("guard", repeated, { margin: 1 }).early.at(0.95)).toThrow(RangeError);
  });

  it("is not read as a mean on a real scale: only where more than half of the items are worse by more than the margin", () => {
    const costs = (share: number): Scores[] =>
      Array.from({ length: 100 }, (_, i): Scores => [[-5], [i < 100 * share ? -9 : -1000 * (i % 2)]]);
    expect(checksOf("guard", costs(0.8), { scale: "real" }).early.at(0.95)).toMatchObject({
      kind: "regression",
      interval: [null, null],
      notes: [expect.stringContaining("cannot be read where a run was left early")],
    });
    expect(
      checksOf("guard", [[[1], [null]], ...Array.from({ length: 4 }, (): Scores => [[1], [0]])], { scale: "real" }).early.at(0.95),
    ).toMatchObject({
      kind: "inconclusive",
      effect: -1,
      n: 4,
    });
    expect(checksOf("guard", [], { scale: "real" }).early.at(0.95)).toMatchObject({ kind: "inconclusive", effect: null });
  });

  it("reads late answers by a share that holds at every look", () => {
    const latency = (late: number, n: number) =>
      checksOf(
        "first-token-p95",
        Array.from({ length: n }, (): Scores => [[1], [1]]),
        {
          p95Ms: 100,
          run: { firstTokenMs: Array.from({ length: n }, (_, i) => (i < late ? 500 : 50)) },
        },
      );
    // A fixed run of 100 with 11 late ones is worse by Clopper–Pearson (.056), not at any look.
    expect([latency(11, 100).fixed.at(0.95).kind, latency(11, 100).early.at(0.95).kind]).toEqual(["regression", "inconclusive"]);
    expect(latency(30, 100).early.at(0.95)).toMatchObject({ kind: "regression", method: expect.stringContaining("every look") });
    expect([latency(0, 101).early.at(0.9).kind, latency(0, 102).early.at(0.9).kind]).toEqual(["inconclusive", "pass"]);
  });

  it("says that precision cannot be read", () => {
    const checks = checksOf(
      "precision",
      Array.from({ length: 100 }, (): Scores => [[1], [0]]),
    );
    expect(checks.fixed.at(0.95).kind).toBe("regression");
    expect(checks.early.at(0.95)).toMatchObject({ kind: "inconclusive", notes: [expect.stringContaining("left early")] });
  });

  it("is not called unlike in missing scores by a test of one look", () => {
    const gaps = Array.from({ length: 200 }, (_, i): Scores => [[1], [i < 7 ? null : 1]]);
    const checks = checksOf("guard", gaps);
    // McNemar of 7 against 0 is .016; the e-value of 26.8 is 1/.037.
    expect([checks.fixed.unmeasured, checks.early.unmeasured].map((why) => why?.match(/p = (\S+)\)/)?.[1])).toEqual(["0.016", "0.037"]);
    const fewer = checksOf(
      "guard",
      gaps.map((each, i): Scores => (i === 6 ? [[1], [1]] : each)),
    );
    expect([fewer.fixed.unmeasured === null, fewer.early.unmeasured]).toEqual([false, null]);
  });
});

describe("gate of a run that was left early", () => {
  const settings: GateSettings = {
    ...SETTINGS,
    metrics: { right: { severity: "gate", margin: 0.1 }, kind: { severity: "guardrail", margin: 0.1 } },
  };
  const twoMetrics = async (n: number, unkind: (input: number) => boolean): Promise<Evaluation<number, number, "right" | "kind">> => {
    const run = await runOf(n);
    return {
      ...run,
      metrics: { right: run.metrics.right, kind: { ...run.metrics.right, hash: "kind-1" } },
      items: run.items.map(({ trace, scores }) => ({
        trace,
        scores: { ...scores, kind: { kind: "score" as const, value: unkind(trace.input) ? 0 : 1 } },
      })),
    };
  };
  const sequential: SequentialAnswer = {
    metric: "right",
    gate: "pass",
    verdict: {
      kind: "equivalent",
      useful: false,
      metric: "right",
      effect: 0,
      interval: [-0.05, 0.05],
      level: 0.9,
      minimumUsefulEffect: 0.1,
      n: 60,
      needed: null,
      method: "races",
      notes: [],
    },
    looked: 60,
    examples: 200,
    savedCases: 140,
  };

  it("blocks on a guardrail that is shown worse at any look, and reads all others so too", async () => {
    const before = baselineOf(await twoMetrics(200, () => false), settings);
    const verdictOf = async (unkind: (input: number) => boolean) => {
      const whole = await twoMetrics(200, unkind);
      return gate(before, { ...whole, items: whole.items.slice(0, 60) }, { ...settings, sequential });
    };
    const bad = await verdictOf((input) => input % 2 === 0);
    expect(bad).toMatchObject({
      verdict: "regression",
      metrics: [{ kind: "pass" }, { metric: "kind", kind: "regression", detectable: null }],
    });
    const some = await verdictOf((input) => input % 5 === 0);
    expect(some).toMatchObject({
      verdict: "pass",
      metrics: [{ kind: "pass" }, { kind: "inconclusive", n: 60, effect: expect.closeTo(-11 / 60, 9) }],
    });
    expect(some.metrics[1]?.method).toContain("every look");
  });
});
