import type { Calibration, Estimate } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { championArtefact } from "./champion-artefact.ts";
import { climb } from "./climb.ts";
import { climbReportHtml } from "./climb-report-html.ts";
import { climbReportText } from "./climb-report-text.ts";
import type { ClimbResult } from "./climb-result.ts";
import { threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { simulatedDataset, valueScorer } from "./simulated-task.fixture.ts";

const dataset = simulatedDataset({ dev: 60, test: 60 });
const rate = (value: number): Estimate => ({ value, interval: [value - 0.1, value + 0.1], level: 0.95, n: 100, method: "wilson" });
const calibration: Calibration = {
  items: 100,
  raters: 2,
  sensitivity: null,
  specificity: null,
  kappa: rate(0.7),
  dataset: "labels",
  labelled: [{ id: "a", judge: 1, human: 1 }],
};
const judged = (given: Calibration | null): Promise<ClimbResult> =>
  climb(
    threeRungs(threeWorlds(), { dataset, scorers: [{ ...valueScorer(), judge: { model: { id: "qwen-judge" }, calibration: given } }] }),
  );
/** As it is read: lines joined. */
const read = (text: string): string => text.replace(/\s+/g, " ");

describe("a climb by a judge that nobody compared with people", async () => {
  const result = await judged(null);

  it("says so in every verdict and its log", () => {
    expect(result.confirmed).toBe(true);
    const logged = result.decisions.flatMap((decision) => ("verdict" in decision && decision.verdict !== null ? [decision.verdict] : []));
    const raced = result.variants.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
    const all = [...logged, ...raced, ...result.steps.map(({ verdict }) => verdict), result.confirmation?.verdict];
    expect(all.length).toBeGreaterThan(5);
    for (const verdict of all) expect(verdict?.notes.join(" ")).toContain("not calibrated");
  });

  it.each([24, 80])("says so in its text of %i columns", (columns) => {
    expect(read(climbReportText(result, { columns }))).toContain("not calibrated");
  });

  it("says so on its page and in the champion's evidence", async () => {
    expect(climbReportHtml(result)).toContain("Not calibrated: nobody compared this judge with people");
    expect(climbReportHtml(result)).toContain("value (judge, not calibrated)");
    expect((await championArtefact(result, dataset)).evidence.judge).toEqual({ model: { id: "qwen-judge" }, calibration: null });
  });
});

it("a climb by a calibrated judge says what that is worth, and keeps no labelled item", async () => {
  const result = await judged(calibration);
  expect(result.confirmation?.verdict.notes.join(" ")).toContain("The judge's own errors are in this difference");
  for (const text of [climbReportText(result), climbReportHtml(result)]) {
    expect(read(text)).toMatch(/compared with people on 100 items: Cohen.*s κ 0\.70/);
    expect(text).not.toContain("not calibrated");
  }
  const { evidence } = await championArtefact(result, dataset);
  expect(evidence.judge?.calibration).toMatchObject({ items: 100, kappa: { value: 0.7 } });
  expect(JSON.stringify(result)).not.toContain("labelled");
});

it("a climb by code says nothing of judges", async () => {
  const result = await climb(threeRungs(threeWorlds(), { dataset }));
  expect(result.metric).not.toHaveProperty("judge");
  expect((await championArtefact(result, dataset)).evidence).not.toHaveProperty("judge");
  expect(climbReportText(result)).not.toMatch(/judge/i);
});
