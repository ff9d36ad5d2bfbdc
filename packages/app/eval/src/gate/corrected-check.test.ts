import { describe, expect, it } from "vitest";
import { compare } from "../compare/compare.ts";
import { nonInferiority } from "../compare/non-inferiority.ts";
import { calibrationWith, judgedNumbers, labelledRuns } from "../judge-mark.fixture.ts";
import { toBeNoWorseThan } from "../vitest/to-be-no-worse-than.ts";
import { baselineOf } from "./baseline.ts";
import { baselineOutline } from "./baseline-outline.ts";
import { baselineText, parseBaseline } from "./baseline-text.ts";
import { SETTINGS } from "./gate.fixture.ts";
import { type GateMetric, type GateResult, gate } from "./gate.ts";

/** The judge sees one in five worse. */
const runs = { before: await judgedNumbers(200), after: await judgedNumbers(200, { wrong: (input) => input % 5 === 0 }) };
const again = await judgedNumbers(200);
/** People see no difference. */
const alike = (): number => 1;
/** People see twice as much harm as the judge, and some in what it takes for right. */
const worse = (input: number, side: "before" | "after"): number => (side === "after" && input % 5 < 2 ? 0 : 1);
const settings = { ...SETTINGS, metrics: { ...SETTINGS.metrics, right: { severity: "gate", margin: 0.1 } as const } };
type Run = (typeof runs)["before"];
/** By way of the blessed file, as `pawl gate` does. */
const gated = ({ after, before }: { readonly before: Run; readonly after: Run }): GateResult =>
  gate(parseBaseline(baselineText(baselineOf(before, settings))), after, settings);
const rightOf = ({ metrics }: GateResult): GateMetric | undefined => metrics.find(({ metric }) => metric === "right");

describe("a gate by a judge", () => {
  it("is decided on what people would see where they labelled enough of both runs", () => {
    const found = rightOf(gated(labelledRuns(runs, 100, alike)));
    expect(found).toMatchObject({ kind: "pass", n: 200, method: expect.stringContaining("PPI++") });
    expect(found?.notes.join(" ")).toMatch(/labels of 100 of 200 pairs.*As judged the effect is -0\.2 .*regression/);
    expect(found?.notes.join(" ")).not.toContain("shows about");
    expect(rightOf(gated(labelledRuns({ before: runs.before, after: again }, 100, worse)))).toMatchObject({ kind: "regression" });
  });

  it("is theirs alone where they labelled every pair", () => {
    const found = rightOf(gated(labelledRuns(runs, 200, alike)));
    expect(found).toMatchObject({
      kind: "pass",
      effect: 0,
      notes: expect.arrayContaining([expect.stringContaining("theirs"), expect.stringContaining("As judged")]),
    });
  });

  it("is decided as judged where they labelled fewer, and says what the judge shows of a difference", () => {
    const found = rightOf(gated(labelledRuns(runs, 10, alike)));
    expect(found).toMatchObject({ kind: "regression", method: expect.not.stringContaining("PPI++") });
    expect(found?.notes.join(" ")).toContain("shows about 69 % of a difference");
  });

  it("is open where missing pairs could turn it", async () => {
    const labelled = labelledRuns(runs, 100, alike);
    const after = {
      ...labelled.after,
      items: labelled.after.items.map((item, i) =>
        i < 170 ? item : { ...item, scores: { right: { kind: "unscored" as const, reason: "away" } } },
      ),
    };
    const lax = { ...settings, missingLimit: 0.5 };
    const before = labelled.before;
    const both = {
      ...before,
      items: before.items.map((item, i) =>
        i < 170 ? item : { ...item, scores: { right: { kind: "unscored" as const, reason: "away" } } },
      ),
    };
    const found = rightOf(gate(baselineOf(both, lax), after, lax));
    expect(found).toMatchObject({ kind: "inconclusive", n: 170 });
    expect(found?.notes.join(" ")).toContain("30 of 200 pairs are missing, so the data cannot tell");
  });

  it("that was left early says what the judge shows, too", () => {
    const { after, before } = labelledRuns(runs, 100, alike);
    const verdict = compare(runs.before, runs.after).verdict;
    const answer = {
      metric: "right",
      gate: "regression",
      verdict: { ...verdict, notes: [] },
      looked: 50,
      examples: 200,
      savedCases: 150,
    } as const;
    const found = rightOf(gate(baselineOf(before, settings), after, { ...settings, sequential: answer }));
    expect(found?.notes.join(" ")).toMatch(/Stopped after 50.*shows about 69 % of a difference/);
  });

  it("says of the precision of answers by a judge what that is worth", async () => {
    const calibrated = await judgedNumbers(60, { calibration: calibrationWith() });
    const some = { ...SETTINGS, abstainBelow: 0.5, metrics: { precision: { severity: "gate", margin: 0.1 } as const } };
    const [precision] = gate(baselineOf(calibrated, some), calibrated, some).metrics;
    expect(precision?.notes.join(" ")).toContain("shows about 69 % of a difference");
    const plain = await judgedNumbers(60);
    expect(gate(baselineOf(plain, some), plain, some).metrics[0]?.notes.join(" ")).toContain("not calibrated");
  });

  it("keeps people's labels in the blessed file, and no column where there are none", () => {
    const baseline = baselineOf(labelledRuns(runs, 30, worse).before, settings);
    expect(parseBaseline(baselineText(baseline))).toEqual(baseline);
    expect(baseline.items.filter(({ people }) => people?.["right"]?.[0] === 1)).toHaveLength(30);
    expect(baselineText(baselineOf(runs.before, settings))).not.toContain("$people");
  });
});

describe("nonInferiority by a judge", () => {
  it("is decided on what people would see where they labelled enough of both runs", () => {
    const { after, before } = labelledRuns(runs, 100, alike);
    const found = nonInferiority(before, after, { margin: 0.1 });
    expect(found).toMatchObject({ kind: "pass", verdict: { method: expect.stringContaining("PPI++"), n: 200 } });
    expect(found.notes.join(" ")).toMatch(/labels of 100 of 200 pairs.*As judged/);
    const whole = labelledRuns(runs, 200, alike);
    expect(nonInferiority(whole.before, whole.after, { margin: 0.1 })).toMatchObject({ kind: "pass", verdict: { effect: 0 } });
    const blessed = baselineOutline(baselineOf(before, settings));
    expect(nonInferiority(blessed, after, { margin: 0.1 })).toMatchObject({ kind: "pass", verdict: { n: 200 } });
    expect(compare(blessed, after, { minimumUsefulEffect: 0.1 }).verdict.kind).toBe("equivalent");
    expect(toBeNoWorseThan(after, before, { margin: 0.1 })).toMatchObject({ pass: true });
  });

  it("is decided as judged where they labelled fewer, and says what that is worth", async () => {
    const { after, before } = labelledRuns(runs, 10, alike);
    const found = nonInferiority(before, after, { margin: 0.1 });
    expect(found).toMatchObject({ kind: "regression", notes: [expect.stringContaining("shows about 69 %")] });
    const calibrated = await judgedNumbers(200, { calibration: calibrationWith() });
    const blessed = baselineOutline(baselineOf(calibrated, settings));
    expect(nonInferiority(blessed, calibrated).notes).toEqual([expect.stringContaining("shows about 69 %")]);
    expect(toBeNoWorseThan(after, before, { margin: 0.1 }).message()).toContain("shows about 69 %");
  });
});
