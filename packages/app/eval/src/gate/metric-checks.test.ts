import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Baseline } from "./baseline.ts";
import { EMPTY_RUN } from "./gate.fixture.ts";
import type { GateItem } from "./gate-run.ts";
import { metricCheck } from "./metric-checks.ts";
import { matchedItems } from "./paired-metric.ts";

const CRITERIA: Baseline["criteria"] = {
  level: 0.95,
  missingLimit: 0.05,
  abstainBelow: 0.5,
  guardrailsProven: false,
  metrics: { precision: { severity: "gate", margin: 0.05 } },
  scorers: { right: { hash: "h", direction: "higher", scale: "binary" } },
};

/** Arms that answer the same items: the baseline all right, the candidate as told. */
function armsOf(n: number, of: (i: number) => { readonly answered: number; readonly right: number }): [GateItem[], GateItem[]] {
  const item = (i: number, answered: number, right: number): GateItem => ({
    id: String(i).padStart(4, "0"),
    cluster: null,
    scores: { right: [right] },
    answered: [answered],
  });
  const told = Array.from({ length: n }, (_, i) => of(i));
  return [told.map(({ answered }, i) => item(i, answered, 1)), told.map(({ answered, right }, i) => item(i, answered, right))];
}

describe("a scored metric", () => {
  const repeats = (i: number, values: readonly (number | null)[]): GateItem => ({
    id: `n${i}`,
    cluster: null,
    scores: { right: values },
    answered: values.map((value) => (value === null ? null : 1)),
  });
  const said = (baseline: readonly GateItem[], candidate: readonly GateItem[], metric = "right"): string | null =>
    metricCheck(
      metric,
      { severity: "gate", margin: 0.05 },
      {
        baseline: { format: "pawl.baseline/1", ...EMPTY_RUN, items: baseline, criteria: CRITERIA },
        candidate: { ...EMPTY_RUN, items: candidate },
        matched: matchedItems(baseline, candidate),
      },
    ).unmeasured;
  const items = (of: (i: number) => readonly (number | null)[]): GateItem[] => Array.from({ length: 100 }, (_, i) => repeats(i, of(i)));

  it("is not measured where too many repeats have no score, though every item has one left", () => {
    const whole = items(() => [1, 1, 1]);
    const failing = items(() => [1, null, null]);
    expect(said(whole, whole)).toBeNull();
    for (const metric of ["right", "precision"]) expect(said(whole, failing, metric)).toMatch(/66.7 %.*branch/);
    expect(said(failing, whole)).toMatch(/66.7 %.*baseline/);
  });

  it("is not measured where the repeats of one arm fail more often", () => {
    // 3.3 % are within the limit.
    expect(
      said(
        items(() => [1, 1, 1]),
        items((i) => (i < 10 ? [1, 1, null] : [1, 1, 1])),
      ),
    ).toMatch(/not measured alike/);
    const alike = items((i) => (i < 10 ? [1, 1, null] : [1, 1, 1]));
    expect(
      said(
        alike,
        items((i) => (i >= 90 ? [1, null, 1] : [1, 1, 1])),
      ),
    ).toBeNull();
  });
});

describe("the precision metric", () => {
  it("counts clusters where no item differs", () => {
    const [baseline, candidate] = armsOf(400, () => ({ answered: 1, right: 1 }));
    const inClusters = (arm: readonly GateItem[]): GateItem[] => arm.map((item, i) => ({ ...item, cluster: `c${i % 8}` }));
    const kind = (before: readonly GateItem[], now: readonly GateItem[]): string =>
      metricCheck(
        "precision",
        { severity: "gate", margin: 0.05 },
        {
          baseline: { format: "pawl.baseline/1", ...EMPTY_RUN, items: before, criteria: CRITERIA },
          candidate: { ...EMPTY_RUN, items: now },
          matched: matchedItems(before, now),
        },
      ).at(0.95).kind;
    expect(kind(baseline, candidate)).toBe("pass");
    expect(kind(inClusters(baseline), inClusters(candidate))).toBe("inconclusive");
  });

  it.each([
    { n: 40, answers: 1 },
    { n: 100, answers: 1 },
    { n: 200, answers: 1 },
    { n: 200, answers: 0.3 },
  ])("passes at most one in forty variants that lose the whole margin: $n items, $answers answered", ({ n, answers }) => {
    const random = seededRandom(`precision ${n} ${answers}`);
    let passes = 0;
    for (let run = 0; run < 500; run++) {
      const [baseline, candidate] = armsOf(n, () => ({ answered: random.next() < answers ? 1 : 0, right: random.next() < 0.05 ? 0 : 1 }));
      const input = {
        baseline: { format: "pawl.baseline/1" as const, ...EMPTY_RUN, items: baseline, criteria: CRITERIA },
        candidate: { ...EMPTY_RUN, items: candidate },
        matched: matchedItems(baseline, candidate),
      };
      const check = metricCheck("precision", { severity: "gate", margin: 0.05 }, input);
      if (check.unmeasured === null && check.at(0.95).kind === "pass") passes += 1 / 500;
    }
    // .025 and three standard errors.
    expect(passes).toBeLessThan(0.025 + 3 * 0.007);
  });

  it("still passes where nearly nothing was lost of many answers", () => {
    const [baseline, candidate] = armsOf(400, (i) => ({ answered: 1, right: i === 7 ? 0 : 1 }));
    const input = {
      baseline: { format: "pawl.baseline/1" as const, ...EMPTY_RUN, items: baseline, criteria: CRITERIA },
      candidate: { ...EMPTY_RUN, items: candidate },
      matched: matchedItems(baseline, candidate),
    };
    expect(metricCheck("precision", { severity: "gate", margin: 0.05 }, input).at(0.95).kind).toBe("pass");
  });
});
