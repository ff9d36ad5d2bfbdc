/**
 * `npm test`: the real model is pulled once, then every test of the workspace runs; at the end the time of each project, what was skipped and why, and
 * the counts. `PAWL_OFFLINE=1` skips the tests on the real model, `PAWL_SKIP_NOTHING=1` lets nothing be skipped but for the listed reasons.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { excusedSkips } from "./excused-skips.ts";
import { ROOT } from "./root.ts";
import { closingLines, failures, type JsonReport, testReport } from "./test-report.ts";

const offline = process.env["PAWL_OFFLINE"] === "1";
const skipNothing = process.env["PAWL_SKIP_NOTHING"] === "1";
if (!offline) {
  const cli = join(ROOT, "packages", "cli", "src", "bin.ts");
  const model = process.env["PAWL_TEST_MODEL"] || "smollm2-135m-instruct";
  const pull = spawnSync(process.execPath, ["--conditions=pawl-source", cli, "models", "pull", model], {
    stdio: "inherit",
  });
  if (pull.status !== 0) {
    process.stderr.write("The tests on the real model need it. Without a network: PAWL_OFFLINE=1 npm test skips them by name.\n");
    process.exit(pull.status ?? 130);
  }
}

const folder = mkdtempSync(join(tmpdir(), "pawl-tests-"));
const file = join(folder, "report.json");
const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
const run = spawnSync(
  process.execPath,
  [vitest, "run", "--root", ROOT, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
let failed = 1;
try {
  const json: JsonReport = JSON.parse(readFileSync(file, "utf8"));
  const report = testReport({ ...json, success: json.success && run.status === 0 }, { root: ROOT, excuses: excusedSkips() });
  failed = failures(report, skipNothing);
  process.stdout.write(`${closingLines(report, { skipNothing }).join("\n")}\n`);
} catch {
  process.stdout.write("\n0 passed, 1 failed\n");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
