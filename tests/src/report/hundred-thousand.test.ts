import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
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

it("the report of 100,000 stored traces and the comparison of twice as many open in a heap that their texts do not fit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-many-"));
  try {
    const path = join(folder, "store.db");
    await fillStore(path, CASES, CHARACTERS);
    expect(statSync(path).size).toBeGreaterThan(2 * HEAP_MB * 1_024 ** 2);
    for (const what of ["report", "comparison"]) {
      const heap = `--max-old-space-size=${HEAP_MB}`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=pawl-source", heap, OPEN, path, what]);
      const { bytes, cases } = JSON.parse(stdout);
      expect(cases).toBe(CASES);
      expect(bytes).toBeGreaterThan(500_000);
      expect(bytes).toBeLessThan(2_000_000);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
