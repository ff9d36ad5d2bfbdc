import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
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
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: URL): void => {
    if (seen.has(file.href)) return;
    seen.add(file.href);
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b(?! type)[^;]*? from "([^"]+)";/gm)) {
      if (from.startsWith(".")) follow(new URL(from, file));
      else packages.add(from);
    }
  };
  follow(new URL("./index.ts", import.meta.url));
  expect(seen.size).toBeGreaterThan(20);
  expect([...seen].filter((file) => file.includes("/report/"))).toEqual([]);
  expect([...packages].sort()).toEqual(["@pawl/core", "@pawl/stats"]);
});
