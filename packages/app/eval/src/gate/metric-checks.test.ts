import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import type { Baseline } from "./baseline.ts";
import type { GateItem, GateRun } from "./gate-run.ts";
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
const RUN: GateRun = {
  task: { name: "t", hash: "h" },
  split: { name: "test", hash: "h" },
  variantId: null,
  rendererHash: null,
  metrics: {},
  items: [],
  firstTokenP95Ms: null,
  firstTokenMs: [],
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

describe("the precision metric", () => {
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
        baseline: { format: "pawl.baseline/1" as const, ...RUN, items: baseline, criteria: CRITERIA },
        candidate: { ...RUN, items: candidate },
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
      baseline: { format: "pawl.baseline/1" as const, ...RUN, items: baseline, criteria: CRITERIA },
      candidate: { ...RUN, items: candidate },
      matched: matchedItems(baseline, candidate),
    };
    expect(metricCheck("precision", { severity: "gate", margin: 0.05 }, input).at(0.95).kind).toBe("pass");
  });
});
