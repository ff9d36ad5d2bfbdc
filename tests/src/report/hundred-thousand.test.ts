import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { fillStore } from "../../bench/_report-store.ts";

const CASES = 100_000;
const CHARACTERS = 400;
/** What a report may hold at once. The file, most of it the texts of the two runs, is more than twice as large. */
const HEAP_MB = 180;
const OPEN = fileURLToPath(new URL("../../bench/_report-open.ts", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../bench/_report-command.ts", import.meta.url));

it("the report of 100,000 stored traces and the comparison of twice as many open in a heap that their texts do not fit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-many-"));
  try {
    const path = join(folder, "store.db");
    await fillStore(path, CASES, CHARACTERS);
    expect(statSync(path).size).toBeGreaterThan(2 * HEAP_MB * 1_024 ** 2);
    const opened = async (...args: readonly string[]): Promise<{ readonly [figure: string]: unknown }> => {
      const heap = `--max-old-space-size=${HEAP_MB}`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=pawl-source", heap, ...args]);
      return JSON.parse(stdout);
    };
    for (const what of ["report", "comparison"]) {
      const { bytes, cases } = await opened(OPEN, path, what);
      expect(cases).toBe(CASES);
      expect(bytes).toBeGreaterThan(500_000);
      expect(bytes).toBeLessThan(2_000_000);
    }
    // The commands group failures as well, of a sample whose texts are read, and say so.
    for (const [page = "", ...command] of [
      ["run-a.html", "report", "run-a"],
      ["run-b-against-run-a.html", "compare", "run-a", "run-b"],
    ]) {
      expect(await opened(COMMAND, path, ...command)).toMatchObject({ exit: 0 });
      const written = readFileSync(join(folder, ".pawl", "reports", page), "utf8");
      expect(written).toContain("The groups are of 400 of them, drawn at random");
      expect(written.length).toBeLessThan(2_000_000);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
