import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as ladder from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(ladder).sort()).toMatchInlineSnapshot(`
    [
      "CHAMPION_FORMAT",
      "championArtefact",
      "climb",
      "climbCharts",
      "climbReportHtml",
      "climbReportText",
      "climbSentences",
      "decisionLog",
      "demonstrations",
      "forecast",
      "instructions",
      "loadArtefact",
      "needsForFineTuning",
      "readDecisionLog",
      "retrievedDemonstrations",
      "saveArtefact",
      "verdictSentence",
    ]
  `);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});
