import { expect, it } from "vitest";
import * as api from "./gate.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_FLIP_LIMIT",
      "FIRST_TOKEN",
      "PRECISION",
      "aaCheck",
      "baselineOf",
      "baselineOutline",
      "baselineText",
      "criteriaChanges",
      "criteriaHash",
      "criteriaOf",
      "differenceVariance",
      "fallbackProblem",
      "fallbackText",
      "fallbackUse",
      "flipsTooOften",
      "gate",
      "gateDefaults",
      "gateJunit",
      "gateMarkdown",
      "gateProblems",
      "gateText",
      "leaderboard",
      "leaderboardCharts",
      "leaderboardText",
      "parseBaseline",
      "planDifference",
    ]
  `);
});
