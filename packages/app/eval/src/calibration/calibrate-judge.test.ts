import { isPawlError, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { metricFacts } from "../evaluation.ts";
import { biasProbes } from "../judge/probes/bias-probes.ts";
import { calibrateJudge } from "./calibrate-judge.ts";
import { itemsOf, judgeOf } from "./calibration.fixture.ts";
import type { HumanLabel } from "./human-labels.ts";
import { calibrationOf, judgeCheckFile, parseJudgeCheck, readingDrift, withCalibration } from "./judge-check.ts";
import { judgeCheckHtml, judgeCheckText } from "./judge-check-report.ts";

const mistakesOf = async (run: Promise<unknown>): Promise<readonly string[]> => {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isPawlError(error, "data.invalid-labels")) throw error;
  return (error.facts["mistakes"] as { where: string; problem: string }[]).map(({ problem, where }) => `${where}: ${problem}`);
};

/** 40 outputs that people passed and 60 that they failed; the judge errs on the first 4 and the first 12 of them. */
const truths = Array.from({ length: 100 }, (_, i): 0 | 1 => (i < 40 ? 1 : 0));
const labels = truths.map((value, i): HumanLabel => ({ id: `i${i}`, value }));
const erring = (request: { readonly example: { readonly id: string }; readonly output: string }): number => {
  const i = Number(request.example.id.slice(1));
  const wrong = i < 4 || (i >= 40 && i < 52);
  return (request.output.startsWith("yes") ? 1 : 0) ^ (wrong ? 1 : 0);
};

