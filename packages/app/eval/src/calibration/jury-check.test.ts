import type { Scorer } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { jury } from "../judge/jury.ts";
import { biasProbes } from "../judge/probes/bias-probes.ts";
import { runReportHtml } from "../report/run-report-html.ts";
import { runReportMarkdown } from "../report/run-report-markdown.ts";
import { runReportText } from "../report/terminal/run-report-text.ts";
import { calibrateJudge } from "./calibrate-judge.ts";
import { itemsOf, judgedRun, judgeOf } from "./calibration.fixture.ts";
import { calibrationOf, judgeCheckFile, parseJudgeCheck } from "./judge-check.ts";
import { judgeCheckHtml, judgeCheckText } from "./judge-check-report.ts";

const items = itemsOf(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : 0)));
const labels = items.map(({ example, output }) => ({ id: example.id, value: output === "yes" ? 1 : 0 }));
const numberOf = (id: string): number => Number(id.slice(1));
/** Right but on every nth item from the given one on. */
const errs = (nth: number, from: number, model: string): Scorer<unknown, string, unknown> =>
  judgeOf(
    ({ example, output }) => {
      const right = output === "yes" ? 1 : 0;
      return numberOf(example.id) % nth === from ? 1 - right : right;
    },
    { hash: model, model },
  );
const checked = (...jurors: Scorer<unknown, string, unknown>[]) =>
  calibrateJudge({ judge: jury(jurors, { name: "panel" }), items, labels, repeats: 1 });
const read = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("a check of a jury", () => {
  it("says how its jurors err together, and how many independent judges they are worth", async () => {
    // The first two err on the same ten items, the third on ten others: φ = 1 and twice (0 − 1/36)/(5/36) = −.2; mean .2, 3/(1 + 2·.2) = 2.14.
    const check = await checked(errs(6, 0, "gpt-5"), errs(6, 0, "gpt-4o"), errs(6, 1, "claude-4"));
    expect(check.jury).toMatchObject({
      jurors: ["polite (gpt-5)", "polite (gpt-4o)", "polite (claude-4)"],
      errorCorrelation: { value: expect.closeTo(0.2, 9) },
      effectiveJudges: { value: expect.closeTo(3 / 1.4, 9) },
      agreement: [{ value: expect.closeTo(50 / 60, 9) }, {}, { n: 60 }],
    });
    expect(check.jury?.pairs[0]?.[1]).toBeCloseTo(1, 9);
    for (const text of [read(judgeCheckText(check, { columns: 100 })), read(judgeCheckHtml(check))]) {
      expect(text).toMatch(/jurors(&#39;|') error correlation/);
      expect(text).toContain("effective judges, of 3");
      expect(text).toContain("Jurors gpt-5 and gpt-4o are of one family (openai)");
    }
    expect(parseJudgeCheck(judgeCheckFile(check))).toEqual(check);
  });

  it("is in its calibration, and so in the judge section of each report", async () => {
    const check = await checked(errs(6, 0, "gpt-5"), errs(6, 0, "gpt-4o"), errs(6, 1, "claude-4"));
    const calibration = calibrationOf(check);
    const judge = { model: check.judge.model ?? { id: "" }, calibration };
    const facts = { hash: check.judge.hash, direction: "higher" as const, scale: "binary" as const, judge };
    const page = read(runReportHtml(judgedRun([{ id: "a", value: 1 }], facts)));
    expect(page).toMatch(/errors of the 3 jurors correlate by 0\.2.* worth 2\.1\d? .*independent judges/);
    expect(page).toContain("Jurors gpt-5 and gpt-4o are of one family");
    for (const text of [runReportText, runReportMarkdown])
      expect(read(text(judgedRun([{ id: "a", value: 1 }], facts)))).toContain("Jurors gpt-5 and gpt-4o are of one family");
    const bare = read(runReportHtml(judgedRun([{ id: "a", value: 1 }], { ...facts, judge: { ...judge, calibration: null } })));
    expect(bare).toContain("Jurors gpt-5 and gpt-4o are of one family");
  });

  it("is left out for a single judge, and null where its jurors made no error", async () => {
    expect(await calibrateJudge({ judge: errs(6, 0, "gpt-5"), items, labels, repeats: 1 })).not.toHaveProperty("jury");
    const flawless = await checked(errs(100, 99, "gpt-5"), errs(100, 99, "claude-4"));
    expect(flawless.jury).toMatchObject({ errorCorrelation: null, effectiveJudges: null });
    expect(judgeCheckHtml(flawless)).toContain("cannot be told");
  });
});

describe("what a judge was not probed for", () => {
  const judge = errs(6, 0, "gpt-5");

  it("is named with the calls it would take", async () => {
    const plain = await calibrateJudge({ judge, items, labels, repeats: 1 });
    // 60 items read once more for the noise floor, and once with each change; seven plants into 30 bad outputs.
    expect(plain.notProbed).toEqual([
      { probe: "length", calls: 120 },
      { probe: "list-duplication", calls: 120 },
      { probe: "planted-citation", calls: 120 },
      { probe: "position", calls: 60 },
      { probe: "own-family", calls: null },
      { probe: "injection", calls: 270 },
    ]);
    for (const text of [judgeCheckText(plain), judgeCheckHtml(plain)])
      expect(read(text)).toMatch(
        /Not probed.*length \(about 120 more calls\).*own-family \(does not apply[^)]*\).*injection \(about 270 more calls\)/,
      );
  });

  it("is what was left out of those there are, at the calls that a reading took", async () => {
    const steps = [0, 1].map((startedAt) => ({ kind: "model", startedAt }) as never);
    const twice: typeof judge = { ...judge, score: async (request) => ({ ...(await judge.score(request)), steps }) };
    const probed = await calibrateJudge({ judge: twice, items, labels, repeats: 2, probes: biasProbes() });
    expect(probed.notProbed).toEqual([
      { probe: "position", calls: 0 },
      { probe: "own-family", calls: null },
      { probe: "injection", calls: 420 },
    ]);
    expect(read(judgeCheckText(probed))).toContain("position (no further call)");
    const all = await calibrateJudge({ judge, items, labels, repeats: 1, injection: true, probes: [] });
    expect(all.notProbed?.map(({ probe }) => probe)).not.toContain("injection");
  });

  it("says of outputs that are no texts that nothing can be probed", async () => {
    const data = items.map((item) => ({ ...item, output: { text: item.output } as unknown as string }));
    const found = await calibrateJudge({ judge, items: data, labels, repeats: 1 });
    expect(found.notProbed?.every(({ calls }) => calls === null)).toBe(true);
    expect(read(judgeCheckText(found))).toContain("the outputs are none");
  });
});
