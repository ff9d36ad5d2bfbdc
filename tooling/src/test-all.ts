/** `npm test`: the real model is pulled once, then every test of the workspace runs, and the last line counts them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./root.ts";

const offline = process.env["PAWL_OFFLINE"] === "1";
if (!offline) {
  const cli = join(ROOT, "packages", "cli", "src", "bin.ts");
  const pull = spawnSync(process.execPath, ["--conditions=pawl-source", cli, "models", "pull", "smollm2-135m-instruct"], {
    stdio: "inherit",
  });
  if (pull.status !== 0) {
    process.stderr.write("The tests on the real model need it. Without a network: PAWL_OFFLINE=1 npm test skips them by name.\n");
    process.exit(pull.status ?? 130);
  }
}

const folder = mkdtempSync(join(tmpdir(), "pawl-tests-"));
const report = join(folder, "report.json");
const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
const run = spawnSync(
  process.execPath,
  [vitest, "run", "--root", ROOT, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
let failed = run.status === 0 ? 0 : 1;
try {
  const counts: { numPassedTests: number; numFailedTests: number; numPendingTests: number; success: boolean } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that cannot be loaded fails the run without a failed test.
  failed = Math.max(counts.numFailedTests, counts.success ? 0 : 1, failed);
  process.stdout.write(
    `\n${counts.numPassedTests} passed, ${failed} failed${counts.numPendingTests ? `, ${counts.numPendingTests} skipped` : ""}\n`,
  );
} catch {
  process.stdout.write("\n0 passed, 1 failed\n");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
