/**
 * `pnpm bench report`: seconds to open the report of a stored run of 100,000 traces (4.8 kB each, 0.97 GB for two runs) and the comparison of two, from
 * the file to the finished page, in a process of its own each time, the median of five; and the process's peak memory in bytes, Node itself included.
 * `reportCommandSeconds`: the same by `pawl report`, configuration, groups of failures and the written file included.
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
const COMMAND = fileURLToPath(new URL("./_report-command.ts", import.meta.url));

interface Opened {
  readonly seconds: number;
  readonly bytes: number;
  readonly peakBytes: number;
  readonly readSeconds: number;
  readonly verdictSeconds: number;
}

async function opened(path: string, what: "report" | "comparison"): Promise<(figure: (run: Opened) => number) => number> {
  return measured(OPEN, [path, what]);
}

async function measured(script: string, args: readonly string[]): Promise<(figure: (run: Opened) => number) => number> {
  const runs: Opened[] = [];
  for (let i = 0; i < TIMES; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=pawl-source", script, ...args]);
    runs.push(JSON.parse(stdout));
  }
  return (figure) => Number(median(runs.map(figure)).toPrecision(3));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), "pawl-bench-report-"));
try {
  const [large, small] = [join(folder, "large.db"), join(folder, "small.db")];
  await fillStore(large, 100_000, CHARACTERS);
  await fillStore(small, 10_000, CHARACTERS);
  const report = await opened(large, "report");
  const comparison = await opened(large, "comparison");
  const command = await measured(COMMAND, [large, "report", "run-a"]);
  const commandCompared = await measured(COMMAND, [large, "compare", "run-a", "run-b"]);
  const smallReport = await opened(small, "report");
  const smallComparison = await opened(small, "comparison");
  printResult("report", {
    reportSeconds: report(({ seconds }) => seconds),
    reportPeakBytes: report(({ peakBytes }) => peakBytes),
    reportBytes: report(({ bytes }) => bytes),
    reportCommandSeconds: command(({ seconds }) => seconds),
    reportCommandPeakBytes: command(({ peakBytes }) => peakBytes),
    compareCommandSeconds: commandCompared(({ seconds }) => seconds),
    comparisonSeconds: comparison(({ seconds }) => seconds),
    comparisonReadSeconds: comparison(({ readSeconds }) => readSeconds),
    comparisonVerdictSeconds: comparison(({ verdictSeconds }) => verdictSeconds),
    comparisonPeakBytes: comparison(({ peakBytes }) => peakBytes),
    "report10.seconds": smallReport(({ seconds }) => seconds),
    "report10.peakBytes": smallReport(({ peakBytes }) => peakBytes),
    "comparison10.seconds": smallComparison(({ seconds }) => seconds),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
