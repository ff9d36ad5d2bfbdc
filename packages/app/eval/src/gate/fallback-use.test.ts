import { FALLBACK_TAG, type FallbackCause } from "@pawl/core";
import { expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { baselineOf } from "./baseline.ts";
import { fallbackProblem, fallbackText, fallbackUse } from "./fallback-use.ts";
import { runOf, SETTINGS } from "./gate.fixture.ts";
import { gate } from "./gate.ts";
import { gateJunit } from "./gate-junit.ts";
import { gateMarkdown } from "./gate-markdown.ts";
import { gateText } from "./gate-text.ts";

type Run = Evaluation<number, number, "right">;

/** The run with the answers of the first items told to be the fallback's. */
const fallen = (run: Run, causes: readonly FallbackCause[]): Run => ({
  ...run,
  items: run.items.map((item, i) => {
    const cause = causes[i];
    if (cause === undefined) return item;
    const origin = { ...item.trace.origin, tags: { [FALLBACK_TAG]: cause } };
    return { ...item, trace: { ...item.trace, origin } };
  }),
});
const many = (cause: FallbackCause, count: number): readonly FallbackCause[] => Array.from({ length: count }, () => cause);

it("counts the answers of a fallback by why it was asked, with their mean scores, and those it had not either", async () => {
  expect(fallbackUse(await runOf(20))).toBeNull();
  const run = fallen(await runOf(20, { wrong: (input) => input % 2 === 0, away: (input) => input === 7 }), many("refused", 20));
  const use = fallbackUse(run);
  expect(use).toMatchObject({ asked: 20, of: 20, causes: { refused: 20 }, unanswered: 1 });
  const scored = run.items.flatMap(({ scores }) => (scores.right.kind === "score" ? [scores.right.value] : []));
  expect(use?.scores["right"]).toBeCloseTo(scored.reduce((sum, value) => sum + value, 0) / 19, 12);
  const mean = Number((use?.scores["right"] ?? 0).toFixed(3));
  expect(use && fallbackText(use, "right")).toBe(
    `The fallback was asked for 20 of 20 answers (20 refused); their mean right is ${mean}; 1 of them it could not answer either.`,
  );
});

it("takes more than the allowed share of a variant that could not be asked for no measurement; what it refused it did answer", async () => {
  const run = await runOf(60);
  const problem = (causes: readonly FallbackCause[]): string | null => {
    const use = fallbackUse(fallen(run, causes));
    return use && fallbackProblem(use, 0.05);
  };
  expect(problem(many("refused", 60))).toBeNull();
  expect(problem([...many("error", 2), "timeout"])).toBeNull();
  expect(problem([...many("error", 2), "timeout", "over-budget"])).toContain("4 of 60 answers (2 error, 1 timeout, 1 over-budget)");
});

it("is told by a gate in each of its forms, which passes by a fallback's answers and cannot measure by too many of them", async () => {
  const run = await runOf(80);
  const baseline = baselineOf(run, SETTINGS);
  const plain = gate(baseline, run, SETTINGS);
  expect(plain).toMatchObject({ verdict: "pass", fallback: null });
  const some = gate(baseline, fallen(run, many("refused", 6)), SETTINGS);
  expect(some).toMatchObject({
    verdict: "pass",
    problems: [],
    fallback: { asked: 6, of: 80, causes: { refused: 6 }, scores: { right: 1 } },
  });
  for (const text of [gateText(some, { columns: 120 }), gateMarkdown(some), gateJunit(some)])
    expect(text.replaceAll("\\", "")).toContain("The fallback was asked for 6 of 80 answers (6 refused); their mean right is 1.");
  const away = gate(baseline, fallen(run, many("error", 6)), SETTINGS);
  expect(away).toMatchObject({ verdict: "cannot-measure", problems: [expect.stringContaining("6 of 80 answers (6 error)")] });
});

it("shows that it is a regression where the fallback's answers are worse", async () => {
  const baseline = baselineOf(await runOf(80), SETTINGS);
  const worse = fallen(await runOf(80, { wrong: (input) => input < 40 }), many("invalid", 80));
  expect(gate(baseline, worse, SETTINGS).verdict).toBe("regression");
});

it("measures nothing where too many answers are a fallback's because the variant is away, however bad they are", async () => {
  const baseline = baselineOf(await runOf(80), SETTINGS);
  const away = fallen(await runOf(80, { wrong: (input) => input < 40 }), many("error", 40));
  const result = gate(baseline, away, SETTINGS);
  expect(result).toMatchObject({ verdict: "cannot-measure", problems: [expect.stringContaining("40 of 80 answers (40 error)")] });
  expect(result.metrics.find(({ metric }) => metric === "right")?.kind).toBe("regression");
  expect(gateJunit(result)).toContain('<error message="cannot-measure"');
});
