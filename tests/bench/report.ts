/**
 * `pnpm bench report`: seconds to open the report of a stored run of 100,000 traces (4.8 kB each, 0.97 GB for two runs) and the comparison of two, from
 * the file to the finished page, in a process of its own each time, the median of five; and the process's peak memory in bytes, Node itself included.
 * `report10.seconds`: the same report of 10,000 traces, to see that neither grows faster than the cases. The file is in the system's cache.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printResult } from "./_machine.ts";
import { fillStore } from "./_report-store.ts";

const CHARACTERS = 1_500;
const TIMES = 5;
const OPEN = fileURLToPath(new URL("./_report-open.ts", import.meta.url));

interface Opened {
  readonly report: { readonly seconds: number; readonly bytes: number; readonly peakBytes: number };
  readonly comparison: Opened["report"] & { readonly readSeconds: number; readonly verdictSeconds: number };
}

async function opened(path: string, cases: number): Promise<readonly Opened[]> {
  await fillStore(path, cases, CHARACTERS);
  const runs: Opened[] = [];
  for (let i = 0; i < TIMES; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=pawl-source", OPEN, path]);
    runs.push(JSON.parse(stdout));
  }
  return runs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), "pawl-bench-report-"));
try {
  const large = await opened(join(folder, "large.db"), 100_000);
  const small = await opened(join(folder, "small.db"), 10_000);
  const of = (runs: readonly Opened[], figure: (run: Opened) => number): number => Number(median(runs.map(figure)).toPrecision(3));
  printResult("report", {
    reportSeconds: of(large, ({ report }) => report.seconds),
    reportPeakBytes: of(large, ({ report }) => report.peakBytes),
    reportBytes: of(large, ({ report }) => report.bytes),
    comparisonSeconds: of(large, ({ comparison }) => comparison.seconds),
    comparisonReadSeconds: of(large, ({ comparison }) => comparison.readSeconds),
    comparisonVerdictSeconds: of(large, ({ comparison }) => comparison.verdictSeconds),
    comparisonPeakBytes: of(large, ({ comparison }) => comparison.peakBytes),
    "report10.seconds": of(small, ({ report }) => report.seconds),
    "report10.peakBytes": of(small, ({ report }) => report.peakBytes),
    "comparison10.seconds": of(small, ({ comparison }) => comparison.seconds),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
