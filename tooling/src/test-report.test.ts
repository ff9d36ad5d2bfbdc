import { expect, it } from "vitest";
import { excusedSkips } from "./excused-skips.ts";
import { closingLines, failures, testReport } from "./test-report.ts";

const file = (name: string, ms: number, statuses: { readonly [fullName: string]: string }) => ({
  name: `/r/${name}`,
  startTime: 1000,
  endTime: 1000 + ms,
  assertionResults: Object.entries(statuses).map(([fullName, status]) => ({ fullName, status })),
});
const excuses = [
  { reason: "no data", files: /^tests\/src\/data\//, holds: true },
  { reason: "no disk", files: /^tests\/src\/cli\//, holds: false },
];
const results = [
  file("packages/base/stats/src/a.test.ts", 15_000, { a: "passed", b: "passed" }),
  file("packages/base/stats/src/b.test.ts", 6_000, { c: "failed" }),
  file("packages/cli/src/a.test.ts", 500, { d: "todo" }),
  file("tests/src/data/snips.test.ts", 30_000, { e: "skipped", f: "skipped" }),
  file("tests/src/cli/disk.test.ts", 0, { g: "skipped" }),
  file("tests/src/local/l.model.test.ts", 1_000, { h: "passed" }),
];
const report = testReport({ success: false, testResults: results }, { root: "/r", excuses });

it("counts what passed and failed, and names every skip with its reason where that holds", () => {
  expect(report).toMatchObject({ passed: 3, failed: 1 });
  expect(report.skipped).toEqual([
    { file: "packages/cli/src/a.test.ts", name: "d", reason: null },
    { file: "tests/src/data/snips.test.ts", name: "e", reason: "no data" },
    { file: "tests/src/data/snips.test.ts", name: "f", reason: "no data" },
    { file: "tests/src/cli/disk.test.ts", name: "g", reason: null },
  ]);
});

it("sums the time of each project's files", () => {
  expect([...report.seconds]).toEqual([
    ["tests", 30],
    ["packages/base/stats", 21],
    ["tests (the real model)", 1],
    ["packages/cli", 0.5],
  ]);
});

it("counts a skip without a reason as a failure where nothing may be skipped", () => {
  expect([failures(report, false), failures(report, true)]).toEqual([1, 3]);
  expect(closingLines(report, { skipNothing: true }).at(-1)).toBe("3 passed, 3 failed, 4 skipped");
  expect(closingLines(report, { skipNothing: false }).at(-1)).toBe("3 passed, 1 failed, 4 skipped");
});

it("warns of a package above 20 s, and says what was skipped why", () => {
  const lines = closingLines(report, { skipNothing: true });
  expect(lines.filter((line) => line.includes("over 20 s"))).toEqual(["   21.0 s  packages/base/stats  over 20 s: run it alone to see"]);
  expect(lines).toContain("skipped 2: no data");
  expect(lines).toContain("skipped without a listed reason: tests/src/cli/disk.test.ts > g");
});

it("counts a run that failed without a failed test as one failure", () => {
  expect(testReport({ success: false, testResults: [] }, { root: "/r", excuses })).toMatchObject({ passed: 0, failed: 1 });
  expect(testReport({ success: true, testResults: [] }, { root: "/r", excuses })).toMatchObject({ failed: 0 });
});

it("excuses tests on public data only where that is not named", () => {
  const [withoutData, withData] = [excusedSkips({}), excusedSkips({ PAWL_DATA: "/data" })];
  const holding = (list: typeof withData): readonly string[] =>
    list.filter(({ files, holds }) => holds && files.test("tests/src/data/snips.test.ts")).map(({ reason }) => reason);
  expect(holding(withoutData)).toEqual([expect.stringContaining("public data")]);
  expect(holding(withData)).toEqual([]);
});

it("excuses what a flag leaves out, unless another asks for all", () => {
  const reasons = (env: NodeJS.ProcessEnv, file: string): number =>
    excusedSkips(env).filter(({ files, holds }) => holds && files.test(file)).length;
  expect(reasons({ PAWL_OFFLINE: "1" }, "tests/src/local/local-model.model.test.ts")).toBe(1);
  expect(reasons({}, "tests/src/local/local-model.model.test.ts")).toBe(0);
  expect(reasons({}, "tests/src/compute/distributed.test.ts")).toBe(1);
  expect(reasons({ PAWL_REQUIRE_SERVICES: "1" }, "tests/src/compute/distributed.test.ts")).toBe(0);
});
