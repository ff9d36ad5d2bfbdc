import { expect, it } from "vitest";
import * as api from "./metrics.ts";

it("exports these names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "bestAssignment",
      "calibrationMetrics",
      "labelEstimate",
      "labelMetrics",
      "labelPairs",
      "rankedIds",
      "rankingMetrics",
      "runMetrics",
    ]
  `);
});
