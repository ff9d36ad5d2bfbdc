import { memoryStore, type Store } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { datasetOf, numbers, right, runnerOf } from "./evaluate.fixture.ts";
import { evaluate } from "./evaluate.ts";
import { evaluateEach } from "./evaluate-each.ts";

/** What must be equal between a run that was gone on with and one that was not. */
function said<I, O, N extends string>({ items }: Evaluation<I, O, N>): unknown {
  return items.map(({ trace, scores }) => ({ example: trace.origin.example, outcome: trace.outcome, scores }));
}

/** A store whose writes fail from the given one on, as on a full disk. */
function failingStore(store: Store, writes: number): Store {
  let left = writes;
  const guarded =
    <T>(put: (items: readonly T[]) => Promise<void>) =>
    async (items: readonly T[]): Promise<void> => {
      if (left-- <= 0) throw new Error("disk full");
      await put(items);
    };
  return {
    ...store,
    traces: { ...store.traces, put: guarded(store.traces.put) },
    scores: { ...store.scores, put: guarded(store.scores.put) },
  };
}

const unsteady = async (n: number): Promise<number> => {
  for (let turn = 0; turn < (n * 13) % 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  if (n % 7 === 3) throw new Error("three");
  return n % 5 === 0 ? -1 : 2 * n;
};

describe("a run that is gone on with", () => {
  it("is none that was made as a part of something else", async () => {
    const store = memoryStore();
    const plan = { dataset: datasetOf(numbers(3)), run: unsteady, scorers: [right], version: "1", store };
    const { record: part } = await evaluate({ ...plan, by: "climb" });
    const { record } = await evaluate(plan);
    expect(part.by).toBe("climb");
    expect(record.by).toBeUndefined();
    expect(record.id).not.toBe(part.id);
    expect((await evaluate({ ...plan, by: "climb" })).record.id).toBe(part.id);
    expect((await evaluate(plan)).record.id).toBe(record.id);
  });

  it("equals an uninterrupted one wherever it was stopped, and however", async () => {
    const plan = { dataset: datasetOf(numbers(23)), run: unsteady, scorers: [right], repeats: 2, seed: 5, version: "1" };
    const whole = said(await evaluate(plan));
    const stops = fc.array(
      fc.record({ how: fc.constantFrom("abort", "leave", "disk"), after: fc.nat(30), concurrency: fc.integer({ min: 1, max: 5 }) }),
      {
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(stops, async (list) => {
        const store = memoryStore();
        for (const { after, concurrency, how } of list) {
          const stop = new AbortController();
          const options = { ...plan, concurrency, store: how === "disk" ? failingStore(store, after) : store, abortSignal: stop.signal };
          let seen = 0;
          try {
            for await (const _ of evaluateEach(options)) {
              if (seen++ < after || how === "disk") continue;
              if (how === "leave") break;
              stop.abort(new Error("stopped"));
            }
          } catch {}
        }
        const resumed = await evaluate({ ...plan, store, concurrency: 3 });
        expect(said(resumed)).toEqual(whole);
        expect(resumed.record.finishedAt).not.toBeNull();
        const stored = await store.traces.list({ runId: resumed.record.id }, { limit: 1_000 });
        expect(stored.items).toHaveLength(46);
        expect(said(await evaluate({ ...plan, store }))).toEqual(whole);
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it("says done only what the store has acknowledged", async () => {
    const store = memoryStore();
    const gate = Promise.withResolvers<void>();
    const slow: Store = {
      ...store,
      traces: {
        ...store.traces,
        put: async (traces) => {
          await gate.promise;
          await store.traces.put(traces);
        },
      },
    };
    const done: number[] = [];
    const options = { dataset: datasetOf(numbers(5)), run: (n: number) => n, scorers: [right], store: slow };
    const running = evaluate({ ...options, onProgress: (progress) => done.push(progress.done) });
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(done).toEqual([0]);
    gate.resolve();
    await running;
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("runs no case twice", async () => {
    const run = runnerOf<number>((n) => ({ kind: "ok", output: 2 * n }));
    const store = memoryStore();
    const options = { dataset: datasetOf(numbers(30)), run, scorers: [right], store, concurrency: 2 };
    let seen = 0;
    for await (const _ of evaluateEach(options)) if (++seen === 10) break;
    const ahead = run.calls.length - 10;
    expect(ahead).toBeLessThanOrEqual(2);
    const before = run.calls.length;
    const result = await evaluate(options);
    expect(run.calls.length).toBeLessThanOrEqual(30 + 2);
    expect(run.calls.length).toBeGreaterThanOrEqual(30);
    expect(result.items).toHaveLength(30);
    expect(before).toBeLessThan(30);
    await evaluate(options);
    expect(run.calls.length).toBeLessThanOrEqual(30 + 2);
  });

  it("computes only missing scores of a finished run, and those of a changed scorer beside the old", async () => {
    const store = memoryStore();
    const run = runnerOf<number>((n) => ({ kind: "ok", output: 2 * n }));
    let scored = 0;
    const scorer = (hash: string): typeof right => ({
      ...right,
      hash,
      score: () => {
        scored++;
        return { kind: "score", value: hash === "b" ? 0 : 1 };
      },
    });
    const options = { dataset: datasetOf(numbers(8)), run, store };
    const first = await evaluate({ ...options, scorers: [scorer("a")] });
    const second = await evaluate({ ...options, scorers: [scorer("a")] });
    expect(scored).toBe(8);
    expect(second).toEqual(first);
    const third = await evaluate({ ...options, scorers: [scorer("b")] });
    expect(scored).toBe(16);
    expect(run.calls).toHaveLength(8);
    expect(third.items.every((item) => item.scores.right.kind === "score" && item.scores.right.value === 0)).toBe(true);
    expect((await store.scores.list({ runId: first.record.id })).items).toHaveLength(16);
  });

  it("tries aborted and over-budget cases again and keeps the other outcomes", async () => {
    const store = memoryStore();
    const dataset = datasetOf(numbers(6));
    const spent = { kind: "over-budget", budget: "b", needed: { calls: 1 }, left: { calls: 0 } } as const;
    const poor = runnerOf<number>((n) =>
      n < 2 ? spent : n === 2 ? { kind: "aborted" } : n === 3 ? { kind: "timeout", afterMs: 9 } : { kind: "ok", output: 2 * n },
    );
    const first = await evaluate({ dataset, run: poor, scorers: [right], store });
    expect(first.record.finishedAt).toBeNull();
    expect((await store.traces.list({ runId: first.record.id })).items).toHaveLength(3);
    const rich = runnerOf<number>((n) => ({ kind: "ok", output: 2 * n }));
    const second = await evaluate({ dataset, run: rich, scorers: [right], store });
    expect(second.record.id).toBe(first.record.id);
    expect([...rich.calls].sort()).toEqual([0, 1, 2]);
    expect(second.items.filter((item) => item.trace.outcome.kind === "timeout")).toHaveLength(1);
    expect(second.record.finishedAt).not.toBeNull();
  });

  it("tries a scorer that failed again", async () => {
    const store = memoryStore();
    let away = true;
    const judge = {
      ...right,
      score: () => {
        if (away) throw new Error("away");
        return { kind: "score" as const, value: 1 };
      },
    };
    const options = { dataset: datasetOf(numbers(2)), run: (n: number) => n, scorers: [judge], store, version: "1" };
    const first = await evaluate(options);
    expect(first.items[0]?.scores.right.kind).toBe("unscored");
    away = false;
    expect((await evaluate(options)).items[0]?.scores.right).toMatchObject({ value: 1 });
  });

  it("is another run where the plan differs, and always for a function without a version", async () => {
    const store = memoryStore();
    const base = { dataset: datasetOf(numbers(2)), run: (n: number) => n, scorers: [], store };
    const changes = [
      { version: "1" },
      { version: "2" },
      { version: "1", seed: 1 },
      { version: "1", repeats: 2 },
      { version: "1", split: "train" as const },
      { version: "1", dataset: datasetOf(numbers(2), "other") },
      { version: "1", shuffleDemonstrations: true },
      {},
      {},
    ];
    const ids = new Set<string>();
    for (const change of changes) ids.add((await evaluate({ ...base, ...change })).record.id);
    expect(ids.size).toBe(changes.length);
    expect((await evaluate({ ...base, version: "1" })).record.id).toBe([...ids][0]);
  });

  it("rejects with the signal's own reason, keeps what was stored and writes nothing afterwards", async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const reason = { why: "Ctrl-C" };
    const late = Promise.withResolvers<void>();
    let calls = 0;
    const run = async (n: number): Promise<number> => {
      if (++calls > 4) await late.promise;
      return n;
    };
    const options = { dataset: datasetOf(numbers(40)), run, scorers: [right], store, version: "1", abortSignal: stop.signal };
    const running = evaluate({ ...options, onProgress: ({ done }) => done === 3 && stop.abort(reason) });
    await expect(running).rejects.toBe(reason);
    const runs = await store.runs.list({});
    const count = async (): Promise<number> => (await store.traces.list({ runId: runs.items[0]?.id ?? "" }, { limit: 100 })).items.length;
    const kept = await count();
    expect(kept).toBeGreaterThanOrEqual(3);
    late.resolve();
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(await count()).toBe(kept);
    await expect(evaluate({ ...options, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
