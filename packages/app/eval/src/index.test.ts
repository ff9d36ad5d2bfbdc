import { expect, it } from "vitest";
import * as api from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_USEFUL_EFFECT",
      "compare",
      "editSimilarity",
      "evaluate",
      "evaluateEach",
      "exact",
      "fieldF1",
      "includes",
      "jsonValid",
      "label",
      "matches",
      "measureNoise",
      "nonInferiority",
      "numeric",
      "summarise",
      "traceTotals",
    ]
  `);
});
