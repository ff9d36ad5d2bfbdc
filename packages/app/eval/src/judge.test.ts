import { readFileSync } from "node:fs";
import { memoryStore } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { importsOf } from "./entry-imports.fixture.ts";
import { judgeModel, reply } from "./judge/judge.fixture.ts";
import * as api from "./judge.ts";
import { datasetOf } from "./run/evaluate.fixture.ts";
import { evaluate } from "./run/evaluate.ts";
import { summarise } from "./summary/summarise.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_SAFETY_POLICY",
      "MODEL_FAMILIES",
      "answerRelevanceJudge",
      "biasProbes",
      "completenessJudge",
      "conversationGoalJudge",
      "criterionJudge",
      "duplicatedListProbe",
      "factualityJudge",
      "faithfulnessJudge",
      "helpfulnessJudge",
      "injectionPlants",
      "injectionProbe",
      "jury",
      "juryVotes",
      "modelFamilies",
      "ownFamilyProbe",
      "paddingProbe",
      "pairwiseJudge",
      "plantedCitationProbe",
      "positionProbe",
      "probeJudge",
      "requireOtherFamily",
      "rubricJudge",
      "rubricValue",
      "safetyJudge",
      "selfConsistency",
      "semanticEntropy",
      "toneJudge",
      "trajectoryGoalJudge",
      "unigramSurprise",
      "yesNo",
    ]
  `);
});

it("names every export in the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const name of Object.keys(api)) expect(readme).toContain(name);
});

describe("a judge in an evaluation", () => {
  const dataset = datasetOf(Array.from({ length: 6 }, (_, i) => ({ id: `q${i}`, input: `Question ${i}`, expected: `Answer ${i}` })));
  const run = (input: string) => input.replace("Question", "Answer");
  const scorers = (answer: Parameters<typeof judgeModel>[0]) => {
    const model = judgeModel(answer);
    return { model, scorers: [api.factualityJudge({ model, draws: 1 })] };
  };

  it("scores what it can tell and leaves the rest unscored, missing and bounded", async () => {
    const { model, scorers: judges } = scorers((request) =>
      JSON.stringify(request.messages).includes("Question 3") ? "I'd rather not." : reply("correct"),
    );
    const { metrics } = summarise(await evaluate({ dataset, run, scorers: judges }));
    expect(metrics[0]).toMatchObject({
      metric: "factuality",
      estimate: { value: 1, n: 5 },
      missing: 1,
      reasons: { "The judge's reply states no verdict.": 1 },
    });
    expect(model.calls).toHaveLength(7);
  });

  it("is not asked again for what a store keeps, and asked again after an outage", async () => {
    const store = memoryStore();
    let down = true;
    const { model, scorers: judges } = scorers((request) => {
      if (down && JSON.stringify(request.messages).includes("Question 3")) return new Error("The model is down.");
      return reply("correct");
    });
    const options = { dataset, run, scorers: judges, store, version: "1" };
    const first = await evaluate(options);
    expect(first.items.filter(({ scores }) => scores.factuality.kind === "unscored")).toHaveLength(1);
    expect(model.calls).toHaveLength(6);
    down = false;
    const second = await evaluate(options);
    expect(second.items.every(({ scores }) => scores.factuality.kind === "score")).toBe(true);
    expect(model.calls).toHaveLength(7);
  });
});

it("loads only what it needs", () => {
  const { files, packages } = importsOf(new URL("./judge.ts", import.meta.url));
  expect(packages).toEqual(["@pawl/core", "@pawl/policy", "@pawl/stats"]);
  expect(files.filter((file) => file.includes("/report/"))).toEqual([]);
});
