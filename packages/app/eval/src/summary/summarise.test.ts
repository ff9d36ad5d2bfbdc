import { describe, expect, it } from "vitest";
import { datasetOf, numbers, right, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { summarise } from "./summarise.ts";

describe("summarise", () => {
  it("gives Wilson's interval for a binary score without repeats", async () => {
    const run = await evaluate({ dataset: datasetOf(numbers(10)), run: (n: number) => (n < 8 ? 2 * n : 0), scorers: [right] });
    const [metric] = summarise(run).metrics;
    // statsmodels: 8/10 → (.490162, .943318).
    expect(metric?.estimate).toMatchObject({ value: 0.8, n: 10, method: "wilson" });
    expect(metric?.estimate?.interval[0]).toBeCloseTo(0.490162, 6);
    expect(metric?.estimate?.interval[1]).toBeCloseTo(0.943318, 6);
    expect(metric).toMatchObject({ scored: 10, missing: 0, bounds: null, reasons: {} });
  });

  it("counts examples, never repeats, for n", async () => {
    const run = await evaluate({ dataset: datasetOf(numbers(10)), run: (n: number) => (n < 8 ? 2 * n : 0), scorers: [right], repeats: 4 });
    const summary = summarise(run);
    expect(summary).toMatchObject({ examples: 10, repeats: 4, cases: 40 });
    expect(summary.metrics[0]?.estimate).toMatchObject({ n: 10, method: "t" });
  });

  it("clusters the error where examples are", async () => {
    const rows = numbers(20).map((row, i) => ({ ...row, cluster: `c${i % 5}` }));
    const run = await evaluate({ dataset: datasetOf(rows), run: (n: number) => (n % 5 < 3 ? 2 * n : -1), scorers: [right] });
    const [low, high] = summarise(run).metrics[0]?.estimate?.interval ?? [0, 0];
    // Four equal scores a cluster: five clusters of mean 1, 1, 1, 0, 0, so SE = √(.3/5) = .2449 and t(4) = 2.7764.
    expect(high).toBe(1);
    expect(low).toBe(0);
    expect(summarise(run, { level: 0.8 }).metrics[0]?.estimate?.interval[0]).toBeCloseTo(0.6 - 1.5332063 * Math.sqrt(0.06), 5);
  });

  it("counts the outcomes apart and bounds what is missing by worst and best", async () => {
    const run = runnerOf<number>((n) =>
      n < 5
        ? { kind: "ok", output: 2 * n }
        : n < 7
          ? { kind: "invalid", text: "", issues: [] }
          : n < 9
            ? { kind: "timeout", afterMs: 1 }
            : { kind: "skipped", reason: "unsure" },
    );
    const summary = summarise(await evaluate({ dataset: datasetOf(numbers(10)), run, scorers: [right] }));
    expect(summary.outcomes).toEqual({ ok: 5, invalid: 2, timeout: 2, skipped: 1 });
    const [metric] = summary.metrics;
    expect(metric).toMatchObject({ scored: 7, missing: 3, reasons: { timeout: 2, skipped: 1 } });
    expect(metric?.estimate?.value).toBeCloseTo(5 / 7, 12);
    expect(metric?.bounds?.worst.value).toBeCloseTo(0.5, 12);
    expect(metric?.bounds?.best.value).toBeCloseTo(0.8, 12);
  });

  it("has no estimate where nothing was scored, and no interval of width zero where nothing varied", async () => {
    const away = runnerOf<number>(() => ({ kind: "error", error: { code: "service.away", message: "", retryable: true, facts: {} } }));
    const none = summarise(await evaluate({ dataset: datasetOf(numbers(3)), run: away, scorers: [right] }));
    expect(none.metrics[0]).toMatchObject({ estimate: null, missing: 3 });
    const share = { ...right, scale: "share" as const };
    const all = summarise(await evaluate({ dataset: datasetOf(numbers(30)), run: (n: number) => 2 * n, scorers: [share] }));
    expect(all.metrics[0]?.estimate?.interval[0]).toBeLessThan(0.95);
    expect(all.metrics[0]?.estimate?.value).toBe(1);
  });

  it("adds up money and tokens, and does not take unknown for zero", async () => {
    const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 };
    const timings = { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null };
    const result = { index: 0, logProbs: [], usage, timings };
    const step = (cost: number | null) =>
      ({
        kind: "choice",
        candidates: [],
        model: { id: "m" },
        key: null,
        messages: [],
        result,
        error: null,
        cost,
        cached: false,
        startedAt: 0,
        totalMs: 1,
      }) as const;
    const run = (cost: (n: number) => number | null) =>
      evaluate({
        dataset: datasetOf(numbers(4)),
        run: (n: number, { report }) => {
          report?.(step(cost(n)));
          return n;
        },
        scorers: [],
      });
    expect(summarise(await run(() => 7))).toMatchObject({ microDollars: 28, inputTokens: 40, outputTokens: 8 });
    expect(summarise(await run((n) => (n === 2 ? null : 7)))).toMatchObject({ microDollars: null, inputTokens: 40 });
  });
});
