import { readdirSync, readFileSync } from "node:fs";
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

it("names every error code of its sources in the README", () => {
  const folder = new URL(".", import.meta.url);
  const sources = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.includes(".test.") && !file.includes(".fixture."));
  const codes = new Set(
    sources.flatMap((file) => readFileSync(new URL(file, folder), "utf8").match(/"(use|data|service|bug|io)\.[a-z-]+"/g) ?? []),
  );
  const readme = readFileSync(new URL("../README.md", folder), "utf8");
  expect([...codes].filter((code) => !readme.includes(code.slice(1, -1)))).toEqual([]);
  expect(codes.size).toBeGreaterThan(8);
});
