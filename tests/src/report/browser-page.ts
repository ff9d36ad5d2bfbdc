import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Whether there is no browser here, and none is required. */
export const withoutBrowser: boolean = process.env["PAWL_REQUIRE_SERVICES"] !== "1" && !existsSync(CHROMIUM);

export interface OpenedPage {
  readonly page: Page;
  /** Of anything but the file itself. */
  readonly asked: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a page from a file in a real Chromium, as its reader would, and closes both. */
export async function withPage(
  content: string,
  use: (opened: OpenedPage) => Promise<void>,
  options: { readonly colorScheme?: "light" | "dark"; readonly width?: number } = {},
): Promise<void> {
  const { colorScheme = "light", width = 1280 } = options;
  const folder = mkdtempSync(join(tmpdir(), "pawl-report-"));
  const file = join(folder, "report.html");
  writeFileSync(file, content);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => void (/^(file|data):/.test(request.url()) || asked.push(request.url())));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await use({ page, asked, errors });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
