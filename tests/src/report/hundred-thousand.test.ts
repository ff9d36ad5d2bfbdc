import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { reportProject } from "../../bench/_report-project.ts";
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
    const ran = async (args: readonly string[], cwd: string): Promise<string> => {
      const flags = ["--conditions=pawl-source", `--max-old-space-size=${HEAP_MB}`];
      return (await promisify(execFile)(process.execPath, [...flags, ...args], { cwd })).stdout;
    };
    for (const what of ["report", "comparison"]) {
      const { bytes, cases } = JSON.parse(await ran([OPEN, path, what], folder));
      expect(cases).toBe(CASES);
      expect(bytes).toBeGreaterThan(500_000);
      expect(bytes).toBeLessThan(2_000_000);
    }
    // The commands group failures as well, of a sample whose texts are read, and say so.
    using project = reportProject(path, "src");
    for (const [page = "", ...command] of [
      ["run-a.html", "report", "run-a"],
      ["run-b-against-run-a.html", "compare", "run-a", "run-b"],
    ]) {
      await ran([project.bin, ...command], project.folder);
      const written = readFileSync(join(project.folder, ".pawl", "reports", page), "utf8");
      expect(written).toContain("The groups are of 400 of them, drawn at random");
      expect(written.length).toBeLessThan(2_000_000);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
