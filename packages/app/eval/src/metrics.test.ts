import { expect, it } from "vitest";
import * as api from "./metrics.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "bestAssignment",
      "labelEstimate",
      "labelMetrics",
      "labelPairs",
      "rankedIds",
      "rankingMetrics",
      "runMetrics",
    ]
  `);
});
