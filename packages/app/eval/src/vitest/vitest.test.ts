import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

interface Result {
  readonly status: string;
  readonly message: string;
}

/** Runs a real Vitest over the fixture project and gives each test's answer by its full name. */
async function fixtureResults(): Promise<Map<string, Result>> {
  const root = fileURLToPath(new URL("../../fixtures/vitest-project", import.meta.url));
  const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), "pawl-eval-"));
  try {
    const file = join(folder, "report.json");
    const run = promisify(execFile)(process.execPath, [vitest, "run", "--root", root, "--reporter=json", `--outputFile=${file}`], {
      env: { ...process.env, VITEST: undefined, NO_COLOR: "1" },
    });
    await run.catch(() => {});
    const report: {
      readonly testResults: readonly {
        readonly assertionResults: readonly {
          readonly fullName: string;
          readonly status: string;
          readonly failureMessages?: readonly string[];
        }[];
      }[];
    } = JSON.parse(await readFile(file, "utf8"));
    return new Map(
      report.testResults.flatMap(({ assertionResults }) =>
        assertionResults.map(({ failureMessages, fullName, status }): [string, Result] => [
          fullName,
          { status, message: failureMessages?.join("\n") ?? "" },
        ]),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it("describeEval and the matchers pass and fail for the right reasons in a real Vitest", async () => {
  const results = await fixtureResults();
  expect(Object.fromEntries([...results].map(([name, { status }]) => [name, status]))).toEqual({
    "no worse": "passed",
    "through JSON": "passed",
    "no worse than blessed": "passed",
    "worse than blessed": "failed",
    regression: "failed",
    inconclusive: "failed",
    awaits: "failed",
    better: "passed",
    "better by what matters": "failed",
    "not better": "failed",
    "cannot tell": "failed",
    "the same": "failed",
    "not better is a thing to expect too": "passed",
    "climbed scores every case": "passed",
    "climbed label is better than the champion": "passed",
    "good scores every case": "passed",
    "good label is shown to be at least 0.7": "passed",
    "good label is no worse than the baseline": "passed",
    "good passes its own check": "passed",
    "bad scores every case": "passed",
    "bad label is shown to be at least 0.59": "failed",
    "bad label is no worse than the baseline": "failed",
    "away scores every case": "failed",
    "away label is shown to be at least 0.9": "passed",
    "judged scores every case": "passed",
    "judged label is shown to be at least 0.9": "failed",
    "lenient scores every case": "passed",
    // As judged it is .8, .74 at least.
    "lenient label is shown to be at least 0.7": "failed",
    "strict scores every case": "passed",
    // As judged it is .6.
    "strict label is shown to be at least 0.7": "passed",
    "strict label is shown to be at most 0.99": "passed",
    "better by a judge": "failed",
  });
  expect(results.get("regression")?.message).toMatch(/verdict {3}regression[\s\S]*interval −0\.\d+ to −0\.\d+, n = 200/);
  expect(results.get("inconclusive")?.message).toContain("the data cannot tell");
  expect(results.get("bad label is no worse than the baseline")?.message).toMatch(/margin {4}0\.05[\s\S]*method(?![\s\S]*expected false)/);
  expect(results.get("cannot tell")?.message).toMatch(/the data cannot tell, about [\d,]+ examples would decide it[\s\S]*needed {4}[\d,]+/);
  expect(results.get("not better")?.message).toMatch(/shown worse than the champion[\s\S]*verdict {3}worse/);
  expect(results.get("better by what matters")?.message).toContain("but not by 0.2 or more");
  expect(results.get("the same")?.message).toMatch(/verdict {3}(equivalent|inconclusive)/);
  expect(results.get("awaits")?.message).toContain("await");
  for (const name of ["judged label is shown to be at least 0.9", "better by a judge"])
    expect(results.get(name)?.message).toContain("not calibrated");
  expect(results.get("lenient label is shown to be at least 0.7")?.message).toMatch(
    /is 0\.6\d+, .* as people would say.*as judged 0\.800.*compared with people on 2000 items/,
  );
  expect(results.get("away scores every case")?.message).toContain('4 of 200 missing: {"error":4}');
}, 20_000);
