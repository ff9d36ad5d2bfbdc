/**
 * `pnpm bench report`: seconds to open the report of a stored run of 100,000 traces (4.8 kB each, 0.93 GB for two runs) and the comparison of two, from
 * the file to the finished page, in a process of its own each time, the median of five; and the process's peak memory in bytes, Node itself included.
 * `reportCommand.*`, `compareCommand.*`: the whole process of `pawl report A` and `pawl compare A B` on the built packages, from its start to its end:
 * configuration, groups of failures and the written file included. They are built first where they are not up to date.
 * `report10.seconds`: the same report of 10,000 traces, to see that neither grows faster than the cases. The file is in the system's cache.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printResult } from "./_machine.ts";
import { reportProject } from "./_report-project.ts";
import { fillStore } from "./_report-store.ts";

const CHARACTERS = 1_500;
const TIMES = 5;
const OPEN = fileURLToPath(new URL("./_report-open.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Says on the error output, at the end, what the process held at most and what it took of the processor. */
const SAY_USAGE = "data:text/javascript,process.on('exit',()=>process._rawDebug(JSON.stringify(process.resourceUsage())))";

interface Opened {
  readonly seconds: number;
  readonly bytes: number;
  readonly peakBytes: number;
  readonly readSeconds: number;
  readonly verdictSeconds: number;
}

interface Commanded {
  readonly seconds: number;
  /** Of all threads: what other work on the machine lengthens least. */
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

type Figures<T> = (figure: (run: T) => number) => number;

async function opened(path: string, what: "report" | "comparison"): Promise<Figures<Opened>> {
  return measured(async () =>
    JSON.parse((await promisify(execFile)(process.execPath, ["--conditions=pawl-source", OPEN, path, what])).stdout),
  );
}

async function commanded(path: string, ...command: readonly string[]): Promise<Figures<Commanded>> {
  using project = reportProject(path, "dist");
  return await measured(async () => {
    const began = performance.now();
    const { stderr } = await promisify(execFile)(process.execPath, ["--import", SAY_USAGE, project.bin, ...command], {
      cwd: project.folder,
    });
    const seconds = (performance.now() - began) / 1_000;
    const { maxRSS, systemCPUTime, userCPUTime } = JSON.parse(stderr.trim().split("\n").at(-1) ?? "");
    return { seconds, processorSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1_024 };
  });
}

async function measured<T>(run: () => Promise<T>): Promise<Figures<T>> {
  const runs: T[] = [];
  for (let i = 0; i < TIMES; i++) runs.push(await run());
  return (figure) => Number(median(runs.map(figure)).toPrecision(3));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await promisify(execFile)(join(ROOT, "node_modules", ".bin", "turbo"), ["run", "build", "--filter=pawl", "--output-logs=errors-only"], {
  cwd: ROOT,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
});
const folder = mkdtempSync(join(tmpdir(), "pawl-bench-report-"));
try {
  const [large, small] = [join(folder, "large.db"), join(folder, "small.db")];
  await fillStore(large, 100_000, CHARACTERS);
  await fillStore(small, 10_000, CHARACTERS);
  const report = await opened(large, "report");
  const comparison = await opened(large, "comparison");
  const reportCommand = await commanded(large, "report", "run-a");
  const compareCommand = await commanded(large, "compare", "run-a", "run-b");
  const smallReport = await opened(small, "report");
  const smallComparison = await opened(small, "comparison");
  printResult("report", {
    reportSeconds: report(({ seconds }) => seconds),
    reportPeakBytes: report(({ peakBytes }) => peakBytes),
    reportBytes: report(({ bytes }) => bytes),
    "reportCommand.seconds": reportCommand(({ seconds }) => seconds),
    "reportCommand.processorSeconds": reportCommand(({ processorSeconds }) => processorSeconds),
    "reportCommand.peakBytes": reportCommand(({ peakBytes }) => peakBytes),
    "compareCommand.seconds": compareCommand(({ seconds }) => seconds),
    "compareCommand.processorSeconds": compareCommand(({ processorSeconds }) => processorSeconds),
    "compareCommand.peakBytes": compareCommand(({ peakBytes }) => peakBytes),
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
