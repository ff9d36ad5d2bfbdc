import { memoryStore, PawlError, type Progress, type RunOptions } from "@pawl/core";
import { fakeClock } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { datasetOf, numbers, right, runnerOf } from "./evaluate.fixture.ts";
import { evaluate } from "./evaluate.ts";
import { functionTrace } from "./run-case.ts";

describe("evaluate", () => {
  it("runs a plain function on every example and scores it", async () => {
    const result = await evaluate({ dataset: datasetOf(numbers(5)), run: (n: number) => (n === 3 ? 0 : 2 * n), scorers: [right] });
    expect(result.items).toHaveLength(5);
    const wrong = result.items.filter((item) => item.scores.right.kind === "score" && item.scores.right.value === 0);
    expect(wrong.map((item) => item.trace.input)).toEqual([3]);
    expect(result.metrics.right).toEqual({ hash: "right-1", direction: "higher", scale: "binary" });
    expect(result.record.finishedAt).not.toBeNull();
    expect(result.items[0]?.trace).toMatchObject({ task: null, variantId: null, rendererHash: null, steps: [] });
  });

  it("orders the examples by the seed, not by the file and not by completion", async () => {
    const ids = async (seed: number, reversed: boolean, concurrency: number): Promise<(string | undefined)[]> => {
      const rows = reversed ? numbers(20).reverse() : numbers(20);
      const waits = async (n: number): Promise<number> => {
        for (let turn = 0; turn < (n * 7) % 5; turn++) await Promise.resolve();
        return n;
      };
      const result = await evaluate({ dataset: datasetOf(rows), run: waits, scorers: [], seed, concurrency });
      return result.items.map((item) => item.trace.origin.example?.id);
    };
    const once = await ids(1, false, 8);
    expect(await ids(1, true, 3)).toEqual(once);
    expect(await ids(2, false, 8)).not.toEqual(once);
    expect([...once].sort()).toEqual(
      numbers(20)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("runs each example as often as asked, with a seed of its own for each case", async () => {
    const seeds: (number | undefined)[] = [];
    const run = (n: number, options: { readonly seed?: number | undefined }): number => {
      seeds.push(options.seed);
      return n;
    };
    const result = await evaluate({ dataset: datasetOf(numbers(3)), run, scorers: [], repeats: 2 });
    expect(result.items.map((item) => item.trace.origin.example?.repeat)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(new Set(seeds).size).toBe(6);
  });

  it("takes what a function throws for its outcome", async () => {
    const timeout = new DOMException("late", "TimeoutError");
    const overBudget = new PawlError("use.over-budget", "no", { facts: { budget: "b", needed: { calls: 2 }, left: { calls: 1 } } });
    const throws = [new PawlError("service.away", "gone"), new Error("plain"), timeout, overBudget];
    const result = await evaluate({
      dataset: datasetOf(numbers(5)),
      run: (n: number): number => {
        if (n < 4) throw throws[n];
        return n;
      },
      scorers: [right],
    });
    const outcome = (n: number): unknown => result.items.find((item) => item.trace.input === n)?.trace.outcome;
    expect(outcome(0)).toMatchObject({ kind: "error", error: { code: "service.away" } });
    expect(outcome(1)).toMatchObject({ kind: "error", error: { code: "bug.unexpected" } });
    expect(outcome(2)).toMatchObject({ kind: "timeout" });
    expect(outcome(3)).toEqual({ kind: "over-budget", budget: "b", needed: { calls: 2 }, left: { calls: 1 } });
    expect(result.items.find((item) => item.trace.input === 1)?.scores.right).toEqual({ kind: "unscored", reason: "error" });
    expect(result.record.finishedAt).toBeNull();
  });

  it("makes an output that is not JSON the outcome error", async () => {
    const outputs: unknown[] = [new Date(0), Number.NaN, undefined, 2n];
    const result = await evaluate({ dataset: datasetOf(numbers(4)), run: (n: number) => outputs[n], scorers: [] });
    for (const { trace } of result.items) expect(trace.outcome).toMatchObject({ kind: "error", error: { code: "data.output-not-json" } });
  });

  it("gives back plain JSON", async () => {
    const run = (n: number): { a: number; b?: undefined } => ({ a: n, b: undefined });
    const result = await evaluate({ dataset: datasetOf(numbers(3)), run, scorers: [] });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.items[0]?.trace.outcome).not.toHaveProperty("output.b");
  });

  it("lets invalid and refused take the worst value of a bounded scale, and leaves the other outcomes unscored", async () => {
    const run = runnerOf<number>((n) =>
      n === 0
        ? { kind: "invalid", text: "?", issues: [] }
        : n === 1
          ? { kind: "refused", reason: "no" }
          : { kind: "skipped", reason: "unsure" },
    );
    const lower = { ...right, name: "lower" as const, direction: "lower" as const };
    const real = { ...right, name: "real" as const, scale: "real" as const };
    const result = await evaluate({ dataset: datasetOf(numbers(3)), run, scorers: [right, lower, real] });
    const scores = (n: number): unknown => result.items.find((item) => item.trace.input === n)?.scores;
    expect(scores(0)).toMatchObject({ right: { value: 0 }, lower: { value: 1 }, real: { kind: "unscored", reason: "invalid" } });
    expect(scores(1)).toMatchObject({ right: { value: 0 }, lower: { value: 1 }, real: { kind: "unscored", reason: "refused" } });
    expect(scores(2)).toMatchObject({ right: { kind: "unscored", reason: "skipped" }, lower: { kind: "unscored" } });
  });

  it("asks scoreVoid where a scorer has one", async () => {
    const run = runnerOf<number>(() => ({ kind: "skipped", reason: "unsure" }));
    const scorer = { ...right, scoreVoid: () => ({ kind: "score" as const, value: 1, reason: "right to withhold" }) };
    const result = await evaluate({ dataset: datasetOf(numbers(1)), run, scorers: [scorer] });
    expect(result.items[0]?.scores.right).toMatchObject({ value: 1, reason: "right to withhold" });
  });

  it("leaves a case unscored, with the reason, where its scorer throws or answers off its scale", async () => {
    const throwing = {
      ...right,
      score: () => {
        throw new Error("no judge");
      },
    };
    const off = { ...right, name: "off" as const, score: () => ({ kind: "score" as const, value: 7 }) };
    const result = await evaluate({ dataset: datasetOf(numbers(1)), run: (n: number) => n, scorers: [throwing, off] });
    expect(result.items[0]?.scores.right).toMatchObject({ kind: "unscored", reason: expect.stringContaining("no judge") });
    expect(result.items[0]?.scores.off).toMatchObject({ kind: "unscored", reason: expect.stringContaining("7") });
  });

  it("tells which scores are a judge's, and how well it agrees with people", async () => {
    const judge = { model: { id: "grader" }, calibration: null };
    const { metrics } = await evaluate({ dataset: datasetOf(numbers(1)), run: (n: number) => n, scorers: [{ ...right, judge }] });
    expect(metrics.right.judge).toEqual(judge);
  });

  it("keeps the steps that a function reports", async () => {
    const step = {
      kind: "embedding",
      model: { id: "m" },
      texts: 1,
      usage: null,
      cost: 5,
      cached: false,
      startedAt: 0,
      totalMs: 1,
    } as const;
    const result = await evaluate({
      dataset: datasetOf(numbers(1)),
      run: (n: number, { report }) => {
        report?.(step);
        return n;
      },
      scorers: [],
    });
    expect(result.items[0]?.trace.steps).toEqual([step]);
  });

  it("takes the trace of a function that is called elsewhere, with its times, as one of a plain function; the plan is the same", async () => {
    const shared = { dataset: datasetOf(numbers(2)), scorers: [right], version: "1" };
    const called = async (n: number, options: RunOptions) => {
      const trace = await functionTrace((input: number) => 2 * input, n, { options });
      const origin = { ...trace.origin, tags: { worker: "w1" } };
      return { ...trace, origin, task: { name: "t", hash: "1" }, variantId: "2", totalMs: 7 };
    };
    const here = await evaluate({ ...shared, run: (n: number) => 2 * n });
    const elsewhere = await evaluate({ ...shared, run: { traced: called } });
    expect(elsewhere.record).toMatchObject({ planHash: here.record.planHash, variantId: null });
    expect(elsewhere.items.map(({ scores }) => scores)).toEqual(here.items.map(({ scores }) => scores));
    expect(elsewhere.items[0]?.trace).toMatchObject({ task: null, variantId: null, totalMs: 7, origin: { tags: { worker: "w1" } } });
  });

  it("reports progress up to the total", async () => {
    const seen: Progress[] = [];
    await evaluate({ dataset: datasetOf(numbers(3)), run: (n: number) => n, scorers: [], onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3]);
    expect(seen[0]).toMatchObject({ total: 3, unit: "cases", label: "double" });
  });

  it("takes its times from the clock", async () => {
    const clock = fakeClock(1_000);
    const result = await evaluate({
      dataset: datasetOf(numbers(1)),
      run: (n: number) => {
        clock.advance(25);
        return n;
      },
      scorers: [],
      clock,
    });
    expect(result.items[0]?.trace).toMatchObject({ startedAt: 1_000, totalMs: 25 });
  });
});

describe("evaluate on bad input", () => {
  it("refuses bad data before anything is run", async () => {
    const run = (): number => {
      throw new Error("was run");
    };
    const empty = evaluate({ dataset: datasetOf<number, number>([]), run, scorers: [] });
    await expect(empty).rejects.toMatchObject({ code: "data.empty-split", facts: { split: "dev" } });
    const twice = Array.from({ length: 30 }, (_, i) => ({ id: `n${i}`, input: i })).flatMap((row) => [row, row]);
    const store = memoryStore();
    const doubled = evaluate({ dataset: datasetOf(twice), run, scorers: [], store });
    await expect(doubled).rejects.toMatchObject({ code: "data.duplicate-id", facts: { count: 30 } });
    expect((await store.runs.list({})).items).toEqual([]);
  });

  it("rejects with what a Runner throws for wrong use, and keeps what was stored", async () => {
    const store = memoryStore();
    const runner = runnerOf<number>((n) => {
      if (n === 7) throw new TypeError("not this task's input");
      return { kind: "ok", output: 2 * n };
    });
    const options = { dataset: datasetOf(numbers(10)), run: runner, scorers: [right], store, concurrency: 1 };
    await expect(evaluate(options)).rejects.toThrow("not this task's input");
    const [run] = (await store.runs.list({})).items;
    expect(run?.finishedAt).toBeNull();
    expect((await store.traces.list({ runId: run?.id ?? "" })).items).toHaveLength(runner.calls.length - 1);
  });

  it("refuses wrong options", async () => {
    const base = { dataset: datasetOf(numbers(1)), run: (n: number) => n, scorers: [] };
    await expect(evaluate({ ...base, repeats: 0 })).rejects.toThrow(RangeError);
    await expect(evaluate({ ...base, concurrency: 1.5 })).rejects.toThrow(RangeError);
    await expect(evaluate({ ...base, seed: Number.NaN })).rejects.toThrow(RangeError);
    await expect(evaluate({ ...base, split: { unseal: " " } })).rejects.toThrow(TypeError);
    await expect(evaluate({ ...base, scorers: [right, right] })).rejects.toThrow(TypeError);
  });

  it("counts one look at the sealed split for a run, however often it is gone on with, and refuses it without a store", async () => {
    const store = memoryStore();
    const dataset = datasetOf(numbers(3));
    const options = { dataset, run: (n: number) => n, scorers: [], split: { unseal: "confirmation" }, version: "1" };
    await expect(evaluate(options)).rejects.toMatchObject({ code: "use.unseal-without-store" });
    const first = await evaluate({ ...options, store });
    await evaluate({ ...options, store });
    const looks = await store.looks.list(dataset.splits.test.hash);
    expect(looks.map(({ reason, runId }) => ({ reason, runId }))).toEqual([{ reason: "confirmation", runId: first.record.id }]);
  });
});
