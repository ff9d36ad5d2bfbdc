import { defineTask, type Estimate, type Example } from "@pawl/core";
import { examples } from "@pawl/data";
import { type Evaluation, editSimilarity, evaluate, exact } from "@pawl/eval";
import {
  biasSection,
  comparisonReportHtml,
  comparisonReportJUnit,
  failuresSection,
  judgeSection,
  leaderboardSection,
  looksSection,
  runReportHtml,
  runReportJUnit,
  slicesSection,
} from "@pawl/eval/report";
import axe from "axe-core";
import { expect, it } from "vitest";
import * as z from "zod";
import { withoutBrowser, withPage } from "./browser-page.ts";

const task = defineTask({ name: "echo", input: z.object({ text: z.string() }), output: z.string() });
const rows: readonly Example<{ readonly text: string }, string>[] = Array.from({ length: 30 }, (_, i) => ({
  id: `row-${i}`,
  input: { text: i === 7 ? "<script>window.pwned = 1</script> seven \u0000\u001b[31m" : `the text number ${i}` },
  expected: `the text number ${i}`,
}));

function run(answer: (text: string) => string): Promise<Evaluation<{ readonly text: string }, string, "exact" | "edit-similarity">> {
  return evaluate({ dataset: examples(task, rows), run: ({ text }) => answer(text), scorers: [exact(), editSimilarity()] });
}

const champion = await run((text) => (text.includes("2") ? "the words number two" : text));
const candidate = await run((text) => {
  if (text.endsWith(" 9")) throw new Error("away");
  return text.includes("1") ? text.replace("text", "phrase") : text;
});
const estimate = { value: 0.6, interval: [0.5, 0.7], level: 0.95, n: 40, method: "t" } as const;
const money = (value: number): Estimate => ({ ...estimate, value, interval: [value - 1, value + 1] });
const sections = [
  judgeSection([
    { metric: "tone", model: { id: "m" }, calibration: null },
    {
      metric: "help",
      model: { id: "m" },
      calibration: { items: 40, raters: 2, sensitivity: estimate, specificity: estimate, kappa: null, dataset: "d" },
      confusion: {
        labels: ["yes", "no"],
        counts: [
          [20, 4],
          [3, 13],
        ],
      },
    },
  ]),
  biasSection([{ probe: "position", moved: 0.4, movedByRepeat: 0.1, excess: { ...estimate, value: 0.3, interval: [0.1, 0.5] } }]),
  leaderboardSection(
    [
      { name: "small", estimate, microDollars: money(10), latencyMs: money(5), inBest: false, pareto: "in" },
      {
        name: "large",
        estimate: { ...estimate, value: 0.8, interval: [0.7, 0.9] },
        microDollars: money(90),
        latencyMs: money(9),
        inBest: true,
        pareto: "open",
      },
    ],
    { metric: "exact", notes: ["A note."] },
  ),
  slicesSection([{ slice: "de", estimate, n: 40, shrunk: estimate }], {
    metric: "exact",
    by: "tag",
    least: 10,
    notes: ["The weakest is de.", "More."],
    simpson: ["The whole says otherwise."],
  }),
  failuresSection([{ label: "outcome error", terms: ["nine"], count: 3, share: { ...estimate, n: 9 }, examples: ["row-9", "row-19"] }], {
    other: { count: 6, share: { ...estimate, n: 9 } },
    notes: ["9 failures.", "By their words."],
  }),
  looksSection([{ runId: "r", reason: "release", at: 1.7e12 }]),
];
const runPage = runReportHtml(candidate, { title: "Echo", examples: rows, sections });
const comparedPage = comparisonReportHtml(champion, candidate, { examples: rows });

it.skipIf(withoutBrowser)(
  "the report opens without a network, runs nothing of its texts, and its search finds an item [chromium]",
  async () => {
    await withPage(runPage, async ({ asked, errors, page }) => {
      expect(asked).toEqual([]);
      expect(errors).toEqual([]);
      expect(await page.evaluate("window.pwned")).toBeUndefined();
      expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(0);
      expect(await page.locator("svg[role=img]:not([aria-label])").count()).toBe(0);
      await page.locator("input[type=search]").fill("seven");
      await expect.poll(() => page.locator(".item:visible").count()).toBe(1);
      expect(await page.locator(".item:visible").textContent()).toContain("<script>");
    });
  },
);