describe("calibrateJudge", () => {
  it("counts the judge's errors against people, each rate with its interval", async () => {
    const check = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels, repeats: 1 });
    expect(check.agreement).toMatchObject({
      n: 100,
      confusion: {
        labels: ["no", "yes"],
        counts: [
          [48, 12],
          [4, 36],
        ],
      },
      sensitivity: { value: 0.9, n: 40 },
      specificity: { value: 0.8, n: 60 },
      prevalence: { value: 0.4, n: 100 },
      agreement: { value: 0.84, n: 100 },
    });
    // Po = .84, Pe = .4·.48 + .6·.52 = .504, κ = .336/.496.
    expect(check.agreement.kappa?.value).toBeCloseTo(0.336 / 0.496, 12);
    expect(check.verdict).toMatchObject({ kind: "usable", measure: "kappa", bar: 0.2 });
    expect(check.noise).toBeNull();
    expect(check.labelled).toHaveLength(100);
    expect(check.labelled[0]).toEqual({ id: "i0", judge: 0, human: 1 });
  });

  it("takes the majority of several raters, leaves even splits out, and shows what people agree by", async () => {
    const random = seededRandom("raters");
    const several = truths.flatMap((value, i) =>
      ["a", "b", "c"].map((rater): HumanLabel => ({ id: `i${i}`, rater, value: random.next() < 0.1 ? 1 - value : value })),
    );
    const check = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels: several, repeats: 1 });
    expect(check.labels).toMatchObject({ raters: ["a", "b", "c"], ratings: 300 });
    expect(check.agreement.ceiling).toMatchObject({ measure: "kappa" });
    expect(check.agreement.ceiling?.leaveOneOut?.value).toBeGreaterThan(0.5);
    const even = await calibrateJudge({
      judge: judgeOf(erring),
      items: itemsOf(truths),
      labels: [...labels.map((label) => ({ ...label, rater: "a" })), { id: "i0", rater: "b", value: 0 }],
      repeats: 1,
    });
    expect(even.agreement).toMatchObject({ n: 99, tied: 1 });
  });

  it("measures the noise by asking again, and takes a first reading that is known", async () => {
    const judge = judgeOf(({ output, trace }) => (output === "yes" ? 1 : trace.origin.example?.repeat === 2 ? 1 : 0));
    const items = itemsOf(truths).map((item, i) => (i === 0 ? { ...item, score: { kind: "score" as const, value: 1 } } : item));
    const { noise } = await calibrateJudge({ judge, items, labels });
    // Of three readings of 60 items one differs: 2 of 3 pairs do.
    expect(noise?.flipRate.value).toBeCloseTo(0.6 * (2 / 3), 12);
    expect(judge.asked).toHaveLength(299);
    expect(judge.asked).not.toContain("i0#0");
  });

  it("puts probes to it without reading an item twice, and plants instructions into what people found bad", async () => {
    const swayed = judgeOf(({ output }) => (output.startsWith("yes") || output.length > 100 || output.includes("full marks") ? 1 : 0));
    const check = await calibrateJudge({
      judge: swayed,
      items: itemsOf(truths),
      labels,
      repeats: 2,
      probes: biasProbes(),
      injection: true,
    });
    expect(check.probes.map(({ probe }) => probe).slice(0, 3)).toEqual(["length", "list-duplication", "planted-citation"]);
    expect(check.probes[0]).toMatchObject({ moved: 0.6, movedByRepeat: 0, items: 100 });
    expect(check.injection?.raised?.interval[0]).toBeGreaterThan(0);
    expect(check.injection?.raised?.n).toBe(60);
    expect(check.verdict.reasons.join(" ")).toContain('"length" moves 60 %');
    expect(swayed.asked.filter((one) => one === "i0#0")).toHaveLength(1 + 3);
    expect(swayed.asked.filter((one) => one === "i99#0")).toHaveLength(1 + 3 + 7);
    expect(swayed.asked.filter((one) => one.endsWith("#1"))).toHaveLength(100);
  });

  it("refuses probes of what is no text", async () => {
    const judge = { ...judgeOf(() => 1), score: () => ({ kind: "score" as const, value: 1 }) };
    const items = truths.map((value, i) => ({ example: { id: `i${i}`, input: "?" }, output: { value } }));
    await expect(calibrateJudge({ judge: judge as never, items, labels, probes: biasProbes() })).rejects.toThrow(TypeError);
  });

  it("compares scores by correlation, from the scale that people used", async () => {
    const graded = itemsOf(truths).map((item, i) => ({ ...item, output: String(1 + (i % 5)) }));
    const judge = judgeOf(({ output }) => (Number(output) - 1) / 4, { scale: "share" });
    const check = await calibrateJudge({
      judge,
      items: graded,
      labels: graded.map(({ output }, i) => ({ id: `i${i}`, value: Number(output) })),
      range: [1, 5],
      repeats: 1,
    });
    expect(check.agreement).toMatchObject({ spearman: { value: 1 }, weightedKappa: { value: 1 }, bias: { value: 0 }, sensitivity: null });
    expect(check.labelled[1]).toMatchObject({ judge: 0.25, human: 0.25 });
    expect(check.verdict).toMatchObject({ kind: "usable", measure: "spearman" });
  });

  it("takes labels from a threshold on for yes, and only those of one criterion", async () => {
    const both = truths.flatMap((value, i): HumanLabel[] => [
      { id: `i${i}`, about: "tone", value: value === 1 ? 5 : 3 },
      { id: `i${i}`, about: "length", value: 1 },
    ]);
    const check = await calibrateJudge({
      judge: judgeOf(erring),
      items: itemsOf(truths),
      labels: both,
      about: "tone",
      range: [1, 5],
      passFrom: 4.5,
      repeats: 1,
    });
    expect(check.agreement).toMatchObject({ sensitivity: { value: 0.9 }, prevalence: { value: 0.4 } });
  });
});

