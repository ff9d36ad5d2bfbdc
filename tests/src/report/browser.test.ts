import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defineTask } from "@pawl/core";
import { examples } from "@pawl/data";
import { evaluate, exact, includes } from "@pawl/eval";
import { runReportHtml } from "@pawl/eval/report";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import * as z from "zod";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const required = process.env["PAWL_REQUIRE_SERVICES"] === "1";

const task = defineTask({ name: "echo", input: z.object({ text: z.string() }), output: z.string() });

async function reportPage(): Promise<string> {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    id: `row-${i}`,
    input: { text: i === 7 ? "<script>window.pwned = 1</script> seven" : `text ${i}` },
    expected: `text ${i}`,
  }));
  const evaluation = await evaluate({
    dataset: examples(task, rows),
    run: ({ text }) => (text.includes("2") ? "two" : text),
    scorers: [exact(), includes()],
  });
  return runReportHtml(evaluation, { title: "Echo" });
}

it.skipIf(!required && !existsSync(CHROMIUM))(
  "the report opens without a network, runs nothing of its texts, and its search finds an item [chromium]",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "pawl-report-"));
    const file = join(folder, "report.html");
    writeFileSync(file, await reportPage());
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const errors: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(pathToFileURL(file).href);
      expect(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
      expect(errors).toEqual([]);
      expect(await page.evaluate("window.pwned")).toBeUndefined();
      expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(0);
      expect(await page.locator("svg[role=img]:not([aria-label])").count()).toBe(0);

      await page.locator("input[type=search]").first().fill("seven");
      await expect.poll(() => page.locator(".item:visible").count()).toBe(1);
      expect(await page.locator(".item:visible").textContent()).toContain("<script>");
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
