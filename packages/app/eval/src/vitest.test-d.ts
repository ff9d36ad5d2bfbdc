import { expect } from "vitest";
import type { Evaluation } from "./index.ts";
import "./vitest.ts";

declare const run: Evaluation<{ message: string }, string, "label" | "field-f1">;
declare const baseline: Evaluation<{ message: string }, string, "label">;
expect(run).toBeNoWorseThan(baseline, { margin: 0.02, metric: "label" });
await expect(Promise.resolve(run)).resolves.toBeNoWorseThan(baseline);
expect(run).not.toBeNoWorseThan(baseline);
// @ts-expect-error a number is no baseline
expect(run).toBeNoWorseThan(0.8);
expect(run).toBeBetterThan(baseline, { useful: true });
// @ts-expect-error a margin is what "no worse" has
expect(run).toBeBetterThan(baseline, { margin: 0.02 });
// @ts-expect-error no such option
expect(run).toBeNoWorseThan(baseline, { tolerance: 0.1 });