describe("labels that are no good", () => {
  const items = itemsOf([1, 0, 1]);

  it("are told all at once, with the place of each", async () => {
    const wrong: HumanLabel[] = [
      { id: "i0", value: 2, where: "labels.csv, line 2" },
      { id: "i9", value: 1, where: "labels.csv, line 3" },
      { id: "i1", rater: "ann", value: 1 },
      { id: "i1", rater: "ann", value: 0 },
      { id: "i2", value: Number.NaN },
    ];
    const judge = judgeOf(() => 1);
    const mistakes = await mistakesOf(calibrateJudge({ judge, items, labels: wrong }));
    expect(mistakes).toHaveLength(4);
    expect(mistakes[0]).toMatch(/^labels\.csv, line 2: 2 is neither 0 nor 1/);
    expect(mistakes[1]).toMatch(/line 3: no item is called "i9"/);
    expect(mistakes[2]).toMatch(/"i1" has a rating by "ann" already, and another one: 1, now 0/);
    expect(judge.asked).toEqual([]);
  });

  it("are refused when there is none, when items share an id, and off a stated scale", async () => {
    const judge = judgeOf(() => 1, { scale: "share" });
    expect(await mistakesOf(calibrateJudge({ judge, items, labels: [] }))).toEqual(["the labels: there is none"]);
    expect(await mistakesOf(calibrateJudge({ judge, items: [...items, ...items], labels: [] }))).toHaveLength(3);
    expect(await mistakesOf(calibrateJudge({ judge, items, labels: [{ id: "i0", value: 6 }], range: [1, 5] }))).toHaveLength(1);
    const many = Array.from({ length: 30 }, (_, i): HumanLabel => ({ id: `x${i}`, value: 1 }));
    const error: unknown = await calibrateJudge({ judge, items, labels: many }).catch((reason: unknown) => reason);
    expect(isPawlError(error) && error.facts["count"]).toBe(30);
    expect(isPawlError(error) && error.message).toContain("and 10 more");
  });

  it("of one class cannot tell what the judge does with the other", async () => {
    const passed = truths.map((_, i): HumanLabel => ({ id: `i${i}`, value: 1 }));
    const check = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels: passed, repeats: 1 });
    expect(check.verdict.kind).toBe("cannot-measure");
    expect(check.agreement).toMatchObject({ specificity: null, prevalence: { value: 1 } });
  });

  it("of three items leave it open, and of none that is scored cannot be measured", async () => {
    const few = await calibrateJudge({
      judge: judgeOf(erring),
      items: itemsOf(truths),
      labels: [labels[0], labels[50], labels[99]].flatMap((one) => one ?? []),
      repeats: 1,
    });
    expect(few.verdict.kind).toBe("inconclusive");
    expect(few.labels).toMatchObject({ items: 3, unlabelled: 97 });
    const doubting = await calibrateJudge({ judge: judgeOf(() => null), items: itemsOf(truths), labels, repeats: 2 });
    expect(doubting).toMatchObject({ verdict: { kind: "cannot-measure" }, agreement: { n: 0, unscored: 100, kappa: null }, noise: null });
    expect(judgeCheckText(doubting)).toContain("Cannot measure");
    expect(judgeCheckHtml(doubting)).toContain("Cannot measure");
  });

  it("of raters who contradict each other say how little they agree, and leave nothing to compare with", async () => {
    const opposed = truths.flatMap((value, i): HumanLabel[] => [
      { id: `i${i}`, rater: "ann", value },
      { id: `i${i}`, rater: "bob", value: 1 - value },
    ]);
    const check = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels: opposed, repeats: 1 });
    expect(check.agreement).toMatchObject({ n: 0, tied: 100, kappa: null });
    expect(check.agreement.ceiling?.pairwise?.value).toBeLessThan(-0.9);
    expect(check.verdict).toMatchObject({
      kind: "cannot-measure",
      reasons: expect.arrayContaining([expect.stringContaining("contradict each other")]),
    });
    // Where two of them differ on some items, what they agree by counts those too.
    const partly = opposed.map((label, i) =>
      label.rater === "bob" && i % 10 !== 1 ? { ...label, value: 1 - Number(label.value) } : label,
    );
    const { agreement, verdict } = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels: partly, repeats: 1 });
    expect(agreement).toMatchObject({ n: 80, tied: 20 });
    expect(agreement.ceiling?.pairwise?.value).toBeLessThan(0.7);
    // Both are said: what the easier items show, and what it could be at worst, 20 of 100 more being wrong.
    const equal = agreement.agreement?.value ?? Number.NaN;
    const said = verdict.reasons.join("\n");
    expect(said).toContain("People are split evenly on 20 of 100 items (20 %)");
    expect(said).toContain(`would be ${Math.round(80 * equal)} % instead of ${Math.round(100 * equal)} %`);
    expect(said).toMatch(/the judge by -?[\d.]+, items that people are split on counted: no judge/);
  });

  it("give the same check in any order", async () => {
    const shuffledLabels = [...labels].reverse();
    const one = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels, repeats: 1 });
    const two = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels: shuffledLabels, repeats: 1 });
    expect(two).toEqual(one);
  });

  it("of a judge that answers at random are shown not to be agreed with, with enough of them", async () => {
    const coin = judgeOf(({ example }) => (seededRandom(`coin ${example.id}`).next() < 0.5 ? 1 : 0));
    const many = Array.from({ length: 600 }, (_, i): 0 | 1 => (i % 2 === 0 ? 1 : 0));
    const check = await calibrateJudge({
      judge: coin,
      items: itemsOf(many),
      labels: many.map((value, i) => ({ id: `i${i}`, value })),
      repeats: 1,
    });
    expect(check.verdict.kind).toBe("not-usable");
  });
});

