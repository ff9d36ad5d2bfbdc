import { type Scorer, seededRandom } from "@pawl/core";
import { calibrateJudge, judgeCheckHtml } from "@pawl/eval/calibration";
import { biasProbes } from "@pawl/eval/judge";
import axe from "axe-core";
import { expect, it } from "vitest";
import { withoutBrowser, withPage } from "./browser-page.ts";

const truths = Array.from({ length: 80 }, (_, i): 0 | 1 => (i % 3 === 0 ? 0 : 1));
const judge: Scorer<unknown, string, unknown> = {
  name: "<b>polite</b>",
  hash: "judge-1",
  direction: "higher",
  scale: "binary",
  judge: { model: { id: "a-judge" }, calibration: null },
  score: ({ example, output }) => ({
    kind: "score",
    value: (output.includes("yes") || output.length > 250 ? 1 : 0) ^ (seededRandom(example.id).next() < 0.1 ? 1 : 0),
  }),
};
const check = await calibrateJudge({
  judge,
  items: truths.map((truth, i) => ({ example: { id: `i${i}`, input: "?" }, output: truth === 1 ? "yes" : "no" })),
  labels: truths.flatMap((truth, i) =>
    ["ann", "bob"].map((rater) => ({ id: `i${i}`, rater, value: rater === "bob" && i % 10 === 0 ? 1 - truth : truth })),
  ),
  repeats: 2,
  probes: biasProbes(),
  injection: true,
});

it.skipIf(withoutBrowser)(
  "a judge's page asks for nothing, shows names as text, and axe-core finds no fault, light and dark, wide and narrow [chromium]",
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1280, 380]) {
        await withPage(
          judgeCheckHtml(check),
          async ({ asked, errors, page }) => {
            expect(await page.locator("h1").textContent()).toContain("<b>polite</b>");
            await page.evaluate(axe.source);
            await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
            const failed = await page.evaluate(
              "axe.run().then(({ violations }) => violations.map((rule) => rule.id + ': ' + rule.nodes[0].html))",
            );
            expect(failed, `${colorScheme}, ${width} px`).toEqual([]);
            expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
            expect({ asked, errors }).toEqual({ asked: [], errors: [] });
          },
          { colorScheme, width },
        );
      }
    }
  },
);
