import { describe, expect, it } from "vitest";
import { baselineOf } from "./baseline.ts";
import { runOf, SETTINGS } from "./gate.fixture.ts";
import { type GateResult, gate } from "./gate.ts";
import { gateJunit } from "./gate-junit.ts";
import { gateMarkdown } from "./gate-markdown.ts";
import { gateText } from "./gate-text.ts";

const result = async (options: Parameters<typeof runOf>[1]): Promise<GateResult> =>
  gate(baselineOf(await runOf(100), SETTINGS), await runOf(100, options), SETTINGS);
const worse = (): Promise<GateResult> => result({ wrong: (input) => input % 4 === 0 });

describe("gateMarkdown", () => {
  it("lists what changed, capped with a count, and the smallest detectable difference", async () => {
    const text = gateMarkdown(await worse(), { items: 3, notes: ["A/A: 0 of 20."] });
    expect(text).toContain("❌ `double`: Regression");
    expect(text).toContain("**right**: 25 worse, 0 better, 75 as before.");
    expect(text.match(/^\| `n\d+` \| 1 \| 0 \|$/gm)).toHaveLength(3);
    expect(text).toContain("and 22 more");
    expect(text).toMatch(/\| right \| regression \| 1 \| 0\.75 \| −0\.25 \| −0\.\d+ to −0\.\d+ \| 0\.05 \| 0\.\d+ \| 100 \|/);
    expect(text).toContain("- A/A: 0 of 20.");
  });

  it("leaves no markup to ids", async () => {
    const found = await worse();
    const ids = found.changes.map((change) => ({
      ...change,
      worse: [{ metric: "right", id: "a`|<img>\n# b\u001b[31m\u202e", baseline: 1, candidate: 0 }],
    }));
    const text = gateMarkdown({ ...found, changes: ids, problems: ["<script> *x* @octocat ![a](b)"] });
    expect(text).toContain("| `a'\\|<img> # b [31m ` | 1 | 0 |");
    expect(text).toContain("&lt;script&gt; \\*x\\* \\@octocat \\!\\[a\\]");
  });
});

describe("gateJunit", () => {
  it("is a failure for a regression, with one case a metric", async () => {
    const xml = gateJunit(await worse());
    expect(xml).toContain('<testsuite name="double" tests="2" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<failure message="regression" type="regression">effect −0.25');
    expect(gateJunit(await result({}))).toContain('tests="2" failures="0" errors="0" skipped="0"');
  });

  it("is an error where nothing could be measured or the criteria changed", async () => {
    expect(gateJunit(await result({ away: () => true }))).toContain('failures="0" errors="2"');
    const changed = gateJunit(await result({ scorer: "right-2" }));
    expect(changed).toContain('errors="1"');
    expect(changed).toContain("&#34;right&#34;");
  });

  it("holds no character that XML cannot", async () => {
    const found = await worse();
    const xml = gateJunit({ ...found, metrics: found.metrics.map((metric) => ({ ...metric, notes: ["a\uFFFE\u0000\u{1F600}]]><b>"] })) });
    for (const wrong of ["\uFFFE", "\u0000", "]]>", "<b>"]) expect(xml).not.toContain(wrong);
    expect(xml).toContain("\u{1F600}");
  });
});

describe("gateText", () => {
  it("leaves no control character of an id or an error to the terminal, in texts of several lines either", async () => {
    const found = await worse();
    const changes = found.changes.map((change) => ({
      ...change,
      worse: [{ metric: "right", id: "a\n\u001b[2J", baseline: 1, candidate: 0 }],
    }));
    const text = gateText({ ...found, problems: ["Away.\n\u001b[31mTry again."], changes }, { columns: 100 });
    expect(text).not.toContain("\u001b");
    expect(text).toContain("  Away.\n  \u241b[31mTry again.");
    expect(text).toContain("    a \u241b[2J: 1");
  });

  it("shows each metric with what it could have found, in every width", async () => {
    for (const columns of [40, 120]) {
      const text = gateText(await worse(), { columns });
      for (const part of ["Regression", "right", "first-token-p95", "detectable", "25 items worse", "and 20 more"])
        expect(text).toContain(part);
    }
  });

  it("says why it could not measure", async () => {
    expect(gateText(await result({ away: () => true }), { columns: 100 })).toContain("No item has a score in both.");
  });
});

it("fails as JUnit where a guardrail that is to be shown is not, though every gate passes", async () => {
  const run = await runOf(80);
  const result = gate(baselineOf(run, SETTINGS), run, SETTINGS);
  expect(gateJunit(result)).toContain('failures="0" errors="0"');
  const open = result.metrics.map((metric) => (metric.severity === "guardrail" ? { ...metric, kind: "inconclusive" as const } : metric));
  expect(gateJunit({ ...result, verdict: "inconclusive", metrics: open })).toContain('<error message="inconclusive"');
});
