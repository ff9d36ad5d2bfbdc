import { relative } from "node:path";
import type { ExcusedSkip } from "./excused-skips.ts";

/** What is read of Vitest's JSON report. */
export interface JsonReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  /** Skipped and to-do tests with each one's file and reason; null where none that holds is listed. */
  readonly skipped: readonly { readonly file: string; readonly name: string; readonly reason: string | null }[];
  /** Seconds in the tests of each project, summed over its files, the longest first. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** Returns the counts of a report; a run that failed without a failed test (a file that cannot be loaded) counts as one. */
export function testReport(
  { success, testResults }: JsonReport,
  { root, excuses }: { readonly root: string; readonly excuses: readonly ExcusedSkip[] },
): TestReport {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file: relative(root, name), name: fullName, status })),
  );
  const failed = tests.filter(({ status }) => status === "failed").length;
  const seconds = new Map<string, number>();
  for (const { name, startTime, endTime } of testResults) {
    const project = projectOf(relative(root, name));
    seconds.set(project, (seconds.get(project) ?? 0) + (endTime - startTime) / 1000);
  }
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed === 0 && !success ? 1 : failed,
    skipped: tests
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ file, name }) => ({ file, name, reason: excuses.find(({ files, holds }) => holds && files.test(file))?.reason ?? null })),
    seconds: new Map([...seconds].sort(([, a], [, b]) => b - a)),
  };
}

/** What one package's own tests may take, in seconds. */
const MOST_SECONDS = 20;

/** Returns the lines that close `npm test`: time by project, what was skipped and why, the counts last. With `skipNothing` a skip without a listed reason is a failure. */
export function closingLines(report: TestReport, { skipNothing }: { readonly skipNothing: boolean }): readonly string[] {
  const times = [...report.seconds].map(([project, taken]) => {
    const over = project.startsWith("packages/") && taken > MOST_SECONDS ? `  over ${MOST_SECONDS} s: run it alone to see` : "";
    return `${taken.toFixed(1).padStart(7)} s  ${project}${over}`;
  });
  const excused = report.skipped.filter(({ reason }) => reason !== null);
  const reasons = [...new Set(excused.map(({ reason }) => reason))].map(
    (reason) => `skipped ${excused.filter((skip) => skip.reason === reason).length}: ${reason}`,
  );
  const unlisted = Map.groupBy(
    report.skipped.filter(({ reason }) => reason === null),
    ({ file }) => file,
  );
  const others = [...unlisted].map(
    ([file, tests]) => `skipped without a listed reason: ${file} > ${tests.map(({ name }) => name).join("; ")}`,
  );
  const skipped = report.skipped.length === 0 ? "" : `, ${report.skipped.length} skipped`;
  return [
    "",
    "Time in the tests of each project, summed over its files:",
    ...times,
    "",
    ...reasons,
    ...others,
    `${report.passed} passed, ${failures(report, skipNothing)} failed${skipped}`,
  ];
}

/** Returns how many tests count as failed. */
export function failures({ failed, skipped }: TestReport, skipNothing: boolean): number {
  return failed + (skipNothing ? skipped.filter(({ reason }) => reason === null).length : 0);
}

function projectOf(file: string): string {
  if (file.endsWith(".model.test.ts")) return "tests (the real model)";
  return /^(?:packages\/(?:cli|[^/]+\/[^/]+)|apps\/[^/]+|[^/]+)/.exec(file)?.[0] ?? file;
}
