import { expect, it } from "vitest";
import { importsOf } from "./entry-imports.fixture.ts";
import * as api from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_USEFUL_EFFECT",
      "acceptedCalls",
      "callsIn",
      "checkCall",
      "compare",
      "cost",
      "editSimilarity",
      "evaluate",
      "evaluateEach",
      "evaluateUntilDecided",
      "exact",
      "exactCall",
      "fieldF1",
      "functionTrace",
      "includes",
      "jsonDifference",
      "jsonSimilarity",
      "jsonValid",
      "label",
      "latency",
      "listMatch",
      "matchCalls",
      "matchLists",
      "matches",
      "measureNoise",
      "metricFacts",
      "negate",
      "nonInferiority",
      "numeric",
      "numericDifference",
      "passAt",
      "readOutline",
      "recordOnly",
      "retrieval",
      "rubric",
      "summarise",
      "timeToFirstToken",
      "tokens",
      "toolCalls",
      "traceTotals",
      "weighted",
    ]
  `);
});

it("loads neither reports nor what only one scorer needs", () => {
  const { files, packages } = importsOf(new URL("./index.ts", import.meta.url));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => file.includes("/report/"))).toEqual([]);
  expect(packages).toEqual(["@pawl/core", "@pawl/stats"]);
});
