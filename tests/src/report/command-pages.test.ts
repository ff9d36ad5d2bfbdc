import { readdirSync } from "node:fs";
import axe from "axe-core";
import { runCli } from "pawl";
import { expect, it, vi } from "vitest";
import { cliProject, variantShowing } from "../cli/cli-process.ts";
import { withoutBrowser, withPage } from "./browser-page.ts";

const LABELS = ["refund", "track", "damage", "other"];
const rows = Array.from({ length: 160 }, (_, i) => ({
  id: `m${i}`,
  split: i < 40 ? "train" : i < 100 ? "dev" : "test",
  input: { message: `${"please ".repeat(i % 4)}where is the parcel #${i}` },
  expected: LABELS[i % 4],
  tags: [i % 3 === 0 ? "email" : "chat"],
}));

/** What of a page, narrow and dark, everything on it opened, is not as it should be. */
async function broken(content: string): Promise<unknown> {
  let found: unknown;
  await withPage(
    content,
    async ({ asked, errors, page }) => {
      await page.evaluate(axe.source);
      await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
      await page.evaluate("document.querySelectorAll('.item').forEach((item) => (item.style.contentVisibility = 'visible'))");
      const violations = await page.evaluate("axe.run().then((run) => run.violations.map((rule) => rule.id + ': ' + rule.nodes[0].html))");
      found = { asked, errors, violations, fits: await page.evaluate("document.documentElement.scrollWidth <= innerWidth") };
    },
    { colorScheme: "dark", width: 400 },
  );
  return found;
}

it.skipIf(withoutBrowser)("the pages that eval, compare and climb write load nothing and pass every rule of axe [chromium]", async () => {
  using project = cliProject({
    "data/triage.jsonl": rows.map((row) => JSON.stringify(row)).join("\n"),
    "four.json": variantShowing(4),
    "eight.json": variantShowing(8),
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const run = (...args: readonly string[]): Promise<number> => runCli([...args, "--quiet", "--config", project.at("pawl.config.ts")]);
  for (const variant of ["four.json", "eight.json"]) expect(await run("eval", "triage", "--variant", project.at(variant))).toBe(0);
  expect(await run("eval", "triage")).toBe(0);
  expect(await run("compare", "last~1", "last~2")).toBe(1);
  expect(await run("compare", "last", "last~1", "last~2")).toBeLessThan(3);
  expect(await run("climb", "triage", "--budget", "60s")).toBe(0);
  vi.restoreAllMocks();
  const reports = readdirSync(project.at(".pawl/reports")).filter((name) => name.endsWith(".html"));
  const one = (part: string): string => reports.find((name) => name.includes(part)) ?? "";
  const names = [one("-against-"), one("ranking-"), reports.find((name) => !/against|ranking/.test(name)) ?? ""];
  for (const path of ["pawl/triage/report.html", ...names.map((name) => `.pawl/reports/${name}`)]) {
    const page = project.read(path);
    expect(page, path).toContain("Looks at the sealed split");
    expect(await broken(page), path).toEqual({ asked: [], errors: [], violations: [], fits: true });
  }
});
