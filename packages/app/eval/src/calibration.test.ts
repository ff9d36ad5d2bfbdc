import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as api from "./calibration.ts";

it("exports these names, and the README tells each", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_BAR",
      "calibrateJudge",
      "calibrationOf",
      "judgeAgreement",
      "judgeCheckFile",
      "judgeCheckHtml",
      "judgeCheckText",
      "parseJudgeCheck",
      "readingDrift",
      "withCalibration",
    ]
  `);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const name of Object.keys(api)) expect(readme).toContain(name);
});
