import { expect, it } from "vitest";
import type { RunOutline } from "../evaluation.ts";
import { costText } from "./cost-text.ts";

const run = (variantId: string | null): Pick<RunOutline, "record"> => ({
  record: {
    format: "pawl.run-record/1",
    id: "1",
    planHash: "1",
    task: { name: "t", hash: "1" },
    variantId,
    split: "dev",
    splitHash: "1",
    startedAt: 0,
    finishedAt: 0,
  },
});

it("says that a function reported no cost, and what a variant or a function that reports cost", () => {
  expect(costText(run(null), 0)).toBe("not reported");
  expect(costText(run("v"), 0)).toBe("$0");
  expect(costText(run(null), 1_500_000)).toBe("$1.50");
});