describe("a judge's check", () => {
  const checked = () => calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels, repeats: 1 });

  it("is the same text for the same comparison, and is read back", async () => {
    const check = await checked();
    const text = judgeCheckFile(check);
    expect(judgeCheckFile(await checked())).toBe(text);
    expect(parseJudgeCheck(text)).toEqual(check);
    expect(text.split("\n").filter((line) => line.startsWith('    {"id"'))).toHaveLength(100);
  });

  it("that was edited, is in conflict or of a later format is refused by what it is", async () => {
    const text = judgeCheckFile(await checked());
    const codes = [
      text.replace('"judge":0,"human":1', '"judge":1,"human":1'),
      `<<<<<<< ours\n${text}`,
      text.replace("judge-check/1", "judge-check/2"),
      "{",
      "null",
    ].map((broken) => {
      try {
        parseJudgeCheck(broken);
        return null;
      } catch (error) {
        return isPawlError(error) ? error.code : error;
      }
    });
    const edited = "data.judge-check-edited";
    expect(codes).toEqual([edited, "data.judge-check-conflict", "data.judge-check-newer", edited, edited]);
  });

  it("is attached to the judge it is of, and is stale for another prompt or model", async () => {
    const check = await checked();
    expect(metricFacts(withCalibration(judgeOf(erring), check)).judge).toEqual({
      model: { id: "qwen-judge" },
      calibration: calibrationOf(check),
    });
    const prompt = metricFacts(withCalibration(judgeOf(erring, { hash: "judge-2" }), check)).judge;
    expect(prompt).toMatchObject({ calibration: null, stale: [expect.stringContaining("prompt")] });
    const model = metricFacts(withCalibration(judgeOf(erring, { hash: "judge-2", model: "other" }), check)).judge;
    expect(model?.stale?.[0]).toContain("other");
    expect(() => withCalibration({ ...judgeOf(erring), judge: undefined }, check)).toThrow(TypeError);
  });

  it("shows what a model changed behind its name by: the same outputs are read otherwise", async () => {
    const before = await checked();
    expect(readingDrift(before, await checked())).toEqual({ items: 100, changed: 0, shift: 0, sameJudge: true });
    const later = judgeOf((asked) => (asked.example.id === "i0" || asked.example.id === "i41" ? 1 - erring(asked) : erring(asked)));
    const after = await calibrateJudge({ judge: later, items: itemsOf(truths), labels, repeats: 1 });
    // i0 was read 0 and is 1 now, i41 was 1 and is 0.
    expect(readingDrift(before, after)).toEqual({ items: 100, changed: 2, shift: 0, sameJudge: true });
    expect(readingDrift({ ...before, labelled: [] }, after)).toBeNull();
  });

  it("is told with every measure and its n, in the terminal and as a page", async () => {
    const check = await calibrateJudge({ judge: judgeOf(erring), items: itemsOf(truths), labels, repeats: 2, probes: biasProbes() });
    const text = judgeCheckText(check, { columns: 80 });
    for (const said of ["Usable", "sensitivity", "0.90", "Cohen's κ", "Gwet's AC1", "length", "Asked 2 times"])
      expect(text).toContain(said);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const page = judgeCheckHtml(check);
    for (const said of ["Usable", "Gwet&#39;s AC1", "Bias probes", "people against the judge"]) expect(page).toContain(said);
  });
});
