import { PawlError, type Scorer } from "@pawl/core";
import { errorCorrelation } from "@pawl/stats";
import { describe, expect, it } from "vitest";
import { yesNo } from "./criterion.ts";
import { criterionJudge } from "./criterion-judge.ts";
import { helpfulnessJudge } from "./helpfulness-judge.ts";
import { ask, once, reply } from "./judge.fixture.ts";
import { jury } from "./jury.ts";
import { juryVotes } from "./jury-votes.ts";

const polite = yesNo("Is it polite?", { yes: "it is", no: "it is not" });
const jurors = (...answers: readonly (string | Error)[]) =>
  answers.map((answer, i) => criterionJudge({ ...once(answer, { ref: { id: `model-${i}` } }), name: "polite", criterion: polite }));
const graders = (...answers: readonly string[]) =>
  answers.map((answer, i) => helpfulnessJudge(once(reply(answer), { ref: { id: `model-${i}` } })));
const [yes, no] = [reply("yes"), reply("no")];

describe("jury", () => {
  it("gives the majority of yes/no votes and keeps the votes and calls of all", async () => {
    const scorer = jury(jurors(yes, no, yes), { name: "panel" });
    expect(scorer).toMatchObject({
      name: "panel",
      scale: "binary",
      direction: "higher",
      judge: { model: { id: "jury(model-0, model-1, model-2)" }, calibration: null },
    });
    const score = await ask(scorer, { output: "x" });
    expect(score).toMatchObject({ value: 1, detail: { combine: "majority", agreement: expect.closeTo(2 / 3, 12) }, steps: { length: 3 } });
    expect(score).toMatchObject({ detail: { votes: [{ judge: "polite", model: "model-0", value: 1 }, { value: 0 }, { value: 1 }] } });
  });

  it("gives the mean or median of scores", async () => {
    const three = () => graders("helpful", "helpful", "unhelpful");
    expect(await ask(jury(three(), { name: "p" }), { output: "x" })).toMatchObject({ value: 2 / 3 });
    expect(await ask(jury(three(), { name: "p", combine: "median" }), { output: "x" })).toMatchObject({ value: 1 });
    expect(await ask(jury(graders("helpful", "partly"), { name: "p", combine: "median" }), { output: "x" })).toMatchObject({ value: 0.75 });
    expect(await ask(jury(jurors(yes, no, yes), { name: "p", combine: "mean" }), { output: "x" })).toMatchObject({ value: 2 / 3 });
  });

  it("is unscored for an even split, too little agreement and too few votes", async () => {
    expect(await ask(jury(jurors(yes, no), { name: "p" }), { output: "x" })).toMatchObject({ kind: "unscored", steps: { length: 2 } });
    const abstaining = jury(jurors(yes, no, yes), { name: "p", abstainAt: 0.7 });
    expect(await ask(abstaining, { output: "x" })).toMatchObject({ kind: "unscored", reason: expect.stringMatching(/0\.67, below 0\.7/) });
    expect(await ask(jury(jurors(yes, "?", "?"), { name: "p" }), { output: "x" })).toMatchObject({
      kind: "unscored",
      steps: { length: 5 },
    });
    expect(await ask(jury(jurors(yes, "?", yes), { name: "p", quorum: 1 }), { output: "x" })).toMatchObject({ kind: "unscored" });
  });

  it("goes on without a juror in doubt or out of order, whose vote is none", async () => {
    const down = new PawlError("service.unavailable", "Down.");
    const score = await ask(jury(jurors(yes, "?", yes), { name: "p" }), { output: "x" });
    expect(score).toMatchObject({ value: 1, detail: { votes: [{ value: 1 }, { value: null, reason: expect.any(String) }, { value: 1 }] } });
    expect(await ask(jury(jurors(yes, down, yes), { name: "p" }), { output: "x" })).toMatchObject({ value: 1, steps: { length: 3 } });
    await expect(ask(jury(jurors(yes, down, down), { name: "p" }), { output: "x" })).rejects.toBe(down);
    const empty = new PawlError("use.over-budget", "Empty.");
    await expect(ask(jury(jurors(yes, empty, yes), { name: "p" }), { output: "x" })).rejects.toBe(empty);
  });

  it("refuses fewer than two judges, a judge twice, and judges of different kinds", () => {
    const [first, second] = jurors(yes, no);
    const low: Scorer<unknown, unknown, unknown> = {
      ...jurors(yes)[0],
      hash: "x",
      name: "low",
      direction: "lower",
      scale: "binary",
      score: () => ({ kind: "unscored", reason: "" }),
    };
    if (!first || !second) throw new Error("two jurors");
    for (const judges of [[], [first], [first, first], [first, low], [first, ...graders("partly")]])
      expect(() => jury(judges, { name: "p" })).toThrow(TypeError);
    expect(() => jury(graders("partly", "partly"), { name: "p", combine: "majority" })).toThrow(TypeError);
    expect(() => jury([first, second], { name: "p", abstainAt: 2 })).toThrow(RangeError);
    expect(() => jury([first, second], { name: "p", quorum: 0 })).toThrow(RangeError);
  });

  it("has a hash of its jurors and settings", () => {
    const hashes = [
      jury(jurors(yes, no), { name: "p" }),
      jury(jurors(yes, no, yes), { name: "p" }),
      jury(jurors(yes, no), { name: "p", combine: "mean" }),
      jury(jurors(yes, no), { name: "p", abstainAt: 0.5 }),
      jury(jurors(yes, no), { name: "p", quorum: 0.5 }),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("juryVotes", () => {
  it("gives a row a scored case, a column a juror", async () => {
    const scorer = jury(jurors(yes, "?", yes), { name: "p" });
    const scored = await ask(scorer, { output: "x" });
    expect(juryVotes([scored, { kind: "unscored", reason: "?" }, { kind: "score", value: 1 }, scored])).toEqual({
      jurors: ["polite (model-0)", "polite (model-1)", "polite (model-2)"],
      votes: [
        [1, null, 1],
        [1, null, 1],
      ],
      rows: [0, 3],
    });
    expect(juryVotes([])).toEqual({ jurors: [], votes: [], rows: [] });
  });

  it("gives what the effective number of judges is computed from", async () => {
    // Wrong: the first two of cases 2 and 3, the third of case 4. φ is 1 and twice (0 − 2/6·1/6) / √(2/6·4/6·1/6·5/6) = −1/√10.
    const says = [
      [1, 1, 1],
      [1, 1, 1],
      [0, 0, 1],
      [0, 0, 1],
      [1, 1, 0],
      [0, 0, 0],
    ];
    const scores = [];
    for (const row of says) scores.push(await ask(jury(jurors(...row.map((one) => (one ? yes : no))), { name: "p" }), { output: "x" }));
    const { votes } = juryVotes(scores);
    expect(votes).toEqual(says);
    const { mean, pairs } = errorCorrelation(votes, [1, 1, 1, 1, 1, 0]);
    expect(pairs[0]?.[1]).toBeCloseTo(1, 12);
    expect(mean?.value).toBeCloseTo((1 - 2 / Math.sqrt(10)) / 3, 12);
  });
});