it.skipIf(withoutBrowser)(
  "the items are found, opened and left by keys alone, and differences are shown and hidden [chromium]",
  async () => {
    await withPage(runPage, async ({ page }) => {
      await page.keyboard.press("/");
      await page.keyboard.type("number 10");
      await expect.poll(() => page.locator(".item:visible").count()).toBe(1);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      const item = page.locator(".item[open]");
      expect(await item.locator("del").textContent()).toBe("text ");
      expect(await item.locator("ins").textContent()).toBe("phrase ");
      await page.keyboard.press("d");
      expect(await item.locator("del").isVisible()).toBe(false);
      await page.keyboard.press("d");
      expect(await item.locator("del").isVisible()).toBe(true);
      await page.keyboard.press("/");
      await page.keyboard.press("Escape");
      await expect.poll(() => page.locator(".item:visible").count()).toBe(30);
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      expect(await page.evaluate("document.activeElement.parentElement === document.querySelector('.item')")).toBe(true);
      await page.locator("#kind").selectOption("missing");
      await expect.poll(() => page.locator(".item:visible").count()).toBe(1);
    });
  },
);

it.skipIf(withoutBrowser)(
  "a link to an item shows and opens it, also where a search or a filter had hidden it, and again [chromium]",
  async () => {
    await withPage(runPage, async ({ errors, page }) => {
      const link = page.locator("a", { hasText: "row-19" });
      for (let i = 0; i < 2; i++) {
        await page.locator("input[type=search]").fill("seven");
        await expect.poll(() => page.locator(".item:visible").count()).toBe(1);
        await link.click();
        await expect.poll(() => page.locator(".item[open]").count()).toBe(1);
        expect(await page.locator(".item[open] .id").textContent()).toBe("row-19");
        expect(await page.evaluate("document.activeElement.closest('.item').querySelector('.id').textContent")).toBe("row-19");
      }
      expect(errors).toEqual([]);
    });
  },
);

it.skipIf(withoutBrowser)("a comparison filters by what changed and marks it beside the champion [chromium]", async () => {
  await withPage(comparedPage, async ({ asked, errors, page }) => {
    expect([...asked, ...errors]).toEqual([]);
    const counted = async (kind: string): Promise<number> => {
      await page.locator("#kind").selectOption(kind);
      return page.locator(".item:visible").count();
    };
    const [worse, better, lost, changed] = [
      await counted("worse"),
      await counted("better"),
      await counted("lost"),
      await counted("changed"),
    ];
    expect(worse).toBeGreaterThan(5);
    expect(better).toBeGreaterThan(5);
    expect(lost).toBe(1);
    expect(changed).toBe(worse + better + lost);
    await page.locator("#kind").selectOption("worse");
    await page.locator(".item:visible summary").first().click();
    expect(await page.locator(".item[open] ins").first().textContent()).toContain("phrase");
  });
});

it.skipIf(withoutBrowser)(
  "both reports pass every rule of axe, light and dark, wide and narrow, closed and opened [chromium]",
  async () => {
    for (const content of [runPage, comparedPage]) {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 400]) {
          await withPage(
            content,
            async ({ page }) => {
              // The page's own policy lets no other script in: the debugger's does not ask it.
              await page.evaluate(axe.source);
              await page.evaluate("document.querySelectorAll('details').forEach((details, i) => (details.open = i % 4 < 3))");
              // What is off the screen is not laid out, and axe takes such items to lie upon each other.
              await page.evaluate("document.querySelectorAll('.item').forEach((item) => (item.style.contentVisibility = 'visible'))");
              const found = await page.evaluate(
                "axe.run().then(({ passes, violations }) => ({ passed: passes.map((rule) => rule.id), failed: violations.map((rule) => rule.id + ': ' + rule.nodes[0].html) }))",
              );
              expect(found, `${colorScheme}, ${width} px`).toMatchObject({
                failed: [],
                passed: expect.arrayContaining(["color-contrast", "label", "svg-img-alt"]),
              });
              expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
            },
            { colorScheme, width },
          );
        }
      }
    }
  },
);

it.skipIf(withoutBrowser)("the JUnit files are well-formed XML, whatever the texts hold [chromium]", async () => {
  await withPage("<!doctype html><title>xml</title>", async ({ page }) => {
    for (const xml of [runReportJUnit(candidate, { examples: rows }), comparisonReportJUnit(champion, candidate)]) {
      const parsed = await page.evaluate(`(() => {
        const file = new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml");
        return [file.querySelectorAll("parsererror").length, file.querySelectorAll("testcase").length];
      })()`);
      expect(parsed).toEqual([0, xml.match(/<testcase /g)?.length]);
    }
  });
});
